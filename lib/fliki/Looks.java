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
 * Looks at many ids side by side and hands the outcomes out in the order of the ids, each as soon
 * as its turn comes, even where the next id is slow to come. Takes ids only a bounded way ahead of
 * the outcomes, so that any number of ids fits into memory.
 */
final class Looks {

    /** How far ahead ids are taken; with 64 KiB for each answer, 16 MiB. */
    private static final int AHEAD = 256;

    /** How far ahead for each of a few workers: enough to ride over one slow answer. */
    private static final int AHEAD_OF_ONE = 32;

    /** Equal ids among so many different ones share a look. */
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

    /** The looks used last. Where memory is short, Java forgets those that were read. */
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

    /**
     * The outcomes; an exception of {@code look} ends the stream behind those already handed out.
     */
    static Stream<Outcome> stream(
            Iterator<String> ids, int parallel, Function<String, Outcome> look) {
        var looks = new Looks(ids, parallel, look);
        return Background.<Future<Outcome>, Outcome>stream("fliki-ids", looks::feed, looks::outcome)
                .onClose(looks::close);
    }

    /** Begins with one id after the other; runs on a thread of its own. */
    private void feed(Consumer<? super Future<Outcome>> begun) throws InterruptedException {
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
     * Lets more ids be taken. Grows with what is read: a stream that is given up without a close
     * has not begun much.
     */
    private void makeRoom() {
        room.release(ahead < most ? 2 : 1);
        ahead = Math.min(most, ahead + 1);
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
