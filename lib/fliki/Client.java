package fliki;

import static fliki.Patience.Job.BULK;
import static fliki.Patience.Job.ONCE;
import static fliki.Patience.Job.POLL;
import static fliki.Patience.Job.POLL_OF_ONE;
import static fliki.Patience.Job.ROWS;

import fliki.FlikiException.Details;
import fliki.csv.Csv;
import fliki.csv.CsvRun;
import fliki.csv.CsvSummary;
import fliki.csv.StartRun;
import fliki.internal.download.FileNames;
import fliki.internal.http.Daemon;
import fliki.internal.http.Transport;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Carries out the verbs of {@link Fliki} with the classes of this package. */
record Client(Shared shared, Time time, Pace pace, Settings settings) {

    private static final DoubleSupplier RANDOM = () -> ThreadLocalRandom.current().nextDouble();

    Status status(String id) {
        var api = api();
        return downloads(api, false).ifWanted(look(id, api)).get();
    }

    private Outcome look(String id, Look look) {
        return patience(ONCE).ask(Asked.about(id), () -> Outcome.of(look.at(id)));
    }

    Stream<Outcome> status(Collection<String> ids) {
        var api = api();
        return each(ids.iterator(), api, patience(ONCE), downloads(api, false)::ifWanted);
    }

    /** One look at each id; {@code then} is applied to each outcome. */
    private Stream<Outcome> each(
            Iterator<String> ids, Look look, Patience patience, UnaryOperator<Outcome> then) {
        return Looks.stream(
                ids,
                settings.parallel(),
                id ->
                        then.apply(
                                patience.ask(
                                        Asked.about(id),
                                        () -> Outcome.of(look.at(id)),
                                        e -> Outcome.of(id, e))));
    }

    /** Runs on the caller's thread, as a program may call it on thousands of threads. */
    Status poll(String id) {
        var api = api();
        var ended = new ArrayList<Poller.End>();
        try {
            poller(api, Runnable::run, POLL_OF_ONE).poll(List.of(id), ended::add);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e, "", Details.of(id));
        }
        return patientDownloads(api, FileNames::base).ifWanted(ended.get(0)).get();
    }

    private Poller poller(Look look, Executor workers, Patience.Job job) {
        var patience = patience(job);
        return new Poller(look, workers, settings, time, RANDOM, patience, pace::pause);
    }

    Stream<Outcome> poll(Collection<String> ids) {
        return poll(ids, api(), FileNames::base);
    }

    private Stream<Outcome> poll(
            Collection<String> fileIds, Look look, UnaryOperator<String> names) {
        var ids = List.copyOf(new LinkedHashSet<>(fileIds));
        Background.Work<Poller.End> poll =
                ends -> {
                    var workers = Daemon.pool("fliki-look", settings.parallel());
                    try {
                        poller(look, workers, ids.size() == 1 ? POLL_OF_ONE : POLL).poll(ids, ends);
                    } finally {
                        workers.shutdownNow();
                    }
                };
        return Background.stream("fliki-poll", patientDownloads(look, names).alongside(poll));
    }

    Stream<Outcome> bulk(Stream<String> ids) {
        return bulk(ids, api(), FileNames::base);
    }

    private Stream<Outcome> bulk(Stream<String> ids, Look look, UnaryOperator<String> names) {
        var patience = patience(BULK);
        Look probed = id -> probed(id, look, patience);
        var downloads = patientDownloads(look, names);
        return each(ids.iterator(), probed, patience, downloads::ifWanted).onClose(ids::close);
    }

    /**
     * Looks at an id. If no answer comes, it looks at an id that was answered before: this tells
     * one bad id from a broken connection.
     */
    private Status probed(String id, Look look, Patience patience) {
        var sent = time.now();
        try {
            return look.at(id);
        } catch (FlikiException e) {
            var trouble = Trouble.of(e);
            var silent = trouble == Trouble.NOTHING || trouble == Trouble.FIREWALL;
            if (silent && !patience.heardSince(sent)) {
                patience.known().ifPresent(known -> probe(known, look, patience));
            }
            throw e;
        }
    }

    private static void probe(String known, Look look, Patience patience) {
        try {
            look.at(known);
            patience.heard();
        } catch (FlikiException e) {
            if (Trouble.of(e).ofTheApi()) {
                patience.heard();
            }
        }
    }

    CsvSummary bulk(Csv csv) {
        var api = api();
        return CsvRun.of(
                csv,
                settings.downloadTo().isPresent(),
                (ids, asking) -> bulk(ids, api.counted(asking), names(asking)),
                (ids, asking) -> inTurn(ids.toList(), api.counted(asking), names(asking)),
                words -> settings.listeners().notice(Notice.Kind.INPUT, Optional.empty(), words));
    }

    private static UnaryOperator<String> names(CsvRun.Asking asking) {
        return id -> asking.fileName(id).orElseGet(() -> FileNames.base(id));
    }

    /** The outcomes of a poll in the order of the ids, not of their ends. */
    private Stream<Outcome> inTurn(List<String> ids, Look look, UnaryOperator<String> names) {
        var ended = poll(ids, look, names);
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

    Path download(String id, boolean replace) {
        var api = api();
        return downloads(api, replace).file(look(id, api)).get().file().orElseThrow();
    }

    Stream<Outcome> download(Collection<String> ids, boolean replace) {
        var api = api();
        return each(ids.iterator(), api, patience(ONCE), downloads(api, replace)::file);
    }

    /** Fetches the file of a status into a folder. */
    Path download(Status status, Path dir, boolean replace) {
        var name = FileNames.base(status.fileId());
        return downloads(freshLook(), replace).fetch(status, Downloads.in(dir, name));
    }

    /** Fetches the file of a status to a place. */
    Path downloadAs(Status status, Path file, boolean replace) {
        return downloads(freshLook(), replace).fetch(status, extension -> file);
    }

    /** Needs the key only when a link is dead. */
    private Look freshLook() {
        return id -> api().at(id);
    }

    private Downloads downloads(Look look, boolean replace) {
        return new Downloads(this, look, FileNames::base, replace, false);
    }

    private Downloads patientDownloads(Look look, UnaryOperator<String> names) {
        return new Downloads(this, look, names, false, true);
    }

    List<String> generate(Generation generation) {
        return new Starts(api(), patience(ONCE)).start(generation);
    }

    CsvSummary generate(Csv csv, Generation template) {
        return StartRun.of(csv, template, () -> new Starts(api(), patience(ROWS))::start);
    }

    String api(String method, String path, Optional<String> body) {
        var address = Api.address(settings.url(), path);
        var api = api();
        if (method.equals("GET")) {
            return patience(ONCE).ask(Asked.aStart(), () -> api.get(address));
        }
        var sent = new Transport.Sent(method, address, body.orElse("{}"));
        return new Starts(api, patience(ONCE)).send(release -> api.send(sent, release));
    }

    Patience patience(Patience.Job job) {
        return new Patience(job, settings, time, RANDOM);
    }

    /** A bad URL or proxy is reported before a missing key. */
    private Api api() {
        var url = settings.url();
        var transport = transport();
        var api = new Api(url, shared.key(), transport, shared.warmup(), pace, time);
        shared.warn(settings.listeners());
        return api;
    }

    Transport transport() {
        return new Transport(shared.connections(settings.url()), settings.timeout());
    }
}
