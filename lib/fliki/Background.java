package fliki;

import fliki.FlikiException.Details;

import java.lang.ref.Cleaner;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Hands out what some work tells on a thread of its own, started with the first outcome asked for.
 */
final class Background extends AbstractSpliterator<Outcome> {

    private static final Object END = new Object();
    private static final Cleaner ABANDONED = Cleaner.create();

    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean started;

    private Background(Work work) {
        super(Long.MAX_VALUE, NONNULL);
        var queue = told;
        // Knows nothing of this object, so that a stream that is given up without a close can end.
        thread = Workers.daemon("fliki-poll", () -> work(work, queue));
        ABANDONED.register(this, thread::interrupt);
    }

    /** Something that goes on for a while and tells outcomes meanwhile. */
    interface Work {
        void run(Consumer<Outcome> listener) throws InterruptedException;
    }

    /** The outcomes that {@code work} tells; an exception of it ends the stream behind them. */
    static Stream<Outcome> stream(Work work) {
        var outcomes = new Background(work);
        return StreamSupport.stream(outcomes, false).onClose(outcomes::stop);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Outcome> action) {
        if (!started) {
            started = true;
            thread.start();
        }
        var next = take();
        if (next == END) {
            told.add(END);
            return false;
        }
        if (next instanceof RuntimeException failure) {
            throw failure;
        }
        if (next instanceof Error failure) {
            throw failure;
        }
        action.accept((Outcome) next);
        return true;
    }

    private static void work(Work work, BlockingQueue<Object> told) {
        try {
            work.run(told::add);
        } catch (RuntimeException | Error e) {
            told.add(e);
        } catch (InterruptedException e) {
            // Nobody reads on: the stream was closed, or its reader interrupted.
        } finally {
            told.add(END);
        }
    }

    private Object take() {
        try {
            return told.take();
        } catch (InterruptedException e) {
            stop();
            throw Trouble.interrupted(e, "", Details.NONE);
        }
    }

    private void stop() {
        thread.interrupt();
    }
}
