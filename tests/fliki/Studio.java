package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * The API and the storage server on loopback, with files that a test holds up. Ids choose the plot:
 * {@code run-...} goes on, {@code fail-...} ended badly, {@code missing-...} is 404, {@code
 * busy-...} is 503, {@code mute-...} gets no answer and {@code late-...} none before a slow file is
 * under way; anything else is done. The file of {@code slow-...} stops half-way until it is
 * released, that of {@code gone-...} is not there.
 */
public final class Studio implements AutoCloseable {

    private final HttpServer server;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch halfSent = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean down;

    private Studio(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newCachedThreadPool(task -> Threads.daemon("studio", task)));
        server.createContext("/v1/", this::status);
        server.createContext("/files/", this::file);
        server.start();
    }

    /** A studio that is open for orders. */
    public static Studio open() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return new Studio(HttpServer.create(address, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String host() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The base URL. */
    public String url() {
        return host() + "/v1";
    }

    /** The link to the file of an id. */
    public String link(String fileId) {
        return host() + "/files/" + fileId + ".mp4";
    }

    /** What the file of an id holds. */
    static String film(String fileId) {
        return "the film of " + fileId;
    }

    /** The ids of all look-ups so far. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** How many connections there were for look-ups. */
    int connections() {
        return clients.size();
    }

    /** Waits until a look-up was answered. */
    public void awaitAnswer() throws InterruptedException {
        answered.await();
    }

    /** Waits until half of a slow file was sent. */
    void awaitSlowFile() {
        await(halfSent);
    }

    /** From now on no look-up is answered. */
    void goDown() {
        down = true;
    }

    /** Sends the rest of the slow files. */
    void release() {
        released.countDown();
    }

    private void status(HttpExchange exchange) throws IOException {
        try (exchange) {
            var id = exchange.getRequestURI().getQuery().replaceFirst(".*fileId=", "");
            asked.add(id);
            clients.add(exchange.getRemoteAddress());
            if (down) {
                return;
            }
            switch (id.replaceFirst("-.*", "")) {
                case "run" -> answer(exchange, 200, MockApi.json(id, "processing"));
                case "fail" -> answer(exchange, 200, MockApi.json(id, "error"));
                case "missing" -> answer(exchange, 404, "{\"message\":\"no such file\"}");
                case "busy" -> answer(exchange, 503, "");
                case "mute" -> await(closed);
                case "late" -> late(exchange, id);
                default -> answer(exchange, 200, done(id));
            }
            answered.countDown();
        }
    }

    private void late(HttpExchange exchange, String id) throws IOException {
        await(halfSent);
        answer(exchange, 200, done(id));
    }

    private String done(String id) {
        return MockApi.json(id, "success").replace("}", ",\"download\":\"" + link(id) + "\"}");
    }

    private void file(HttpExchange exchange) throws IOException {
        try (exchange) {
            var id = exchange.getRequestURI().getPath().replaceAll("/files/|\\.mp4", "");
            if (id.startsWith("gone-")) {
                answer(exchange, 404, "");
                return;
            }
            var film = film(id).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, film.length);
            exchange.getResponseBody().write(film, 0, film.length / 2);
            exchange.getResponseBody().flush();
            if (id.startsWith("slow-")) {
                halfSent.countDown();
                await(released);
            }
            exchange.getResponseBody().write(film, film.length / 2, film.length - film.length / 2);
        }
    }

    private static void answer(HttpExchange exchange, int http, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(http, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        released.countDown();
        server.stop(0);
    }
}
