package fliki;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The API on connections that stay open: quick enough for thousands of calls, and counted. */
final class Loop implements AutoCloseable {

    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile String word = "success";

    private Loop(ServerSocket socket) {
        this.socket = socket;
    }

    static Loop start() {
        try {
            var loop = new Loop(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Threads.daemon("loop", loop::accept).start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://localhost:" + socket.getLocalPort() + "/v1";
    }

    /** Puts every id into this state. */
    void say(String state) {
        word = state;
    }

    /** Ends one id. */
    void end(String fileId) {
        ended.add(fileId);
    }

    int connections() {
        return connections.get();
    }

    int open() {
        return open.size();
    }

    int requests() {
        return requests.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                connections.incrementAndGet();
                open.add(client);
                Threads.daemon("loop", () -> serve(client)).start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var in = new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8);
            var lines = new BufferedReader(in);
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("GET ")) {
                    requests.incrementAndGet();
                    var id = line.replaceAll(".*fileId=|\\s.*$", "");
                    while (!lines.readLine().isEmpty()) {
                        // headers
                    }
                    var state = ended.contains(id) ? "success" : word;
                    var answer = RawServer.ok(MockApi.json(id, state));
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // The client went away.
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (var client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
