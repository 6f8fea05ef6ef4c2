package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.State;
import fliki.Status;
import fliki.internal.Background.Work;
import fliki.internal.http.Daemon;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Fetches the files of generations: the one place where a status gets its file.
 *
 * @param wanted whether every verb fetches files
 * @param download fetches the file of a status, given when this run saw the generation end; gives
 *     where it is
 */
record Fetch(boolean wanted, BiFunction<Status, Optional<Instant>, Path> download) {

    /**
     * How a poll of one id ended.
     *
     * @param seen when this run saw the generation end; empty where it had ended before
     */
    record End(Outcome outcome, Optional<Instant> seen) {}

    /**
     * The outcome with its file. A download that fails, or for which there is no file, is the
     * failure of its id and keeps the status; one for which the key is refused ends the run.
     */
    Outcome file(Outcome outcome) {
        return file(new End(outcome, Optional.empty()));
    }

    private Outcome file(End end) {
        var outcome = end.outcome();
        try {
            return outcome.status()
                    .map(status -> status.file(download.apply(status, end.seen())))
                    .map(Outcome::of)
                    .orElse(outcome);
        } catch (FlikiException e) {
            if (e.kind() == Kind.UNAUTHORIZED) {
                throw e;
            }
            return Outcome.of(outcome.fileId(), e.last(outcome.status()));
        }
    }

    /** The outcome, with its file if files are wanted and the generation ended well. */
    Outcome ifWanted(Outcome outcome) {
        return ifWanted(new End(outcome, Optional.empty()));
    }

    private Outcome ifWanted(End end) {
        var status = end.outcome().status().filter(s -> s.state() == State.SUCCESS);
        return wanted && status.isPresent() ? file(end) : end.outcome();
    }

    /**
     * The outcomes of a poll, each with its file. Downloads run in a pool of their own, so that the
     * poll goes on meanwhile; if it fails, those under way are finished first.
     */
    Work<Outcome> alongside(Work<End> poll, int parallel) {
        return outcomes -> {
            if (wanted) {
                run(poll, parallel, outcomes);
            } else {
                poll.run(end -> outcomes.accept(end.outcome()));
            }
        };
    }

    private void run(Work<End> poll, int parallel, Consumer<? super Outcome> outcomes)
            throws InterruptedException {
        var pool = Daemon.pool("fliki-download", parallel);
        var broken = new AtomicReference<Throwable>();
        var poller = Thread.currentThread();
        Consumer<End> fetched =
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

    /** The end of a poll waits for the files under way, also where the API no longer answers. */
    private static void finish(Work<End> poll, Consumer<End> ends, ExecutorService pool)
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
