package fliki;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A server on loopback that answers byte by byte, as badly as a test wants. */
public final class RawServer implements AutoCloseable {

    /** Writes an answer. */
    public interface Script {
        void answer(Connection connection) throws IOException, InterruptedException;
    }

    private static final Pattern LENGTH = Pattern.compile("(?i)\\ncontent-length: *(\\d+)");

    private final ServerSocket socket;
    private final Script script;
    private final int limit;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    private RawServer(ServerSocket socket, Script script, int limit) {
        this.socket = socket;
        this.script = script;
        this.limit = limit;
    }

    /** A server that runs the script for each request and then hangs up. */
    public static RawServer start(Script script) {
        return start(script, Integer.MAX_VALUE);
    }

    private static RawServer start(Script script, int limit) {
        try {
            var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var server = new RawServer(socket, script, limit);
            Threads.daemon("raw-server", server::accept).start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that answers one request after the other; the last answer stays. */
    public static RawServer inTurn(Script... answers) {
        var turn = new AtomicInteger();
        return start(
                connection -> {
                    var next = Math.min(turn.getAndIncrement(), answers.length - 1);
                    answers[next].answer(connection);
                });
    }

    /** A server that says nothing until the client hangs up. */
    public static RawServer mute(CountDownLatch hungUp) {
        return start(
                connection -> {
                    connection.awaitEnd();
                    hungUp.countDown();
                });
    }

    /** A server that writes these bytes, read as ISO 8859-1, and hangs up. */
    public static RawServer saying(String answer) {
        return start(connection -> connection.write(answer));
    }

    /** A server that writes this and then nothing more. */
    public static RawServer stallingAfter(String start) {
        return start(
                connection -> {
                    connection.write(start);
                    connection.stall();
                });
    }

    /** The head of an answer of so many bytes. */
    public static String head(int status, int length) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** A whole answer with this body. */
    public static String ok(String body) {
        return head(200, body.length()) + body;
    }

    /** A server that hangs up with a reset after so many bytes of each request. */
    public static RawServer resettingAfter(int bytes) {
        return start(connection -> {}, bytes);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                Threads.daemon("raw-server", () -> serve(client)).start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (limit < Integer.MAX_VALUE) {
                client.getInputStream().readNBytes(limit);
                new Connection(client, "").reset();
                return;
            }
            var head = read(client.getInputStream());
            script.answer(new Connection(client, head));
        } catch (IOException | InterruptedException e) {
            // The client went away, which is what many tests are about.
        }
    }

    /** A request that is cut short counts as soon as its head is there. */
    private String read(InputStream in) throws IOException {
        var head = readHead(in);
        heads.add(head);
        var length = LENGTH.matcher(head);
        var size = length.find() ? Integer.parseInt(length.group(1)) : 0;
        var body = in.readNBytes(size);
        if (body.length < size) {
            throw new IOException("hung up");
        }
        bodies.add(new String(body, StandardCharsets.UTF_8));
        asked.countDown();
        return head;
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String url() {
        return "http://localhost:" + port() + "/v1";
    }

    /** The address of its root. */
    public String host() {
        return "http://127.0.0.1:" + port();
    }

    /** The requests so far: path, range and validator, and whether a storage server got the key. */
    public List<String> asked() {
        return heads.stream().map(RawServer::brief).toList();
    }

    private static String brief(String head) {
        var path = head.split(" ")[1];
        var leak =
                !path.startsWith("/v1/")
                        && head.matches("(?is).*(" + Clients.KEY + "|\nAuthorization:).*");
        return path
                + header(head, "Range")
                + header(head, "If-Range")
                + (leak ? " with the key" : "");
    }

    private static String header(String head, String name) {
        var line = Pattern.compile("(?im)^" + name + ": *(.*)$").matcher(head);
        return line.find() ? " " + line.group(1) : "";
    }

    /** The heads of all requests so far. */
    public List<String> heads() {
        return heads;
    }

    /** The bodies of all requests so far that came to their end. */
    public List<String> bodies() {
        return bodies;
    }

    /** Waits for the whole first request. */
    void awaitRequest() throws InterruptedException {
        asked.await();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection, whose request has been read. */
    public final class Connection {

        private final Socket client;
        private final OutputStream out;
        private final String head;

        private Connection(Socket client, String head) throws IOException {
            this.client = client;
            this.out = client.getOutputStream();
            this.head = head;
        }

        /** What was asked for. */
        String path() {
            return head.split(" ")[1];
        }

        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** The address of the server. */
        String host() {
            return RawServer.this.host();
        }

        /** Keeps the connection open and silent until the test ends. */
        void stall() throws InterruptedException {
            closed.await();
        }

        /** Waits until the client hangs up. */
        public void awaitEnd() throws IOException {
            client.getInputStream().readAllBytes();
        }

        /** Hangs up with a reset instead of an end. */
        public void reset() throws IOException {
            client.setSoLinger(true, 0);
            client.close();
        }
    }
}
