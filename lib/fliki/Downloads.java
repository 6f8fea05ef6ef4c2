package fliki;

import fliki.Background.Work;
import fliki.FlikiException.Kind;
import fliki.internal.http.Daemon;
import fliki.internal.http.Loopback;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Fetches the files of generations: the one place where a status gets its file. */
final class Downloads {

    private final Client client;
    private final Look look;
    private final UnaryOperator<String> names;
    private final boolean replace;
    private final boolean patient;
    private final Map<String, Patience> hosts = new ConcurrentHashMap<>();

    /**
     * Downloads of one verb.
     *
     * @param look asks for a fresh link
     * @param names gives the name of the file for an id, without its extension
     * @param replace whether a file that is there already is replaced
     * @param patient whether downloads wait through an outage, each host for itself, as long runs
     *     do. An unreachable host is no outage of Fliki
     */
    Downloads(
            Client client,
            Look look,
            UnaryOperator<String> names,
            boolean replace,
            boolean patient) {
        this.client = client;
        this.look = look;
        this.names = names;
        this.replace = replace;
        this.patient = patient;
    }

    /** The place of a file with this name in a folder, by its extension. */
    static Function<String, Path> in(Path dir, String name) {
        return extension -> dir.resolve(name + "." + extension);
    }

    /** Fetches the file of a status to a place; gives where it is. */
    Path fetch(Status status, Function<String, Path> place) {
        return fetch(status, Optional.empty(), place);
    }

    private Path fetch(Status status, Optional<Instant> ended, Function<String, Path> place) {
        var settings = client.settings();
        var local = Loopback.is(settings.url().getHost());
        var links = new Links(status, look, ended, client.time(), local);
        var means =
                new Download.Means(
                        client.transport(),
                        client.shared(),
                        settings.timeout(),
                        client.time(),
                        settings.listeners());
        var target = new Download.Place(place, replace);
        return new Download(means, status.fileId(), links, target).fetch(patience(status));
    }

    private Patience patience(Status status) {
        if (!patient) {
            return client.patience(Patience.Job.ONCE);
        }
        var host = status.download().map(Downloads::host).orElse("");
        return hosts.computeIfAbsent(host, h -> client.patience(Patience.Job.FILES));
    }

    private static String host(String link) {
        return link.replaceFirst("(?s)^([^/?#]*//[^/?#]*).*", "$1");
    }

    /**
     * The outcome with its file. A failed download becomes the failure of its id and keeps the
     * status. A refused key ends the run.
     */
    Outcome file(Outcome outcome) {
        return file(new Poller.End(outcome, Optional.empty()));
    }

    private Outcome file(Poller.End end) {
        var outcome = end.outcome();
        try {
            return outcome.status()
                    .map(status -> status.file(fetch(status, end.seen(), place(status))))
                    .map(Outcome::of)
                    .orElse(outcome);
        } catch (FlikiException e) {
            if (e.kind() == Kind.UNAUTHORIZED) {
                throw e;
            }
            return Outcome.of(outcome.fileId(), e.last(outcome.status()));
        }
    }

    private Function<String, Path> place(Status status) {
        var dir = client.settings().downloadTo().orElse(Path.of(""));
        return in(dir, names.apply(status.fileId()));
    }

    /** The outcome, with its file if files are wanted and the generation ended well. */
    Outcome ifWanted(Outcome outcome) {
        return ifWanted(new Poller.End(outcome, Optional.empty()));
    }

    /** The same for the end of a poll. */
    Outcome ifWanted(Poller.End end) {
        var status = end.outcome().status().filter(s -> s.state() == State.SUCCESS);
        return areWanted() && status.isPresent() ? file(end) : end.outcome();
    }

    private boolean areWanted() {
        return client.settings().downloadTo().isPresent();
    }

    /**
     * The outcomes of a poll, each with its file. Downloads run in a pool of their own beside the
     * poll. If the poll fails, running downloads are finished first.
     */
    Work<Outcome> alongside(Work<Poller.End> poll) {
        return outcomes -> {
            if (areWanted()) {
                run(poll, outcomes);
            } else {
                poll.run(end -> outcomes.accept(end.outcome()));
            }
        };
    }

    private void run(Work<Poller.End> poll, Consumer<? super Outcome> outcomes)
            throws InterruptedException {
        var pool = Daemon.pool("fliki-download", client.settings().parallel());
        var broken = new AtomicReference<Throwable>();
        var poller = Thread.currentThread();
        Consumer<Poller.End> fetched =
                end -> {
                    try {
                        outcomes.accept(ifWanted(end));
                    } catch (Throwable e) {
                        broken.compareAndSet(null, e);
                        poller.interrupt();
                    }
                };
        try {
            finish(poll, end -> pool.execute(() -> fetched.accept(end)), pool);
        } catch (InterruptedException e) {
            if (broken.get() == null) {
                throw e;
            }
        } finally {
            pool.shutdownNow();
        }
        if (broken.get() != null) {
            throw Daemon.rethrown(broken.get());
        }
    }

    /** Waits for running downloads when the poll ends, even if it fails. */
    private static void finish(
            Work<Poller.End> poll, Consumer<Poller.End> ends, ExecutorService pool)
            throws InterruptedException {
        Optional<FlikiException> end = Optional.empty();
        try {
            poll.run(ends);
        } catch (FlikiException e) {
            end = Optional.of(e);
        }
        pool.shutdown();
        pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        if (end.isPresent()) {
            throw end.get();
        }
    }
}
