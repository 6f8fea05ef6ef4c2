package fliki.internal.http;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * By when something must have come. While the process was stopped (Ctrl-Z, a closed laptop) nobody
 * read what came: after such a pause there is one more second to do so. For one thread.
 */
final class Deadline {

    /** A wait is cut into slices; one that took far longer than it should was a pause. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long PAUSE = 2 * SLICE;
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;
    private long end;
    private long seen;

    /** A deadline that much from now. */
    Deadline(Duration from) {
        this(from, System::nanoTime);
    }

    /**
     * The same by another clock.
     *
     * @param clock in nanoseconds
     */
    Deadline(Duration from, LongSupplier clock) {
        this.clock = clock;
        seen = clock.getAsLong();
        end = seen + from.toNanos();
    }

    /**
     * The head of a queue, when there is one in time.
     *
     * @throws HttpTimeoutException with this message, when there is none
     */
    Object poll(BlockingQueue<Object> queue, String late)
            throws InterruptedException, HttpTimeoutException {
        for (var slice = slice(); slice > 0; slice = slice()) {
            var item = queue.poll(slice, TimeUnit.NANOSECONDS);
            if (item != null) {
                return item;
            }
        }
        throw new HttpTimeoutException(late);
    }

    /** How many nanoseconds to wait before asking here again; 0 when the time is up. */
    long slice() {
        var now = clock.getAsLong();
        if (now - seen > PAUSE && now + GRACE - end > 0) {
            end = now + GRACE;
        }
        seen = now;
        return Math.max(0, Math.min(SLICE, end - now));
    }
}
