package fliki.internal;

import static fliki.internal.Patience.Job.BULK;
import static fliki.internal.Patience.Job.FILES;
import static fliki.internal.Patience.Job.ONCE;
import static fliki.internal.Patience.Job.POLL;
import static fliki.internal.Patience.Job.POLL_OF_ONE;
import static fliki.internal.Patience.Job.ROWS;

import fliki.FlikiException;
import fliki.Generation;
import fliki.Notice;
import fliki.Outcome;
import fliki.Status;
import fliki.csv.Csv;
import fliki.csv.CsvRun;
import fliki.csv.CsvSummary;
import fliki.csv.StartRun;
import fliki.internal.download.FileNames;
import fliki.internal.http.Daemon;
import fliki.internal.http.Loopback;
import fliki.internal.http.Transport;

import java.nio.file.Path;
import java.time.Instant;
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
        return fetch(look, false).ifWanted(Outcome.of(lookedUp(id, look))).get();
    }

    private Status lookedUp(String id, Function<String, Status> look) {
        return patience(ONCE)
                .ask(
                        Asked.about(id),
                        () -> look.apply(id),
                        e -> {
                            throw e;
                        });
    }

    /** One look at each id, each with its own retries. */
    public Stream<Outcome> status(Collection<String> ids) {
        var look = look();
        return each(ids, look, fetch(look, false)::ifWanted);
    }

    /** One look at each id, and what is then made of its outcome. */
    private Stream<Outcome> each(
            Collection<String> ids, Function<String, Status> look, UnaryOperator<Outcome> then) {
        var patience = patience(ONCE);
        return Looks.stream(
                ids.iterator(), settings.parallel(), id -> then.apply(outcome(id, patience, look)));
    }

    private static Outcome outcome(String id, Patience patience, Function<String, Status> look) {
        return patience.ask(
                Asked.about(id), () -> Outcome.of(look.apply(id)), e -> Outcome.of(id, e));
    }

    /** A wait for one end. */
    public Status poll(String id) {
        try (var outcomes = poll(List.of(id))) {
            return outcomes.findFirst().orElseThrow().get();
        }
    }

    /** A wait for the end of each id. */
    public Stream<Outcome> poll(Collection<String> ids) {
        var look = look();
        return poll(ids, look, patient(look, FileNames::base));
    }

    private Stream<Outcome> poll(
            Collection<String> fileIds, Function<String, Status> look, Fetch fetch) {
        var ids = List.copyOf(new LinkedHashSet<>(fileIds));
        Background.Work<Fetch.End> poll =
                ends -> {
                    var workers = Daemon.pool("fliki-look", settings.parallel());
                    try {
                        var patience = patience(ids.size() == 1 ? POLL_OF_ONE : POLL);
                        new Poller(look, workers, settings, time, RANDOM, patience, pace::pause)
                                .poll(ids, ends);
                    } finally {
                        workers.shutdownNow();
                    }
                };
        return Background.stream("fliki-poll", fetch.alongside(poll, settings.parallel()));
    }

    /** One look at each id, which waits outages out. */
    public Stream<Outcome> bulk(Stream<String> ids) {
        var look = look();
        return bulk(ids, look, patient(look, FileNames::base));
    }

    private Stream<Outcome> bulk(Stream<String> ids, Function<String, Status> look, Fetch fetch) {
        var patience = patience(BULK);
        Function<String, Status> bulk = id -> probed(id, patience, look);
        return Looks.stream(
                        ids.iterator(),
                        settings.parallel(),
                        id -> fetch.ifWanted(outcome(id, patience, bulk)))
                .onClose(ids::close);
    }

    /**
     * Looks; where nothing comes back, looks at an id that was answered before, to tell one bad id
     * from a line that is down.
     */
    private Status probed(String id, Patience patience, Function<String, Status> look) {
        var sent = time.now();
        try {
            return look.apply(id);
        } catch (FlikiException e) {
            var trouble = Trouble.of(e);
            var silent = trouble == Trouble.NOTHING || trouble == Trouble.FIREWALL;
            if (silent && !patience.heardSince(sent)) {
                patience.known().ifPresent(known -> probe(known, patience, look));
            }
            throw e;
        }
    }

    private static void probe(String known, Patience patience, Function<String, Status> look) {
        try {
            look.apply(known);
            patience.heard();
        } catch (FlikiException e) {
            if (Trouble.of(e).ofTheApi()) {
                patience.heard();
            }
        }
    }

    /** The same for the ids of a CSV, or a wait for them together. */
    public CsvSummary bulk(Csv csv) {
        var look = look();
        return CsvRun.of(
                csv,
                settings.downloadTo().isPresent(),
                (ids, asking) -> {
                    var counted = counting(look, asking);
                    return bulk(ids, counted, patient(counted, names(asking)));
                },
                (ids, asking) -> {
                    var counted = counting(look, asking);
                    return inTurn(ids.toList(), counted, patient(counted, names(asking)));
                },
                message ->
                        settings.listeners().notice(Notice.Kind.INPUT, Optional.empty(), message));
    }

    private static UnaryOperator<String> names(CsvRun.Asking asking) {
        return id -> asking.fileName(id).orElseGet(() -> FileNames.base(id));
    }

    private static Function<String, Status> counting(
            Function<String, Status> look, Runnable onRequest) {
        return id -> {
            onRequest.run();
            return look.apply(id);
        };
    }

    /** What a poll finds, in the order of the ids instead of that of their ends. */
    private Stream<Outcome> inTurn(List<String> ids, Function<String, Status> look, Fetch fetch) {
        var ended = poll(ids, look, fetch);
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
        var outcome = Outcome.of(lookedUp(id, look));
        return fetch(look, replace).file(outcome).get().file().orElseThrow();
    }

    /** The same for each id. */
    public Stream<Outcome> download(Collection<String> ids, boolean replace) {
        var look = look();
        return each(ids, look, fetch(look, replace)::file);
    }

    /** Fetches the file of a status into a folder. */
    public Path download(Status status, Path dir, boolean replace) {
        return download(status, folder(FileNames.base(status.fileId()), dir), replace);
    }

    /** Fetches the file of a status to a place. */
    public Path downloadAs(Status status, Path file, boolean replace) {
        return download(status, extension -> file, replace);
    }

    private Path download(Status status, Function<String, Path> file, boolean replace) {
        var links = links(id -> look().apply(id), status, Optional.empty());
        return download(links, status, new Download.Place(file, replace), patience(ONCE));
    }

    private Fetch fetch(Function<String, Status> look, boolean replace) {
        return fetch(look, status -> patience(ONCE), FileNames::base, replace);
    }

    /**
     * For a run, which may last through a night: its downloads wait as long as its look-ups do,
     * host by host. A host that is away is no outage of Fliki, and is not told as one.
     *
     * @param names the name of the file for an id, without its extension
     */
    private Fetch patient(Function<String, Status> look, UnaryOperator<String> names) {
        var hosts = new ConcurrentHashMap<String, Patience>();
        Function<Status, Patience> ofHost =
                status ->
                        hosts.computeIfAbsent(
                                status.download().map(Verbs::host).orElse(""),
                                host -> patience(FILES));
        return fetch(look, ofHost, names, false);
    }

    private static String host(String link) {
        return link.replaceFirst("(?s)^([^/?#]*//[^/?#]*).*", "$1");
    }

    private Fetch fetch(
            Function<String, Status> look,
            Function<Status, Patience> patience,
            UnaryOperator<String> names,
            boolean replace) {
        var dir = settings.downloadTo().orElse(Path.of(""));
        return new Fetch(
                settings.downloadTo().isPresent(),
                (status, ended) -> {
                    var place =
                            new Download.Place(folder(names.apply(status.fileId()), dir), replace);
                    var links = links(look, status, ended);
                    return download(links, status, place, patience.apply(status));
                });
    }

    /** The file of this name in a folder, by its extension. */
    private static Function<String, Path> folder(String name, Path dir) {
        return extension -> dir.resolve(name + "." + extension);
    }

    private Links links(Function<String, Status> look, Status status, Optional<Instant> ended) {
        var local = Loopback.is(settings.url().getHost());
        return new Links(status, look, ended, time, local);
    }

    private Path download(Links links, Status status, Download.Place place, Patience patience) {
        var listeners = settings.listeners();
        var means = new Download.Means(transport(), shared, settings.timeout(), time, listeners);
        return new Download(means, status.fileId(), links, place).fetch(patience);
    }

    /** One start, tried again only while it surely was none. */
    public List<String> generate(Generation generation) {
        return new Starts(api(), patience(ONCE)).start(generation);
    }

    /** One start for each row of a CSV. */
    public CsvSummary generate(Csv csv, Generation template) {
        return StartRun.of(csv, template, () -> new Starts(api(), patience(ROWS))::start);
    }

    private Patience patience(Patience.Job job) {
        return new Patience(job, settings, time, RANDOM);
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
}
