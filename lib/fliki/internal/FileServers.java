package fliki.internal;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each file server may be asked again, as it said itself in a {@code Retry-After}. */
final class FileServers {

    private final Map<String, Instant> closed = new ConcurrentHashMap<>();

    /** Nobody asks the server of this address before that time. */
    void close(URI address, Instant until) {
        closed.merge(server(address), until, (a, b) -> a.isAfter(b) ? a : b);
    }

    /** The time from now to when it may be asked; zero or less where it may be asked now. */
    Duration pause(URI address, Instant now) {
        return Duration.between(now, closed.getOrDefault(server(address), now));
    }

    private static String server(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
