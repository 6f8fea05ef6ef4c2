package fliki;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A storage server on loopback, with the status endpoint beside it, that answers in turn as told
 * and notes what it was asked. The last answer stays.
 */
public final class FileServer implements AutoCloseable {

    public static final String KEY = Clients.KEY;

    private final ServerSocket socket;
    private final List<Answer> answers;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** Answers a request in whatever way, right or wrong. */
    public interface Answer {
        void send(OutputStream out) throws IOException, InterruptedException;
    }

    public FileServer(Answer... answers) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.answers = new ArrayList<>(List.of(answers));
        start(this::accept);
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "file-server");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** The requests so far: path, then range and validator, then whatever gives the key away. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        try {
            while (true) {
                var client = socket.accept();
                start(() -> serve(client));
            }
        } catch (IOException e) {
            asked.add("closed");
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new InputStreamReader(client.getInputStream(), ISO_8859_1);
            next(new BufferedReader(in)).send(client.getOutputStream());
        } catch (IOException | InterruptedException e) {
            // The client had enough; what it makes of that is what the tests are about.
        }
    }

    private synchronized Answer next(BufferedReader request) throws IOException {
        var line = request.readLine();
        if (line == null) {
            throw new EOFException();
        }
        var path = line.split(" ")[1];
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
            headers.put(line.replaceFirst(":.*", ""), line.replaceFirst("[^:]*: *", ""));
        }
        asked.add(path + note(headers, "Range") + note(headers, "If-Range") + leak(path, headers));
        return answers.size() > 1 ? answers.remove(0) : answers.get(0);
    }

    private static String note(Map<String, String> headers, String name) {
        return headers.containsKey(name) ? " " + headers.get(name) : "";
    }

    private static String leak(String path, Map<String, String> headers) {
        var known = headers.containsKey("Authorization") || headers.toString().contains(KEY);
        return known && !path.startsWith("/v1/") ? " with the key" : "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
