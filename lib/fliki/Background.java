package fliki;

import fliki.FlikiException.Details;
import fliki.internal.http.Daemon;

import java.lang.ref.Cleaner;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A stream of what some work finds, on a thread of its own that starts with the first read.
 *
 * @param <T> what is found
 */
final class Background<T> extends AbstractSpliterator<T> {

    private static final Object END = new Object();
    private static final Object CLOSED = new Object();
    private static final Cleaner ABANDONED = Cleaner.create();

    private final BlockingQueue<Object> found = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean started;
    private volatile boolean closed;

    private Background(String name, Work<T> work) {
        super(Long.MAX_VALUE, ORDERED | NONNULL);
        var queue = found;
        // Knows nothing of this object, so that a stream that is given up without a close can end.
        thread = Daemon.of(name, () -> run(work, queue));
        ABANDONED.register(this, thread::interrupt);
    }

    /**
     * Something that goes on for a while and hands on what it finds meanwhile.
     *
     * @param <T> what is found
     */
    interface Work<T> {
        void run(Consumer<? super T> found) throws InterruptedException;
    }

    /**
     * What {@code work} finds; an exception of it ends the stream behind that. Whoever reads a
     * stream that was closed before its end gets a {@link CancellationException}.
     */
    static <T> Stream<T> stream(String threadName, Work<T> work) {
        var background = new Background<>(threadName, work);
        return StreamSupport.stream(background, false).onClose(background::close);
    }

    private void close() {
        closed = true;
        thread.interrupt();
        found.add(CLOSED);
    }

    /** What tells a reader that another thread has closed the stream. */
    static CancellationException cancelled() {
        return new CancellationException("the stream was closed before its end");
    }

    @Override
    @SuppressWarnings("unchecked") // only run() adds to the queue
    public boolean tryAdvance(Consumer<? super T> action) {
        if (!started && !closed) {
            started = true;
            thread.start();
        }
        var next = take();
        if (next == END) {
            found.add(END);
            return false;
        }
        if (closed) {
            throw cancelled();
        }
        if (next instanceof Failure failure) {
            throw Daemon.rethrown(failure.cause());
        }
        action.accept((T) next);
        return true;
    }

    /** An exception in the queue, where what was found may be anything. */
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
