package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of a {@link FileServer}; each change gives a new one.
 *
 * @param count how many bytes of the body are sent
 * @param step how many bytes at a time
 * @param pause milliseconds after each step
 * @param stall milliseconds before the connection is closed
 */
public record Reply(
        int status,
        Map<String, String> headers,
        byte[] body,
        int count,
        int step,
        int pause,
        int stall)
        implements FileServer.Answer {

    public static Reply of(int status, String body) {
        return of(status, body.getBytes(UTF_8));
    }

    public static Reply of(int status, byte[] body) {
        var headers = Map.of("Content-Length", "" + body.length);
        return new Reply(status, headers, body, body.length, 1 << 16, 0, 0);
    }

    public static Reply file(String body) {
        return of(200, body).with("Content-Type", "video/mp4").with("ETag", "\"v1\"");
    }

    /** The rest of a file from a byte on. */
    public static Reply rest(String body, int from) {
        var range = "bytes " + from + "-" + (body.length() - 1) + "/" + body.length();
        return of(206, body.substring(from)).with("Content-Range", range).with("ETag", "\"v1\"");
    }

    public static Reply status(String state, String link) {
        var fields = "\"status\":\"" + state + "\",\"download\":\"" + link + "\"";
        return of(200, "{" + fields + "}").with("Content-Type", "application/json");
    }

    public Reply with(String header, String value) {
        var changed = new LinkedHashMap<>(headers);
        changed.put(header, value);
        return new Reply(status, changed, body, count, step, pause, stall);
    }

    public Reply without(String header) {
        var changed = new LinkedHashMap<>(headers);
        changed.remove(header);
        return new Reply(status, changed, body, count, step, pause, stall);
    }

    /** Closes the connection after so many bytes of the body. */
    public Reply cut(int bytes) {
        return new Reply(status, headers, body, bytes, step, pause, stall);
    }

    /** Sends nothing more for so long after so many bytes of the body. */
    public Reply stall(int bytes, int millis) {
        return new Reply(status, headers, body, bytes, step, pause, millis);
    }

    /** Sends so many bytes at a time, with a pause after each. */
    public Reply trickle(int bytes, int millis) {
        return new Reply(status, headers, body, count, bytes, millis, stall);
    }

    @Override
    public void send(OutputStream out) throws IOException, InterruptedException {
        var head = new StringBuilder("HTTP/1.1 " + status + " X\r\nConnection: close\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        out.write((head + "\r\n").getBytes(UTF_8));
        out.flush();
        for (int sent = 0; sent < count; sent += step) {
            out.write(Arrays.copyOfRange(body, sent, Math.min(count, sent + step)));
            out.flush();
            Thread.sleep(pause);
        }
        Thread.sleep(stall);
    }
}
