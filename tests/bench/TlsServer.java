import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The API over TLS, and beside it without, with a certificate of its own, and a trust store that
 * holds it with all that Java trusts. {@code missing} is unknown, {@code slow} takes half a second,
 * and all others are queued.
 */
final class TlsServer implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path folder = Files.createTempDirectory("bench");
    private final HttpServer plain;
    private final HttpsServer secure;
    private volatile long answered;

    private TlsServer() throws Exception {
        keytool("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2")
                .with(
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        "key.p12");
        keytool("-exportcert", "-rfc", "-keystore", "key.p12", "-file", "cert.pem").with();
        var cacerts = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        Files.copy(cacerts, folder.resolve("trust"));
        folder.resolve("trust").toFile().setWritable(true);
        keytool("-importcert", "-noprompt", "-keystore", "trust", "-file", "cert.pem").with();
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        plain = HttpServer.create(local, 0);
        secure = HttpsServer.create(local, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context()));
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

    private interface Arguments {
        void with(String... more) throws Exception;
    }

    private Arguments keytool(String... arguments) {
        return more -> {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(arguments));
            command.addAll(List.of(more));
            command.addAll(List.of("-alias", "bench", "-storepass", PASSWORD));
            var keytool = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
            if (keytool.redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() != 0) {
                throw new IOException(String.join(" ", command));
            }
        };
    }

    private SSLContext context() throws Exception {
        var store =
                KeyStore.getInstance(folder.resolve("key.p12").toFile(), PASSWORD.toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
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
        return folder.resolve("cert.pem");
    }

    /** What makes a Java trust it. */
    List<String> trust() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + folder.resolve("trust"),
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** The nano time of the last answer. */
    long answered() {
        return answered;
    }

    @Override
    public void close() throws IOException {
        plain.stop(0);
        secure.stop(0);
        for (String name : List.of("key.p12", "cert.pem", "trust")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
