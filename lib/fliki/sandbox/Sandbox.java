//JAVA 17+
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC
//DEPS org.json:json:20260814
//SOURCES Routes.java GenerateRoutes.java Answer.java Jobs.java Plot.java Step.java Storage.java
//SOURCES Tone.java
//FILES fliki/sandbox/film.mp4=film.mp4

package fliki.sandbox;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A simulated Fliki API on loopback, for rehearsals without a key.
 *
 * <p>An id becomes a job when it is first asked for, or when a generation is started: its id then
 * begins with that of the template ({@code missing-} is 404), or the name of the video. The job is
 * queued for a fifth of its length, then processing with rising progress, then a success with a
 * playable file to download. Ids choose another plot by their prefix:
 *
 * <ul>
 *   <li>{@code busy-} is processing from the first look on, {@code done-} a success at once
 *   <li>{@code fail-} ends in {@code error}, {@code cancel-} in {@code canceled}
 *   <li>{@code stuck-} stays queued for ever, {@code missing-} is 404
 *   <li>{@code limit-} is 429 with {@code Retry-After: 1} at the first look, {@code flaky-} is 503
 *       at the first two; then they go on like any other
 * </ul>
 *
 * <p>An id with a quote, a comma, a bracket or a brace is 404: it is a piece of CSV or JSON.
 *
 * <p>The last 100,000 ids are remembered. The sandbox ends with {@link #close()}, or with the
 * program: it does not keep the JVM running.
 */
public final class Sandbox implements AutoCloseable {
    /** The one API key that is accepted; any other is 401. */
    public static final String KEY = "sandbox";

    static final String LOOPBACK = "127.0.0.1";

    /** How many clients may connect at the same moment. */
    private static final int BACKLOG = 1024;

    static {
        // Otherwise Java 17 sends the body of each answer 40 ms after its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Jobs jobs;
    private final Routes routes;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Sandbox::daemon);

    Sandbox(int port, Duration length, InstantSource clock) {
        requireNonNull(length, "length");
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("length must be positive: " + length);
        }
        jobs = new Jobs(length, clock);
        routes = new Routes(jobs);
        server = bound(port);
        server.createContext("/", routes);
        server.setExecutor(threads);
        // The server's own thread is a daemon if the thread that starts the server is one.
        CompletableFuture.runAsync(server::start, threads).join();
    }

    /**
     * Starts a sandbox.
     *
     * @param port where to listen on 127.0.0.1; 0 = any free port
     * @param length how long one job takes from its first look to its end
     * @throws UncheckedIOException if the port is taken
     * @throws IllegalArgumentException for a port above 65535, or a length that is not positive
     */
    public static Sandbox start(int port, Duration length) {
        return new Sandbox(port, length, InstantSource.system());
    }

    /** The base URL of the API, such as {@code http://127.0.0.1:4010/v1}. */
    public URI url() {
        return URI.create("http://" + LOOPBACK + ":" + server.getAddress().getPort() + "/v1");
    }

    /** How many status requests have arrived so far, refused ones included. */
    public long requests() {
        return routes.requests();
    }

    /** How many status requests with the right key have arrived so far for one id. */
    public long requests(String fileId) {
        return jobs.looks(requireNonNull(fileId, "fileId"));
    }

    /** Stops the server and its threads, within a second. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer bound(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(LOOPBACK, port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "port " + port + " is taken on " + LOOPBACK + "; choose another, or 0 for any",
                    e);
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "sandbox");
        thread.setDaemon(true);
        return thread;
    }
}
