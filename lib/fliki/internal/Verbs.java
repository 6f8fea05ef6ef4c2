package fliki.internal;

import fliki.Generation;
import fliki.Outcome;
import fliki.Status;
import fliki.csv.Csv;
import fliki.csv.CsvRun;
import fliki.csv.CsvSummary;
import fliki.csv.Texts;
import fliki.csv.TextsRun;
import fliki.csv.TextsSummary;
import fliki.internal.download.FileNames;
import fliki.internal.http.Loopback;
import fliki.internal.http.Transport;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the verbs of a client do: puts the workers together and sets them going. {@code Fliki} calls
 * these and promises what they do; they make its outcomes. So two packages know each other, but
 * never two classes.
 */
public record Verbs(Shared shared, Time time, Pace pace, Settings settings) {

    private static final DoubleSupplier RANDOM = () -> ThreadLocalRandom.current().nextDouble();

    /** One look, with its retries. */
    public Status status(String id) {
        var look = look();
        var status = retry().call(id, () -> look.apply(id));
        return fetch(look, false).ifWanted(Outcome.of(status)).get();
    }

    /** One look at each id, each with its own retries. */
    public Stream<Outcome> status(Collection<String> ids) {
        var look = look();
        return each(ids, look, fetch(look, false)::ifWanted);
    }

    /** One look at each id, and what is then made of its outcome. */
    private Stream<Outcome> each(
            Collection<String> ids, Function<String, Status> look, UnaryOperator<Outcome> then) {
        var keyCheck = new KeyCheck();
        var retry = retry();
        return Ordered.stream(
                ids.iterator(),
                settings.parallel(),
                id -> then.apply(keyCheck.outcome(id, () -> retry.call(id, () -> look.apply(id)))));
    }

    /** A wait for one end. */
    public Status poll(String id) {
        try (var outcomes = poll(List.of(id))) {
            return outcomes.findFirst().orElseThrow().get();
        }
    }

    /** A wait for the end of each id. */
    public Stream<Outcome> poll(Collection<String> ids) {
        return poll(ids, look());
    }

    private Stream<Outcome> poll(Collection<String> fileIds, Function<String, Status> look) {
        var ids = List.copyOf(new LinkedHashSet<>(fileIds));
        Background.Work<Outcome> poll =
                outcomes -> {
                    var workers = Daemons.pool("fliki-look", settings.parallel());
                    try {
                        var outage = outage(ids.size() == 1);
                        new Poller(look, workers, settings, time, RANDOM, outage, pace::pause)
                                .poll(ids, outcomes);
                    } finally {
                        workers.shutdownNow();
                    }
                };
        return Background.stream("fliki-poll", patient(look).alongside(poll, settings.parallel()));
    }

    /** One look at each id, which waits outages out. */
    public Stream<Outcome> bulk(Stream<String> ids) {
        return bulk(ids, look());
    }

    private Stream<Outcome> bulk(Stream<String> ids, Function<String, Status> look) {
        var bulk = new Bulk(look, settings.retries(), time, RANDOM, new KeyCheck(), outage(false));
        var fetch = patient(look);
        return Ordered.stream(
                        ids.iterator(), settings.parallel(), id -> fetch.ifWanted(bulk.lookUp(id)))
                .onClose(ids::close);
    }

    /** The same for the ids of a CSV, or a wait for them together. */
    public CsvSummary bulk(Csv csv) {
        var look = look();
        return CsvRun.of(
                csv,
                settings.downloadTo().isPresent(),
                (ids, onRequest) -> bulk(ids, counting(look, onRequest)),
                (ids, onRequest) -> inTurn(ids.toList(), counting(look, onRequest)));
    }

    private static Function<String, Status> counting(
            Function<String, Status> look, Runnable onRequest) {
        return id -> {
            onRequest.run();
            return look.apply(id);
        };
    }

    /** What a poll finds, in the order of the ids instead of that of their ends. */
    private Stream<Outcome> inTurn(List<String> ids, Function<String, Status> look) {
        var ended = poll(ids, look);
        var outcomes = ended.iterator();
        Map<String, Outcome> early = new HashMap<>();
        return ids.stream()
                .map(
                        id -> {
                            while (!early.containsKey(id)) {
                                var outcome = outcomes.next();
                                early.put(outcome.fileId(), outcome);
                            }
                            return early.get(id);
                        })
                .onClose(ended::close);
    }

    /** Looks once and fetches the file. */
    public Path download(String id, boolean replace) {
        var look = look();
        var status = retry().call(id, () -> look.apply(id));
        return fetch(look, replace).file(Outcome.of(status)).get().file().orElseThrow();
    }

    /** The same for each id. */
    public Stream<Outcome> download(Collection<String> ids, boolean replace) {
        var look = look();
        return each(ids, look, fetch(look, replace)::file);
    }

    /** Fetches the file of a status into a folder. */
    public Path download(Status status, Path dir, boolean replace) {
        return download(id -> look().apply(id), retry(), status, folder(status, dir), replace);
    }

    /** Fetches the file of a status to a place. */
    public Path downloadAs(Status status, Path file, boolean replace) {
        return download(id -> look().apply(id), retry(), status, extension -> file, replace);
    }

    private Fetch fetch(Function<String, Status> look, boolean replace) {
        return fetch(look, status -> retry(), replace);
    }

    /**
     * For a run, which may last through a night: its downloads wait as long as its look-ups do,
     * host by host.
     */
    private Fetch patient(Function<String, Status> look) {
        var outages = new ConcurrentHashMap<String, Outage>();
        Function<Status, Retry> retry =
                status -> {
                    var host = status.download().map(Verbs::host).orElse("");
                    return retry(Optional.of(outages.computeIfAbsent(host, h -> outage(false))));
                };
        return fetch(look, retry, false);
    }

    private static String host(String link) {
        return link.replaceFirst("(?s)^([^/?#]*//[^/?#]*).*", "$1");
    }

    private Fetch fetch(
            Function<String, Status> look, Function<Status, Retry> retry, boolean replace) {
        var dir = settings.downloadTo().orElse(Path.of(""));
        return new Fetch(
                settings.downloadTo().isPresent(),
                status ->
                        download(look, retry.apply(status), status, folder(status, dir), replace));
    }

    /** The file of a status in a folder, by its extension. */
    private static Function<String, Path> folder(Status status, Path dir) {
        return extension -> dir.resolve(FileNames.of(status.fileId(), extension));
    }

    private Path download(
            Function<String, Status> look,
            Retry retry,
            Status status,
            Function<String, Path> file,
            boolean replace) {
        var local = Loopback.is(settings.url().getHost());
        var place = new Download.Place(local, file, replace);
        return new Download(transport(), look, settings.listeners(), place, status).fetch(retry);
    }

    private Outage outage(boolean lone) {
        return new Outage(lone, settings.timeout(), time, RANDOM, settings.listeners());
    }

    /** One start, tried again only while it surely was none. */
    public List<String> generate(Generation generation) {
        var generator = generator(api());
        return retry().call(() -> generator.once(generation, TextsRun.Attempt.UNRECORDED));
    }

    /** One start for each row of a CSV. */
    public TextsSummary generate(Texts texts, Generation template) {
        return TextsRun.of(texts, template, generator(api())::start);
    }

    private Generator generator(Api api) {
        return new Generator(api::start, time, new KeyCheck(), outage(false));
    }

    private Function<String, Status> look() {
        return api()::look;
    }

    /** What is wrong with the URL or a proxy shows before the key is looked for. */
    private Api api() {
        var url = settings.url();
        var transport = transport();
        var api = new Api(url, shared.key(), transport, shared.warmup(), pace, time);
        shared.warn(settings.listeners());
        return api;
    }

    private Transport transport() {
        return new Transport(shared.connections(settings.url()), settings.timeout());
    }

    private Retry retry() {
        return retry(Optional.empty());
    }

    private Retry retry(Optional<Outage> outage) {
        return new Retry(settings.retries(), outage, time, RANDOM, settings.listeners());
    }
}
