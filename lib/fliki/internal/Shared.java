package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.http.Proxies;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What all clients derived from one {@code Fliki} share: the key, looked for by the first verb, and
 * the connections, opened by the first request.
 */
public final class Shared {

    private final Supplier<ApiKey> source;
    private final Proxies proxies;
    private final Warmup warmup = new Warmup();
    private ApiKey key;
    private HttpClient client;
    private boolean warned;

    /**
     * @param source where the key is looked for, until it is found
     * @param env the environment, which may name proxies
     */
    public Shared(Supplier<ApiKey> source, Map<String, String> env) {
        this.source = source;
        proxies = new Proxies(env);
    }

    /** The key; looks for it again after a failure, as its file may be there by then. */
    synchronized ApiKey key() {
        try {
            key = key == null ? source.get() : key;
            return key;
        } catch (ApiKey.Unusable e) {
            throw FlikiException.of(Kind.UNAUTHORIZED, e.getMessage(), Details.NONE, e);
        }
    }

    /** A warning about the key, once for all clients. */
    synchronized Optional<String> takeWarning() {
        var warning = warned ? Optional.<String>empty() : key().warning();
        warned = true;
        return warning;
    }

    Warmup warmup() {
        return warmup;
    }

    /** What opens the connections; fails while the environment names a proxy that will not do. */
    Supplier<HttpClient> connections(URI api) {
        try {
            proxies.check(api);
            return this::client;
        } catch (IllegalArgumentException e) {
            throw FlikiException.of(Kind.BAD_REQUEST, e.getMessage(), Details.NONE, e);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .proxy(proxies)
                            .build();
        }
        return client;
    }
}
