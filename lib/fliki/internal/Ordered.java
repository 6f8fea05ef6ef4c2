package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * Works on many ids side by side and hands the results out in the order of the ids, each as soon as
 * its turn comes, even where the next id is slow to come. Takes ids only a bounded way ahead of the
 * results, so that any number of them fits into memory.
 *
 * @param <T> what the work on an id gives
 */
final class Ordered<T> {

    /** How far ahead ids are taken, for each worker: enough to ride over one slow answer. */
    private static final int AHEAD = 32;

    /** Room for further ids is made in batches of this fraction of the window. */
    private static final int BATCHES = 8;

    /** So many recent ids share their result with equal ones. */
    private static final int RECENT = 10_000;

    private final Iterator<String> ids;
    private final Function<String, T> work;
    private final ThreadPoolExecutor workers;
    private final Map<String, Future<T>> recent = new LinkedHashMap<>(64, 0.75f, true);
    private final int most;

    /** Room for further ids ahead of the results. */
    private final Semaphore room;

    private int ahead;
    private int free;
    private volatile Thread feeder;
    private volatile FlikiException end;
    private volatile boolean stopped;
    private volatile boolean closed;

    private Ordered(Iterator<String> ids, int parallel, Function<String, T> work) {
        this.ids = ids;
        this.work = work;
        workers = Daemons.pool("fliki-look", parallel);
        most = AHEAD * parallel;
        ahead = parallel;
        room = new Semaphore(ahead);
    }

    /**
     * The results; an exception of {@code work} ends the stream behind those already handed out.
     */
    static <T> Stream<T> stream(Iterator<String> ids, int parallel, Function<String, T> work) {
        var ordered = new Ordered<>(ids, parallel, work);
        return Background.<Future<T>>stream("fliki-ids", ordered::feed)
                .takeWhile(next -> !ordered.stopped || ordered.closed)
                .map(ordered::result)
                .onClose(ordered::close);
    }

    /** Begins with one id after the other; runs on a thread of its own. */
    private void feed(Consumer<? super Future<T>> begun) throws InterruptedException {
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

    private Future<T> begin(String id) {
        var future = recent.computeIfAbsent(id, i -> workers.submit(() -> work(i)));
        if (recent.size() > RECENT) {
            recent.remove(recent.keySet().iterator().next());
        }
        return future;
    }

    private T work(String id) {
        if (end != null) {
            throw end;
        }
        try {
            return work.apply(id);
        } catch (FlikiException e) {
            end = e;
            throw e;
        }
    }

    /** Waits for a result; runs on the thread of the reader. */
    private T result(Future<T> future) {
        try {
            var result = future.get();
            makeRoom();
            return result;
        } catch (InterruptedException e) {
            stop();
            throw Failures.interrupted(e, "", Details.NONE);
        } catch (ExecutionException | CancellationException e) {
            if (closed) {
                throw Background.cancelled();
            }
            stop();
            throw Daemons.rethrown(e.getCause());
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
