package fliki.internal.download;

import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Tells a server that stalls though a byte comes now and then. */
final class Speed {

    /** Bytes a second; films have a hundred times as many. */
    private static final long SLOWEST = 1024;

    private final Duration patience;
    private long since = System.nanoTime();
    private long bytes;

    Speed(Duration patience) {
        this.patience = patience;
    }

    /** Counts bytes that have come; throws where too few came for the whole time before. */
    void check(int count) throws HttpTimeoutException {
        bytes += count;
        var passed = System.nanoTime() - since;
        if (passed >= patience.toNanos()) {
            if (bytes < SLOWEST * passed / 1_000_000_000L) {
                throw new HttpTimeoutException("slower than 1 KiB a second");
            }
            since += passed;
            bytes = 0;
        }
    }
}
