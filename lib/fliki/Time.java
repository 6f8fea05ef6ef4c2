package fliki;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** The clock and the sleeper; tests pass their own. */
interface Time {

    /** Longer than any deadline. */
    Duration FOR_EVER = Duration.ofDays(1_000);

    /** The time now; never goes back, whatever happens to the wall clock. */
    Instant now();

    /** Waits; returns at once for zero or less. */
    void sleep(Duration duration) throws InterruptedException;

    /** Waits for a lock, which others hold while they sleep; gives whether it came in time. */
    default boolean lock(Lock lock, Duration atMost) throws InterruptedException {
        if (atMost.compareTo(FOR_EVER) > 0) {
            lock.lockInterruptibly();
            return true;
        }
        return lock.tryLock(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** The head of the queue, waiting for one up to the given time; null when there was none. */
    <T> T poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException;

    /** The later of two instants. */
    static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    static Time system() {
        var start = Instant.now();
        var nanos = System.nanoTime();
        return new Time() {
            @Override
            public Instant now() {
                return start.plusNanos(System.nanoTime() - nanos);
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                if (duration.compareTo(Duration.ZERO) > 0) {
                    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
                }
            }

            @Override
            public <T> T poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException {
                return queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }
}
