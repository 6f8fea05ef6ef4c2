package fliki;

import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all clients derived from one {@link Fliki} share: the connections, opened at first use, and
 * what is told but once.
 */
final class Connections {

    private final Proxies proxies;
    private final AtomicBoolean told = new AtomicBoolean();
    private HttpClient client;

    Connections(Proxies proxies) {
        this.proxies = proxies;
    }

    synchronized HttpClient client() {
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

    /** Whether nobody has asked this before. */
    boolean untold() {
        return told.compareAndSet(false, true);
    }
}
