import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * The API over TLS, with a certificate of its own, and beside it without. {@code missing} is
 * unknown, {@code slow} takes half a second, and all others are queued.
 */
final class TlsServer implements AutoCloseable {

    private static final String NAME = "bench";

    private final Certificates certificates = new Certificates();
    private final HttpServer plain;
    private final HttpsServer secure;
    private volatile long answered;

    private TlsServer() throws Exception {
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        plain = HttpServer.create(local, 0);
        secure = HttpsServer.create(local, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificates.trusted(NAME)));
        for (HttpServer server : List.of(plain, secure)) {
            server.createContext("/v1", this::answer);
            server.setExecutor(Executors.newFixedThreadPool(8));
            server.start();
        }
    }

    static TlsServer start() throws Exception {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms go by per answer
        return new TlsServer();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var id = exchange.getRequestURI().getQuery().replaceFirst("fileId=", "");
            if (id.equals("slow")) {
                Thread.sleep(500);
            }
            var missing = id.equals("missing");
            var json =
                    missing
                            ? "{\"message\":\"No file has this id\"}"
                            : "{\"fileId\":\"" + id + "\",\"status\":\"queued\"}";
            exchange.sendResponseHeaders(missing ? 404 : 200, json.length());
            exchange.getResponseBody().write(json.getBytes());
            answered = System.nanoTime();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String https() {
        return "https://localhost:" + secure.getAddress().getPort() + "/v1";
    }

    String http() {
        return "http://localhost:" + plain.getAddress().getPort() + "/v1";
    }

    /** The certificate, for programs other than Java. */
    Path certificate() {
        return certificates.pem(NAME);
    }

    /** What makes a Java trust it. */
    List<String> trust() {
        return certificates.options();
    }

    /** The nano time of the last answer. */
    long answered() {
        return answered;
    }

    @Override
    public void close() throws IOException {
        plain.stop(0);
        secure.stop(0);
        certificates.close();
    }
}
