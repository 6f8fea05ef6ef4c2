package fliki;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends the first request of a client alone. Otherwise others would wait for class loading and the
 * first handshake, and then reach the server all at once, above the pace.
 */
final class Warmup {

    /** A first request that gets no answer must not hold up the others. */
    private static final long LONGEST_SECONDS = 1;

    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    /** Waits while the first request is under way. */
    void await() throws InterruptedException {
        if (!begun.compareAndSet(false, true)) {
            over.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** A request has ended. */
    void ended() {
        over.countDown();
    }
}
