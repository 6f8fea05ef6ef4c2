package fliki;

import java.net.http.HttpClient;

/**
 * What all clients derived from one {@link Fliki} share: the connections, opened at first use, and
 * the names of the files that they download.
 */
final class Connections {

    private final Proxies proxies;
    private final Names names = new Names();
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

    Names names() {
        return names;
    }
}
