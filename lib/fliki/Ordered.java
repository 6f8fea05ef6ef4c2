package fliki;

import fliki.FlikiException.Details;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Works on many ids side by side and hands the results out in the order of the ids. Takes ids only
 * a bounded way ahead of the results, so that any number of them fits into memory.
 */
final class Ordered<T> extends AbstractSpliterator<T> {

    /** How far ahead ids are taken, for each worker: enough to ride over one slow answer. */
    private static final int AHEAD = 32;

    /** An id that came up among so many others is not worked on again. */
    private static final int RECENT = 10_000;

    private final Iterator<String> ids;
    private final Function<String, T> work;
    private final ThreadPoolExecutor workers;
    private final Queue<Future<T>> window = new LinkedBlockingQueue<>();
    private final Map<String, Future<T>> recent;
    private long taken;
    private volatile FlikiException end;

    private Ordered(
            Iterator<String> ids,
            int parallel,
            Function<String, T> work,
            Map<String, Future<T>> recent) {
        super(Long.MAX_VALUE, ORDERED | NONNULL);
        this.ids = ids;
        this.work = work;
        this.recent = recent;
        workers = Workers.pool("fliki-look", parallel);
    }

    /**
     * The results; an exception of {@code work} ends the stream behind those already handed out.
     */
    static <T> Stream<T> stream(Iterator<String> ids, int parallel, Function<String, T> work) {
        return stream(ids, parallel, work, recent());
    }

    /** The same, for a stream that goes on where another one with these recent ids ended. */
    static <T> Stream<T> stream(
            Iterator<String> ids,
            int parallel,
            Function<String, T> work,
            Map<String, Future<T>> recent) {
        var results = new Ordered<>(ids, parallel, work, recent);
        return StreamSupport.stream(results, false).onClose(results::stop);
    }

    /** No recent ids yet. */
    static <T> Map<String, Future<T>> recent() {
        return new LinkedHashMap<>(64, 0.75f, true);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        while (wanting() && ids.hasNext()) {
            window.add(submit(ids.next()));
        }
        var next = window.poll();
        if (next == null) {
            workers.shutdown();
            return false;
        }
        taken++;
        action.accept(get(next));
        return true;
    }

    /** Whether to take an id now: not while a result is there, for ids may be slow to come. */
    private boolean wanting() {
        var head = window.peek();
        return !workers.isShutdown() && window.size() < ahead() && (head == null || !head.isDone());
    }

    /** Grows with what is taken: a stream that is given up without a close has not begun much. */
    private long ahead() {
        var parallel = workers.getMaximumPoolSize();
        return Math.min(AHEAD * parallel, parallel + taken);
    }

    private Future<T> submit(String id) {
        var future = recent.computeIfAbsent(id, i -> workers.submit(() -> result(i)));
        if (recent.size() > RECENT) {
            recent.remove(recent.keySet().iterator().next());
        }
        return future;
    }

    private T result(String id) {
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

    private T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            stop();
            throw Trouble.interrupted(e, "", Details.NONE);
        } catch (ExecutionException e) {
            stop();
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /** Gives up what is open: nobody may wait for a look-up that no worker will begin. */
    private void stop() {
        workers.shutdownNow();
        window.forEach(future -> future.cancel(true));
        window.clear();
    }
}
