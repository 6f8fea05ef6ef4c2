package fliki.internal.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The JDK's client, made by the first request, and the proxies that it goes through. */
public final class Connections {

    /**
     * Those of this process, for every client of it: one of its own would hold two threads and
     * three descriptors, until it is collected.
     */
    public static final Connections SHARED = new Connections(System.getenv());

    private final Proxies proxies;
    private HttpClient client;

    /** Connections of their own, by the proxies of this environment. */
    public Connections(Map<String, String> env) {
        proxies = new Proxies(env);
    }

    /**
     * Looks whether the proxies will do for requests to this API and for the files it names.
     *
     * @throws Proxies.Unusable where one will not
     */
    public void check(URI api) {
        proxies.check(api);
    }

    /** The client, whose own threads begin in the group of the one that makes it. */
    synchronized HttpClient client() {
        if (client == null) {
            Executor daemon = task -> Daemon.of("fliki-client", task).start();
            client = CompletableFuture.supplyAsync(this::make, daemon).join();
        }
        return client;
    }

    private HttpClient make() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies)
                .build();
    }
}
