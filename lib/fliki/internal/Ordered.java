package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.Outcome;
import fliki.internal.http.Daemon;

import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Works on many ids side by side and hands the outcomes out in the order of the ids, each as soon
 * as its turn comes, even where the next id is slow to come. Takes ids only a bounded way ahead of
 * the outcomes, and keeps only so much of these, that any number of any size fits into memory.
 */
final class Ordered {

    /** How far ahead ids are taken, for each worker: enough to ride over one slow answer. */
    private static final int AHEAD = 32;

    /** Room for further ids is made in batches of this fraction of the window. */
    private static final int BATCHES = 8;

    private final Iterator<String> ids;
    private final Function<String, Outcome> work;
    private final ThreadPoolExecutor workers;
    private final Held held = new Held();
    private final int most;

    /** Room for further ids ahead of the outcomes. */
    private final Semaphore room;

    private int ahead;
    private int free;
    private volatile Thread feeder;
    private volatile FlikiException end;
    private volatile boolean stopped;
    private volatile boolean closed;

    private Ordered(Iterator<String> ids, int parallel, Function<String, Outcome> work) {
        this.ids = ids;
        this.work = work;
        workers = Daemon.pool("fliki-look", parallel);
        most = AHEAD * parallel;
        ahead = parallel;
        room = new Semaphore(ahead);
    }

    /**
     * The outcomes; an exception of {@code work} ends the stream behind those already handed out.
     */
    static Stream<Outcome> stream(
            Iterator<String> ids, int parallel, Function<String, Outcome> work) {
        var ordered = new Ordered(ids, parallel, work);
        return Background.<Held.Item>stream("fliki-ids", ordered::feed)
                .takeWhile(next -> !ordered.stopped || ordered.closed)
                .map(ordered::outcome)
                .onClose(ordered::close);
    }

    /** Begins with one id after the other; runs on a thread of its own. */
    private void feed(Consumer<? super Held.Item> begun) throws InterruptedException {
        feeder = Thread.currentThread();
        try {
            for (room.acquire(); !stopped && ids.hasNext(); room.acquire()) {
                begun.accept(begin(ids.next()));
            }
        } catch (InterruptedException e) {
            if (!stopped) {
                close(); // given up, which nobody will notice
                throw e;
            }
        } catch (RejectedExecutionException e) {
            if (!stopped) {
                throw e;
            }
        } finally {
            workers.shutdown();
        }
    }

    private Held.Item begin(String id) {
        return held.item(id, item -> workers.submit(() -> work(id, item)));
    }

    private Outcome work(String id, Held.Item item) throws InterruptedException {
        held.awaitRoom(item);
        if (end != null) {
            throw end;
        }
        try {
            var outcome = work.apply(id);
            held.done(item, outcome);
            return outcome;
        } catch (FlikiException e) {
            end = e;
            throw e;
        }
    }

    /** Waits for an outcome; runs on the thread of the reader. */
    private Outcome outcome(Held.Item item) {
        try {
            var outcome = item.outcome().get();
            held.read(item);
            makeRoom();
            return outcome;
        } catch (InterruptedException e) {
            stop();
            throw Failures.interrupted(e, "", Details.NONE);
        } catch (ExecutionException | CancellationException e) {
            if (closed) {
                throw Background.cancelled();
            }
            stop();
            throw Daemon.rethrown(e.getCause());
        }
    }

    /**
     * Lets more ids be taken, several at once where many are under way: to wake the feeder for each
     * costs more than the rest. Grows with what is taken: a stream that is given up without a close
     * has not begun much.
     */
    private void makeRoom() {
        free += ahead < most ? 2 : 1;
        ahead = Math.min(most, ahead + 1);
        if (free >= ahead / BATCHES) {
            room.release(free);
            free = 0;
        }
    }

    private void close() {
        closed = true;
        stop();
    }

    /** Cancels what is queued too, so that no reader waits for it. */
    private void stop() {
        stopped = true;
        workers.shutdownNow().forEach(task -> ((Future<?>) task).cancel(false));
        if (feeder != null) {
            feeder.interrupt();
        }
    }
}
