package fliki.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A sandbox with jobs of ten seconds and a clock moved by hand, and an HTTP client for it. */
final class Rehearsal implements AutoCloseable {

    static final String KEY = "Bearer " + Sandbox.KEY;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    final Sandbox sandbox = new Sandbox(0, Duration.ofSeconds(10), now::get);

    void pass(int seconds) {
        now.updateAndGet(instant -> instant.plusSeconds(seconds));
    }

    HttpResponse<byte[]> status(String id) throws IOException, InterruptedException {
        return get("generate/status?fileId=" + encoded(id), "Authorization", KEY);
    }

    HttpResponse<byte[]> file(String id, String... headers)
            throws IOException, InterruptedException {
        return get("/files/" + encoded(id) + ".mp4", headers);
    }

    /** The answer at an address, which may be seen from the API. */
    HttpResponse<byte[]> get(String address, String... headers)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(sandbox.url() + "/").resolve(address)), headers);
    }

    HttpResponse<byte[]> post(String endpoint, String body, String key)
            throws IOException, InterruptedException {
        var uri = URI.create(sandbox.url() + "/generate/" + endpoint);
        var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body));
        return send(request, "Authorization", key);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** The HTTP status and the body, for whole comparisons. */
    static String text(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + new String(answer.body(), UTF_8);
    }

    static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
