package fliki.internal;

import fliki.FlikiException;
import fliki.Outcome;
import fliki.State;
import fliki.Status;
import fliki.internal.Background.Work;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Fetches the files of generations: the one place where a status gets its file.
 *
 * @param wanted whether files are wanted without being asked for one by one
 * @param download fetches the file of a status; gives where it is
 */
record Fetch(boolean wanted, Function<Status, Path> download) {

    /**
     * The status with its file. A failure keeps the status.
     *
     * @throws FlikiException when there is no file, or it cannot be fetched
     */
    Status file(Status status) {
        try {
            return status.file(download.apply(status));
        } catch (FlikiException e) {
            throw e.last(Optional.of(status));
        }
    }

    /** The status, with its file if files are wanted and it ended well. */
    Status ifWanted(Status status) {
        return wanted && status.state() == State.SUCCESS ? file(status) : status;
    }

    /** The same for one id of many: a download that failed is the failure of its id. */
    Outcome ifWanted(Outcome outcome) {
        try {
            return outcome.status().map(status -> Outcome.of(ifWanted(status))).orElse(outcome);
        } catch (FlikiException e) {
            return Outcome.of(outcome.fileId(), e);
        }
    }

    /**
     * The outcomes of a poll, each with its file. Files are fetched beside the poll, which so goes
     * on at its own pace; one that fails for want of the API still gets the files under way.
     */
    Work<Outcome> beside(Work<Outcome> poll, int parallel) {
        return wanted ? outcomes -> run(poll, parallel, outcomes) : poll;
    }

    private void run(Work<Outcome> poll, int parallel, Consumer<? super Outcome> outcomes)
            throws InterruptedException {
        var pool = Daemons.pool("fliki-download", parallel);
        var broken = new AtomicReference<Throwable>();
        var poller = Thread.currentThread();
        Consumer<Outcome> fetched =
                outcome -> {
                    try {
                        outcomes.accept(ifWanted(outcome));
                    } catch (Throwable e) {
                        broken.compareAndSet(null, e);
                        poller.interrupt();
                    }
                };
        try {
            finish(poll, outcome -> pool.execute(() -> fetched.accept(outcome)), pool);
        } catch (InterruptedException e) {
            if (broken.get() == null) {
                throw e;
            }
        } finally {
            pool.shutdownNow();
        }
        if (broken.get() != null) {
            throw Daemons.rethrown(broken.get());
        }
    }

    /** The end of a poll waits for the files under way, also where the API no longer answers. */
    private static void finish(Work<Outcome> poll, Consumer<Outcome> outcomes, ExecutorService pool)
            throws InterruptedException {
        Optional<FlikiException> end = Optional.empty();
        try {
            poll.run(outcomes);
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
