package fliki.internal.http;

import fliki.internal.http.TimedBody.Broken;

import kong.unirest.core.Config;
import kong.unirest.core.RawResponse;
import kong.unirest.core.UnirestException;
import kong.unirest.core.UnirestInstance;
import kong.unirest.core.java.JavaClient;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Unirest with limits for time and size, and without redirects. */
public final class Transport {

    /** The largest answer about a generation that is read, in bytes after decompression. */
    public static final int LARGEST = 1 << 16;

    /** The same of any other answer of the API. */
    public static final int LARGEST_OF_ALL = 1 << 24;

    private static final String AGENT = "fliki/" + Version.NUMBER;

    private final UnirestInstance unirest;
    private final Connections connections;
    private final Duration timeout;

    /** A transport over these connections. */
    public Transport(Connections connections, Duration timeout) {
        this(connections, timeout, () -> false); // a look or a download has no body
    }

    private Transport(Connections connections, Duration timeout, BooleanSupplier release) {
        this.connections = connections;
        this.timeout = timeout;
        var config = new Config();
        config.httpClient(
                        c -> {
                            var jdk = connections.client();
                            return new JavaClient(c, new TimedClient(jdk, timeout, release));
                        })
                .version(HttpClient.Version.HTTP_1_1)
                .requestCompression(false)
                .followRedirects(false)
                .enableCookieManagement(false)
                .retryAfter(false)
                .setDefaultHeader("User-Agent", AGENT);
        unirest = new UnirestInstance(config);
    }

    /** The proxy for this address, in words for a message. */
    public String through(URI address) {
        return connections.proxy(address).map(proxy -> " through the proxy " + proxy).orElse("");
    }

    /** The answer to a GET; a body over {@code largest} bytes is cut one byte after it. */
    public Reply get(String url, Map<String, String> headers, int largest) throws IOException {
        return send(unirest.get(url).headers(headers).requestTimeout(millis()), largest);
    }

    /**
     * The same for a request with a body, which is sent once, over a new connection. A used
     * connection may be dead, and then nobody knows whether the body arrived.
     *
     * @param release is asked when the connection stands; without its yes, which it gives once,
     *     nothing of the body is sent
     */
    public Reply send(Sent sent, Map<String, String> headers, int largest, BooleanSupplier release)
            throws IOException {
        var fresh = connections.fresh();
        try {
            var once = new Transport(fresh, timeout, release);
            var request = once.unirest.request(sent.method(), sent.url()).headers(headers);
            // Counted as a request of ours, so that the end of the program waits for it.
            return send(request.requestTimeout(millis()).body(sent.body()), largest);
        } finally {
            fresh.end();
        }
    }

    /** A request with a body. */
    public record Sent(String method, String url, String body) {}

    private int millis() {
        return (int) Math.max(1, timeout.toMillis());
    }

    /**
     * Reads an answer of any length; it may stall up to the timeout. Without Unirest, which fails
     * if a body is called gzip and is not.
     */
    public <T> T fetch(URI address, Map<String, String> headers, Reader<T> reader)
            throws IOException {
        connections.begun();
        try {
            var answer = answer(address, headers);
            connections.answered(address.toString());
            try (var body = answer.body()) {
                // After a refusal by a proxy there is no body.
                return reader.read(answer, body == null ? InputStream.nullInputStream() : body);
            }
        } catch (Broken e) {
            throw e.getCause();
        } finally {
            connections.ended();
        }
    }

    private HttpResponse<InputStream> answer(URI address, Map<String, String> headers)
            throws IOException {
        try {
            var request = HttpRequest.newBuilder(address).header("User-Agent", AGENT);
            headers.forEach(request::header);
            return new TimedClient(connections.client(), timeout, () -> false)
                    .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (RuntimeException e) {
            throw unexpected(e);
        }
    }

    private static Reply reply(RawResponse raw, InputStream body, int largest) throws IOException {
        return new Reply(
                raw.getStatus(),
                header(raw, "Retry-After"),
                header(raw, "Date"),
                header(raw, "Location"),
                header(raw, "cf-mitigated").isPresent(),
                body(raw.getStatus(), body, largest));
    }

    private static Optional<String> header(RawResponse raw, String name) {
        return Optional.of(raw.getHeaders().getFirst(name)).filter(value -> !value.isBlank());
    }

    /** The body. A refusal without its whole body is still a refusal. */
    private static byte[] body(int status, InputStream body, int largest) throws IOException {
        if (body == null) { // a proxy has refused the way to the server
            return new byte[0];
        }
        try {
            return body.readNBytes(largest + 1);
        } catch (IOException | Broken e) {
            if (status / 100 == 2 || e.getCause() instanceof InterruptedIOException) {
                throw e;
            }
            return new byte[0];
        }
    }

    private Reply send(kong.unirest.core.HttpRequest<?> request, int largest) throws IOException {
        connections.begun();
        try {
            // Unirest reads the rest of the body when this function throws, so it gives the
            // failure.
            var response = request.asObject(raw -> Result.of(raw, largest));
            connections.answered(request.getUrl());
            if (response.getParsingError().isPresent()) {
                throw new IOException(response.getParsingError().get());
            }
            return response.getBody().get();
        } catch (UnirestException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
            throw cause(e);
        } finally {
            connections.ended();
        }
    }

    private static IOException cause(UnirestException e) {
        if (e.getCause() instanceof Broken broken) {
            return broken.getCause();
        }
        return e.getCause() instanceof IOException failure ? failure : unexpected(e);
    }

    /** An answer that the JDK cannot read, in its words; an unusable proxy is thrown as it is. */
    private static IOException unexpected(RuntimeException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof Proxies.Unusable unusable) {
            throw unusable;
        }
        return new IOException(root.getMessage(), e);
    }

    /** Reads an answer while it arrives. */
    public interface Reader<T> {
        T read(HttpResponse<?> answer, InputStream body) throws IOException;
    }

    /**
     * A whole answer of the API.
     *
     * @param mitigated whether Cloudflare says that it has answered in place of the API
     */
    public record Reply(
            int status,
            Optional<String> retryAfter,
            Optional<String> date,
            Optional<String> location,
            boolean mitigated,
            byte[] body) {}

    private record Result(Reply reply, IOException failure) {

        static Result of(RawResponse raw, int largest) {
            try (var body = raw.getContent()) {
                return new Result(Transport.reply(raw, body, largest), null);
            } catch (UnirestException e) {
                return new Result(null, cause(e));
            } catch (Broken e) {
                return new Result(null, e.getCause());
            } catch (IOException e) {
                return new Result(null, e);
            }
        }

        Reply get() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return reply;
        }
    }
}
