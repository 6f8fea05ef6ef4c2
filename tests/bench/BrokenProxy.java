import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Hands requests on, and breaks one answer in twenty. */
final class BrokenProxy implements AutoCloseable {

    private static final double SHARE = 0.05;
    private static final int STALL_SECONDS = 3;

    enum Fault {
        RESET,
        ERROR_500,
        ERROR_503,
        REFUSED_429,
        STALL,
        TRUNCATION
    }

    private final ServerSocket socket;
    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final Map<Fault, AtomicLong> faults = new EnumMap<>(Fault.class);
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    private BrokenProxy(ServerSocket socket, URI api) {
        this.socket = socket;
        this.api = api;
        for (var fault : Fault.values()) {
            faults.put(fault, new AtomicLong());
        }
    }

    static BrokenProxy start(URI api) throws IOException {
        var socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        var proxy = new BrokenProxy(socket, api);
        daemon(proxy::accept);
        return proxy;
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "broken-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + api.getPath();
    }

    long requests() {
        return requests.get();
    }

    /** Requests for what was asked and broken before. */
    long retries() {
        return retries.get();
    }

    Map<Fault, Long> faults() {
        var counts = new EnumMap<Fault, Long>(Fault.class);
        faults.forEach((fault, count) -> counts.put(fault, count.get()));
        return counts;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var reader = new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8);
            var in = new BufferedReader(reader);
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var key = "";
                for (var head = in.readLine(); !head.isEmpty(); head = in.readLine()) {
                    key = head.startsWith("Authorization: ") ? head.substring(15) : key;
                }
                if (!answer(client, line.split(" ")[1], key)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the connection may go on. */
    private boolean answer(Socket client, String path, String key)
            throws IOException, InterruptedException {
        requests.incrementAndGet();
        if (broken.remove(path)) {
            retries.incrementAndGet();
        }
        var random = ThreadLocalRandom.current();
        var request = HttpRequest.newBuilder(api.resolve(path)).header("Authorization", key);
        var answer = http.send(request.build(), BodyHandlers.ofByteArray());
        if (random.nextDouble() >= SHARE) {
            return write(client.getOutputStream(), answer.statusCode(), answer.body());
        }
        broken.add(path);
        var fault = Fault.values()[random.nextInt(Fault.values().length)];
        faults.get(fault).incrementAndGet();
        return spoil(fault, client, answer.body());
    }

    private static boolean spoil(Fault fault, Socket client, byte[] body)
            throws IOException, InterruptedException {
        var out = client.getOutputStream();
        switch (fault) {
            case ERROR_500 -> write(out, 500, "<html>".getBytes(StandardCharsets.UTF_8));
            case ERROR_503 -> write(out, 503, new byte[0]);
            case REFUSED_429 -> write(out, 429, new byte[0]);
            case STALL -> TimeUnit.SECONDS.sleep(STALL_SECONDS);
            case RESET -> client.setSoLinger(true, 0);
            case TRUNCATION -> {
                out.write(head(200, body.length));
                out.write(body, 0, body.length / 2);
            }
        }
        return false;
    }

    private static boolean write(OutputStream out, int status, byte[] body) throws IOException {
        out.write(head(status, body.length));
        out.write(body);
        return true;
    }

    private static byte[] head(int status, int length) {
        var head = "HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n";
        return head.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
