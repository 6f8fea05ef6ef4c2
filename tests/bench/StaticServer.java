import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A server in a process of its own: nginx where it is installed, otherwise the JDK's. It answers
 * every look-up at once; on a second port it refuses what comes faster than 50 a second, after a
 * burst of 10.
 */
final class StaticServer implements AutoCloseable {

    static final double RATE = 50;

    private static final int BURST = 10;
    private static final String NGINX =
            """
            worker_processes 1;
            daemon off;
            pid FOLDER/nginx.pid;
            error_log FOLDER/error.log;
            events { worker_connections 2048; }
            http {
                access_log off;
                client_body_temp_path FOLDER;
                proxy_temp_path FOLDER;
                fastcgi_temp_path FOLDER;
                uwsgi_temp_path FOLDER;
                scgi_temp_path FOLDER;
                keepalive_requests 10000000;
                limit_req_zone $server_port zone=keys:1m rate=50r/s;
                limit_req_status 429;
                default_type application/json;
                server {
                    listen 127.0.0.1:OPEN;
                    root FOLDER;
                    location / { try_files /none @answer; }
                    location @answer { return 200 'ANSWER'; }
                }
                server {
                    listen 127.0.0.1:LIMITED;
                    root FOLDER;
                    location / { limit_req zone=keys burst=10 nodelay; try_files /none @answer; }
                    location @answer { return 200 'ANSWER'; }
                }
            }
            """;

    private final Process process;
    private final int open;
    private final int limited;

    private StaticServer(Process process, int open, int limited) {
        this.process = process;
        this.open = open;
        this.limited = limited;
    }

    static StaticServer start() throws IOException, InterruptedException {
        int open = freePort();
        int limited = freePort();
        var nginx = nginx();
        var command = nginx.isPresent() ? nginx(nginx.get(), open, limited) : jdk(open, limited);
        System.out.println("server: " + (nginx.isPresent() ? "nginx" : "the JDK's"));
        var process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        awaitPort(limited);
        return new StaticServer(process, open, limited);
    }

    private static Optional<Path> nginx() {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> nginx(Path nginx, int open, int limited) throws IOException {
        var folder = Files.createTempDirectory("fliki-bench");
        var answer = "{\"fileId\":\"$arg_fileId\",\"status\":\"processing\",\"progress\":45}";
        var config =
                NGINX.replace("FOLDER", folder.toString())
                        .replace("OPEN", "" + open)
                        .replace("LIMITED", "" + limited)
                        .replace("ANSWER", answer);
        var file = Files.writeString(folder.resolve("nginx.conf"), config);
        return List.of(nginx.toString(), "-c", file.toString(), "-e", folder + "/error.log");
    }

    private static List<String> jdk(int open, int limited) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("java.class.path");
        return List.of(java, "-cp", classPath, "StaticServer", "" + open, "" + limited);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (int tries = 0; tries < 100; tries++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("the server does not start");
    }

    String url() {
        return "http://127.0.0.1:" + open;
    }

    String limitedUrl() {
        return "http://127.0.0.1:" + limited;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** The JDK's server, with these two ports. */
    public static void main(String... ports) throws IOException {
        serve(Integer.parseInt(ports[0]), Double.MAX_VALUE);
        serve(Integer.parseInt(ports[1]), RATE);
    }

    private static void serve(int port, double rate) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var server = HttpServer.create(address, 0);
        var bucket = new Bucket(rate);
        server.createContext("/", exchange -> answer(exchange, bucket.take() ? 200 : 429));
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.start();
    }

    private static void answer(HttpExchange exchange, int code) throws IOException {
        var id = exchange.getRequestURI().getQuery().replaceFirst("fileId=", "");
        var body = "{\"fileId\":\"" + id + "\",\"status\":\"processing\",\"progress\":45}";
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static final class Bucket {
        private final double rate;
        private double tokens = BURST + 1;
        private long last = System.nanoTime();

        Bucket(double rate) {
            this.rate = rate;
        }

        synchronized boolean take() {
            var now = System.nanoTime();
            tokens = Math.min(BURST + 1, tokens + (now - last) / 1e9 * rate);
            last = now;
            var granted = tokens >= 1;
            tokens -= granted ? 1 : 0;
            return granted;
        }
    }
}
