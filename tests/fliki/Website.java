package fliki;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Serves the files of a folder on loopback, as a code host serves a repository. */
final class Website implements AutoCloseable {

    private final Path root;
    private final HttpServer server;
    private final Map<String, Consumer<String>> posts = new ConcurrentHashMap<>();

    Website(Path root) throws IOException {
        this.root = root;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> Threads.daemon("website", task)));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Hands on what is posted to this path. */
    void onPost(String path, Consumer<String> listener) {
        posts.put(path, listener);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                var body = new String(exchange.getRequestBody().readAllBytes());
                posts.get(exchange.getRequestURI().getPath()).accept(body);
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            var file = root.resolve(exchange.getRequestURI().getPath().substring(1));
            var found = Files.isRegularFile(file);
            var body = found ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(found ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
