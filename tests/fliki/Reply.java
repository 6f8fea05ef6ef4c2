package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of a storage server; each change gives a new one.
 *
 * @param count how many bytes of the body are sent
 * @param step how many bytes at a time
 * @param pause milliseconds after each step
 * @param stalls whether nothing more comes then, in place of the end
 */
public record Reply(
        int status,
        Map<String, String> headers,
        byte[] body,
        int count,
        int step,
        int pause,
        boolean stalls)
        implements RawServer.Script {

    public static Reply of(int status, String body) {
        return of(status, body.getBytes(UTF_8));
    }

    public static Reply of(int status, byte[] body) {
        var headers = Map.of("Content-Length", "" + body.length);
        return new Reply(status, headers, body, body.length, 1 << 16, 0, false);
    }

    public static Reply file(String body) {
        return of(200, body).with("Content-Type", "video/mp4").with("ETag", "\"v1\"");
    }

    /** The rest of a file from a byte on. */
    public static Reply rest(String body, int from) {
        var range = "bytes " + from + "-" + (body.length() - 1) + "/" + body.length();
        return of(206, body.substring(from)).with("Content-Range", range).with("ETag", "\"v1\"");
    }

    /** A status of the API with a link to this path of the same server. */
    public static RawServer.Script status(String state, String path) {
        return connection -> {
            var link = path.isEmpty() ? "" : connection.host() + path;
            var fields = "\"status\":\"" + state + "\",\"download\":\"" + link + "\"";
            connection.write(RawServer.ok("{" + fields + "}"));
        };
    }

    public Reply with(String header, String value) {
        var changed = new LinkedHashMap<>(headers);
        changed.put(header, value);
        return new Reply(status, changed, body, count, step, pause, stalls);
    }

    public Reply without(String header) {
        var changed = new LinkedHashMap<>(headers);
        changed.remove(header);
        return new Reply(status, changed, body, count, step, pause, stalls);
    }

    /** Closes the connection after so many bytes of the body. */
    public Reply cut(int bytes) {
        return new Reply(status, headers, body, bytes, step, pause, stalls);
    }

    /** Sends nothing more after so many bytes of the body. */
    public Reply stall(int bytes) {
        return new Reply(status, headers, body, bytes, step, pause, true);
    }

    /** Sends so many bytes at a time, with a pause after each. */
    public Reply trickle(int bytes, int millis) {
        return new Reply(status, headers, body, count, bytes, millis, stalls);
    }

    @Override
    public void answer(RawServer.Connection connection) throws IOException, InterruptedException {
        var head = new StringBuilder("HTTP/1.1 " + status + " X\r\nConnection: close\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        connection.write(head + "\r\n");
        for (int sent = 0; sent < count; sent += step) {
            connection.write(Arrays.copyOfRange(body, sent, Math.min(count, sent + step)));
            Thread.sleep(pause);
        }
        if (stalls) {
            connection.stall();
        }
    }
}
