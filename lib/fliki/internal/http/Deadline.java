package fliki.internal.http;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A deadline for an answer. After a pause of the process (Ctrl-Z, a closed laptop) there is one
 * more second to read what came meanwhile. For one thread.
 */
final class Deadline {

    /** Waits are cut into slices; a slice that takes far too long was a pause of the process. */
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
     * The head of a queue, if it comes in time.
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
