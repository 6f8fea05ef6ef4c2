package fliki;

import static fliki.Notice.Kind.ADDRESS_IGNORED;
import static fliki.Notice.Kind.KEY_EXPOSED;
import static fliki.Notice.Kind.UNSAFE_DISK;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.http.Connections;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What all clients derived from one {@code Fliki} share: the key, the connections, and the waits
 * that file servers have asked for. The first verb looks for the key.
 */
final class Shared {

    /** The variable that holds the base URL. */
    static final String ADDRESS = "FLIKI_API_URL";

    private static final Path HERE = Path.of("");
    private static final String NOT_READ =
            ADDRESS + " in .env is not read: no folder may redirect the key; set the variable";

    private final Supplier<ApiKey> source;
    private final Map<String, String> env;
    private final Connections connections;
    private final Warmup warmup = new Warmup();
    private final Map<String, Instant> closed = new ConcurrentHashMap<>();
    private ApiKey key;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final AtomicBoolean unsafe = new AtomicBoolean();

    /**
     * What the clients of this process share.
     *
     * @param source gives the key; called until it gives one
     */
    Shared(Supplier<ApiKey> source) {
        this(source, System.getenv(), Connections.SHARED);
    }

    /**
     * What clients in this environment share.
     *
     * @param source gives the key; called until it gives one
     */
    Shared(Supplier<ApiKey> source, Map<String, String> env, Connections connections) {
        this.source = source;
        this.env = env;
        this.connections = connections;
    }

    /** The key. After a failure the next call looks again: its file may be there then. */
    synchronized ApiKey key() {
        try {
            key = key == null ? source.get() : key;
            return key;
        } catch (ApiKey.Unusable e) {
            throw FlikiException.of(Kind.UNAUTHORIZED, e.getMessage(), Details.NONE, e);
        }
    }

    /** Gives the notices before the first request, once for all clients. */
    void warn(Listeners listeners) {
        if (warned.compareAndSet(false, true)) {
            key().warning().ifPresent(w -> listeners.notice(KEY_EXPOSED, Optional.empty(), w));
            if (isAddressIgnored()) {
                listeners.notice(ADDRESS_IGNORED, Optional.empty(), NOT_READ);
            }
        }
    }

    private boolean isAddressIgnored() {
        return env.getOrDefault(ADDRESS, "").isBlank() && ApiKey.dotenvSets(ADDRESS, HERE);
    }

    /** Gives a notice about a file system without locks or sync, once for all clients. */
    void unsafeDisk(Listeners listeners, Path file) {
        if (!unsafe.getAndSet(true)) {
            var message =
                    file.toAbsolutePath().getParent()
                            + " is on a file system without locks or sync: let only one run write"
                            + " there, and check its files after a power cut";
            listeners.notice(UNSAFE_DISK, Optional.empty(), message);
        }
    }

    /** The file server of this address asks for no request before that time. */
    void close(URI address, Instant until) {
        closed.merge(server(address), until, (a, b) -> a.isAfter(b) ? a : b);
    }

    /** How long until that server may be asked; zero or less if now. */
    Duration pause(URI address, Instant now) {
        return Duration.between(now, closed.getOrDefault(server(address), now));
    }

    private static String server(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    Warmup warmup() {
        return warmup;
    }

    /** The connections; fails if the environment names an unusable proxy. */
    Connections connections(URI api) {
        try {
            connections.check(api);
            return connections;
        } catch (IllegalArgumentException e) {
            throw FlikiException.of(Kind.BAD_REQUEST, e.getMessage(), Details.NONE, e);
        }
    }
}
