package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.json.JSONObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The API that starts generations, on loopback. It keeps the first text of each; what was started
 * for text {@code x} is {@code id-x}. The text chooses the plot: one beginning with {@code mute} is
 * started and never answered.
 */
public final class GenerateServer implements AutoCloseable {

    private final HttpServer server;
    private final IntSupplier millis;
    private final List<String> started = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private GenerateServer(HttpServer server, IntSupplier millis) {
        this.server = server;
        this.millis = millis;
        server.setExecutor(Executors.newCachedThreadPool(task -> Threads.daemon("starter", task)));
        server.createContext("/v1/generate/", this::start);
        server.start();
    }

    /** One that takes so many milliseconds from the start to the answer. */
    public static GenerateServer taking(IntSupplier millis) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return new GenerateServer(HttpServer.create(address, 0), millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The base URL. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The first text of each generation, in order. */
    public List<String> started() {
        return started;
    }

    /** Waits until so many have started. */
    public void await(int count) throws InterruptedException {
        while (started.size() < count) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void start(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new JSONObject(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            var scene = body.getJSONArray("scenes").getJSONObject(0);
            var text = scene.getJSONArray("layers").getJSONObject(0).getString("text");
            started.add(text);
            if (text.startsWith("mute")) {
                closed.await();
            }
            TimeUnit.MILLISECONDS.sleep(millis.getAsInt());
            var answer = new JSONObject().put("fileId", "id-" + text).toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
