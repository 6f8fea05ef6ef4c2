package fliki;

import fliki.FlikiException.Details;
import fliki.internal.http.Daemon;

import java.lang.ref.Cleaner;
import java.util.Spliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A stream whose elements come from work on another thread. The thread starts with the first read.
 * The stream never splits, so a parallel stream reads it in order.
 *
 * @param <F> what is found
 * @param <T> what the reader gets of it
 */
final class Background<F, T> implements Spliterator<T> {

    private static final Object END = new Object();
    private static final Object CLOSED = new Object();
    private static final Cleaner ABANDONED = Cleaner.create();

    private final BlockingQueue<Object> found = new LinkedBlockingQueue<>();
    private final Function<? super F, ? extends T> read;
    private final Thread thread;
    private boolean started;
    private boolean over;
    private volatile boolean closed;

    private Background(String name, Work<F> work, Function<? super F, ? extends T> read) {
        this.read = read;
        var queue = found;
        // Must not refer to this object: otherwise an abandoned stream would never end.
        thread = Daemon.of(name, () -> run(work, queue));
        ABANDONED.register(this, thread::interrupt);
    }

    /**
     * Work that hands over results while it runs.
     *
     * @param <T> what is found
     */
    interface Work<T> {
        void run(Consumer<? super T> found) throws InterruptedException;
    }

    /**
     * The results of {@code work}. An exception of the work ends the stream after them. Reading a
     * stream that was closed before its end throws a {@link CancellationException}.
     */
    static <T> Stream<T> stream(String threadName, Work<T> work) {
        return stream(threadName, work, Function.identity());
    }

    /**
     * The same.
     *
     * @param read turns a result into what the reader gets, on the reader's thread; its exception
     *     ends the stream
     */
    static <F, T> Stream<T> stream(
            String threadName, Work<F> work, Function<? super F, ? extends T> read) {
        var background = new Background<F, T>(threadName, work, read);
        return StreamSupport.stream(background, false).onClose(background::close);
    }

    private void close() {
        closed = true;
        thread.interrupt();
        found.add(CLOSED);
    }

    /** For the reader of a stream that another thread has closed. */
    static CancellationException cancelled() {
        return new CancellationException("the stream was closed before its end");
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (over) {
            return false;
        }
        var next = next();
        over = next == END;
        if (over) {
            return false;
        }
        if (closed) {
            throw cancelled();
        }
        action.accept(read(next));
        return true;
    }

    /** Nothing will come if the stream was closed before its first read. */
    private Object next() {
        if (!started && closed) {
            return CLOSED;
        }
        if (!started) {
            started = true;
            thread.start();
        }
        return take();
    }

    @SuppressWarnings("unchecked") // only run() adds to the queue
    private T read(Object next) {
        over = true; // unless all goes well
        if (next instanceof Failure failure) {
            throw Daemon.rethrown(failure.cause());
        }
        var read = this.read.apply((F) next);
        over = false;
        return read;
    }

    @Override
    public Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }

    /** Marks an exception in the queue; results may be of any type. */
    private record Failure(Throwable cause) {}

    private static <T> void run(Work<T> work, BlockingQueue<Object> found) {
        try {
            work.run(found::add);
        } catch (InterruptedException e) {
            found.add(new Failure(Failures.interrupted(e, "", Details.NONE)));
        } catch (Throwable e) {
            found.add(new Failure(e));
        } finally {
            found.add(END);
        }
    }

    private Object take() {
        try {
            return found.take();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw Failures.interrupted(e, "", Details.NONE);
        }
    }
}
