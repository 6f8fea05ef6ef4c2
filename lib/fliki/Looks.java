package fliki;

import fliki.FlikiException.Details;
import fliki.internal.http.Daemon;

import java.lang.ref.SoftReference;
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
 * Looks at many ids at once and gives the outcomes in the order of the ids. An outcome is given as
 * soon as its turn comes, even if the next id comes slowly. Only a bounded number of ids is read
 * ahead, so that any number fits into memory.
 */
final class Looks {

    /** How many ids are read ahead: with 64 KiB for each answer, 16 MiB. */
    private static final int AHEAD = 256;

    /** How many ids for each worker: enough to go on during one slow answer. */
    private static final int AHEAD_OF_ONE = 32;

    /** Equal ids among this many recent ones share a look. */
    private static final int RECENT = 1_000;

    private final Iterator<String> ids;
    private final Function<String, Outcome> look;
    private final ThreadPoolExecutor workers;
    private final Map<String, SoftReference<Future<Outcome>>> recent = recent();
    private final int most;

    /** Room for further ids ahead of the outcomes. */
    private final Semaphore room;

    private int ahead;
    private volatile Thread feeder;
    private volatile FlikiException end;
    private volatile boolean stopped;
    private volatile boolean closed;

    private Looks(Iterator<String> ids, int parallel, Function<String, Outcome> look) {
        this.ids = ids;
        this.look = look;
        workers = Daemon.pool("fliki-look", parallel);
        most = Math.max(parallel, Math.min(AHEAD, AHEAD_OF_ONE * parallel));
        ahead = parallel;
        room = new Semaphore(ahead);
    }

    /** The most recent looks. If memory is short, Java drops finished ones. */
    private static Map<String, SoftReference<Future<Outcome>>> recent() {
        return new LinkedHashMap<>(64, 0.75f, true) {

            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(
                    Map.Entry<String, SoftReference<Future<Outcome>>> eldest) {
                return size() > RECENT;
            }
        };
    }

    /** The outcomes. An exception of {@code look} ends the stream. */
    static Stream<Outcome> stream(
            Iterator<String> ids, int parallel, Function<String, Outcome> look) {
        var looks = new Looks(ids, parallel, look);
        return Background.<Future<Outcome>, Outcome>stream("fliki-ids", looks::feed, looks::outcome)
                .onClose(looks::close);
    }

    /** Starts a look for one id after the other, on a thread of its own. */
    private void feed(Consumer<? super Future<Outcome>> begun) throws InterruptedException {
        feeder = Thread.currentThread();
        try {
            for (room.acquire(); !stopped && ids.hasNext(); room.acquire()) {
                begun.accept(begin(ids.next()));
            }
        } catch (InterruptedException e) {
            if (!stopped) {
                close(); // the reader has gone without closing the stream
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

    private Future<Outcome> begin(String id) {
        var known = recent.get(id);
        var outcome = known == null ? null : known.get();
        if (outcome == null) {
            outcome = workers.submit(() -> look(id));
            recent.put(id, new SoftReference<>(outcome));
        }
        return outcome;
    }

    private Outcome look(String id) {
        if (end != null) {
            throw end;
        }
        try {
            return look.apply(id);
        } catch (FlikiException e) {
            end = e;
            throw e;
        }
    }

    /** Waits for an outcome; runs on the thread of the reader. */
    private Outcome outcome(Future<Outcome> next) {
        try {
            var outcome = next.get();
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
     * Allows more ids to be read. The number grows slowly, so that an abandoned stream has few
     * requests under way.
     */
    private void makeRoom() {
        room.release(ahead < most ? 2 : 1);
        ahead = Math.min(most, ahead + 1);
    }

    private void close() {
        closed = true;
        stop();
    }

    /** Also cancels queued looks, so that no reader waits for them. */
    private void stop() {
        stopped = true;
        workers.shutdownNow().forEach(task -> ((Future<?>) task).cancel(false));
        if (feeder != null) {
            feeder.interrupt();
        }
    }
}
