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
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    final Sandbox sandbox = new Sandbox(0, Duration.ofSeconds(10), now::get);

    void pass(int seconds) {
        now.updateAndGet(instant -> instant.plusSeconds(seconds));
    }

    HttpResponse<byte[]> status(String id) throws IOException, InterruptedException {
        return statusQuery("?fileId=" + encoded(id), "Authorization", "Bearer " + Sandbox.KEY);
    }

    HttpResponse<byte[]> statusQuery(String query, String... headers)
            throws IOException, InterruptedException {
        return get(URI.create(sandbox.url() + "/generate/status" + query), headers);
    }

    HttpResponse<byte[]> post(String endpoint, String body, String... headers)
            throws IOException, InterruptedException {
        var uri = URI.create(sandbox.url() + "/generate/" + endpoint);
        var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> file(String id, String... headers)
            throws IOException, InterruptedException {
        return get(sandbox.url().resolve("/files/" + encoded(id) + ".mp4"), headers);
    }

    HttpResponse<byte[]> get(URI uri, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
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
