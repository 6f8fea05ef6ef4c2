package fliki.internal.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** The JDK's client, made by the first request, and the proxies that it goes through. */
public final class Connections {

    /**
     * The connections of this process, for all clients: a client of its own would hold two threads
     * and three file descriptors until it is collected.
     */
    public static final Connections SHARED = ofProcess();

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Proxies proxies;
    private final Supplier<ThreadGroup> around;
    private final boolean passing;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean secured;
    private ThreadGroup threads;
    private HttpClient client;

    /** Connections of their own, by the proxies of this environment. */
    public Connections(Map<String, String> env) {
        this(new Proxies(env), Daemon::top, false);
    }

    private Connections(Proxies proxies, Supplier<ThreadGroup> around, boolean passing) {
        this.proxies = proxies;
        this.around = around;
        this.passing = passing;
    }

    /** New connections, to be ended by {@link #end}. They end with these connections, too. */
    Connections fresh() {
        return new Connections(proxies, this::threads, true);
    }

    private static Connections ofProcess() {
        var connections = new Connections(System.getenv());
        try {
            var end = new Thread(connections::endIdle, "fliki-end");
            Runtime.getRuntime().addShutdownHook(end);
        } catch (IllegalStateException e) {
            return connections; // of a process that ends already
        }
        return connections;
    }

    /**
     * Checks the proxies for requests to this API and to file servers.
     *
     * @throws Proxies.Unusable if one cannot be used
     */
    public void check(URI api) {
        proxies.check(api);
    }

    /** The proxy, as host and port, for requests to this address. */
    Optional<String> proxy(URI address) {
        return Optional.ofNullable(proxies.select(address).get(0).address())
                .map(proxy -> ((InetSocketAddress) proxy))
                .map(proxy -> proxy.getHostString() + ":" + proxy.getPort());
    }

    /** Loads what the first request needs, while a program still starts. */
    public void warmUp() {
        client();
        try {
            var tls = SSLContext.getDefault().createSSLEngine("localhost", 443);
            tls.setUseClientMode(true);
            tls.wrap(EMPTY, ByteBuffer.allocate(tls.getSession().getPacketBufferSize()));
        } catch (NoSuchAlgorithmException | SSLException e) {
            return; // the first request will say so
        }
    }

    /** Whether an answer has come over TLS. */
    public boolean secured() {
        return secured;
    }

    /**
     * Ends the client's threads and all requests, before the process exits. Otherwise Java waits
     * 300 ms for the thread that listens to the network (JDK 17 to 25).
     */
    public synchronized void end() {
        if (threads != null) {
            threads.interrupt();
        }
    }

    /** Ends the threads unless a request is under way, whose answer may still be read. */
    void endIdle() {
        if (underWay.get() == 0) {
            end();
        }
    }

    /** A request begins. */
    void begun() {
        underWay.incrementAndGet();
    }

    /** An answer to a request to this address has come. */
    void answered(String url) {
        secured |= url.startsWith("https:");
    }

    /** A request has ended. */
    void ended() {
        underWay.decrementAndGet();
    }

    /** The client; its threads begin in the group of the one that makes it. */
    synchronized HttpClient client() {
        if (client == null) {
            var group = threads();
            Executor maker = task -> Daemon.in(group, "fliki-client", task).start();
            client = CompletableFuture.supplyAsync(this::make, maker).join();
        }
        return client;
    }

    private synchronized ThreadGroup threads() {
        if (threads == null) {
            threads = new ThreadGroup(around.get(), "fliki-client");
            if (passing) {
                vanishWithItsLastThread(threads);
            }
        }
        return threads;
    }

    /** From JDK 19 on all groups do. */
    @SuppressWarnings({"deprecation", "removal"})
    private static void vanishWithItsLastThread(ThreadGroup group) {
        group.setDaemon(true);
    }

    private HttpClient make() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies)
                .build();
    }
}
