package fliki;

import java.net.http.HttpClient;

/** The connections that all clients derived from one {@link Fliki} share; opened at first use. */
final class Connections {

    private final Proxies proxies;
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
}
