package fliki;

import static fliki.Notice.Kind.KEY_EXPOSED;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the verbs of a {@link Fliki} do: puts the workers together and sets them going. */
record Verbs(ApiKey key, Connections connections, Time time, Pace pace, Settings settings) {

    /** How many rows of a CSV may wait for their turn. */
    private static final int LOOK_AHEAD = 10_000;

    private static final Duration ENDLESS = Duration.ofDays(36_500);
    private static final DoubleSupplier RANDOM = () -> ThreadLocalRandom.current().nextDouble();

    Status status(String id) {
        return retry().call(id, () -> api().look(id));
    }

    Stream<Outcome> status(Collection<String> ids) {
        var run = new Run();
        var api = api();
        var retry = retry();
        return Ordered.stream(
                ids.iterator(),
                settings.parallel(),
                id -> run.outcome(id, () -> retry.call(id, () -> api.look(id))));
    }

    /** Nothing but the deadline, the key or its own end ends the wait for a single id. */
    Status poll(String id) {
        try (var outcomes = poll(List.of(id), api()::look, ENDLESS)) {
            return outcomes.findFirst().orElseThrow().get();
        }
    }

    Stream<Outcome> poll(Collection<String> ids) {
        return poll(ids, api()::look, Outage.PATIENCE);
    }

    private Stream<Outcome> poll(
            Collection<String> fileIds, Function<String, Status> look, Duration patience) {
        var ids = List.copyOf(new LinkedHashSet<>(fileIds));
        return Background.stream(
                listener -> {
                    var workers = Workers.pool("fliki-look", settings.parallel());
                    try {
                        var outage = outage(patience);
                        new Poller(look, workers, settings, time, RANDOM, outage, pace::pause)
                                .poll(ids, listener);
                    } finally {
                        workers.shutdownNow();
                    }
                });
    }

    Stream<Outcome> bulk(Stream<String> ids) {
        return Ordered.stream(ids.iterator(), settings.parallel(), bulk(api()::look)::lookUp);
    }

    private Bulk bulk(Function<String, Status> look) {
        return new Bulk(look, settings.retries(), time, RANDOM, new Run(), outage(Outage.PATIENCE));
    }

    CsvSummary bulk(Csv csv) {
        var sent = new LongAdder();
        Function<String, Status> look = counting(api()::look, sent);
        var counted = csv.onRow(rows -> csv.listener().accept(rows.requests(sent.sum())));
        var waiting = csv.isWaiting() ? Integer.MAX_VALUE : LOOK_AHEAD;
        var most = csv.isWaiting() ? CsvAnswers.MOST : Long.MAX_VALUE;
        var plan = new CsvRun.Plan(csv.folder().isPresent(), waiting, most);
        return CsvRun.of(counted, plan, csv.isWaiting() ? together(csv, look) : apart(csv, look))
                .requests(sent.sum());
    }

    private CsvRun.LookUps together(Csv csv, Function<String, Status> look) {
        var answers = new CsvAnswers(csv.folder(), this::download);
        return ids -> answers.together(ids, all -> poll(all, look, Outage.PATIENCE));
    }

    private CsvRun.LookUps apart(Csv csv, Function<String, Status> look) {
        var answers = new CsvAnswers(csv.folder(), this::download);
        var bulk = bulk(look);
        var recent = Ordered.<Answer>recent();
        return ids ->
                Ordered.stream(
                        ids.iterator(),
                        settings.parallel(),
                        id -> answers.answer(bulk.lookUp(id)),
                        recent);
    }

    private static Function<String, Status> counting(
            Function<String, Status> look, LongAdder sent) {
        return id -> {
            sent.increment();
            return look.apply(id);
        };
    }

    private Path download(Status status, Path dir) {
        return download(status, folder(status, dir), false);
    }

    /** The file of a status in a folder, by its extension. */
    Function<String, Path> folder(Status status, Path dir) {
        return extension -> dir.resolve(FileNames.of(status.fileId(), extension));
    }

    Path download(Status status, Function<String, Path> file, boolean replace) {
        var local = Loopback.is(settings.url().getHost());
        var place = new Download.Place(local, file, replace);
        return new Download(transport(), api()::look, settings.events(), place, status)
                .fetch(retry());
    }

    private Outage outage(Duration patience) {
        return new Outage(patience, time, RANDOM, settings.events());
    }

    private Api api() {
        key.warning()
                .filter(warning -> connections.untold())
                .ifPresent(
                        warning ->
                                settings.events().notice(KEY_EXPOSED, Optional.empty(), warning));
        return new Api(settings.url(), key, transport(), pace, time);
    }

    private Transport transport() {
        return new Transport(connections, settings.timeout());
    }

    private Retry retry() {
        return new Retry(settings.retries(), time, RANDOM, settings.events());
    }
}
