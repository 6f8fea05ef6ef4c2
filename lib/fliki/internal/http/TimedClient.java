package fliki.internal.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The JDK's client with answers that cannot stall, for Unirest to run on.
 *
 * <p>A request with a timeout must be over within it, its body included. One without may take as
 * long as it needs, but never more than {@code stall} without a byte.
 */
final class TimedClient extends HttpClient {

    private final HttpClient jdk;
    private final Duration stall;
    private final BooleanSupplier release;

    /**
     * A client over that of the JDK.
     *
     * @param release asked before the body of a request goes out, if it has one
     */
    TimedClient(HttpClient jdk, Duration stall, BooleanSupplier release) {
        this.jdk = jdk;
        this.stall = stall;
        this.release = release;
    }

    /** Ignores the handler: the one caller, Unirest, always asks for an {@code InputStream}. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> HttpResponse<T> send(HttpRequest asked, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        var whole = new Deadline(asked.timeout().orElse(stall));
        Supplier<Deadline> body =
                asked.timeout().isPresent() ? () -> whole : () -> new Deadline(stall);
        return (HttpResponse<T>) send(prepared(asked), whole, body);
    }

    /**
     * Without the timeout, which we time ourselves. Unirest gives a GET an empty body, whose length
     * the JDK would announce. No browser does, and some firewalls refuse it. (A JDK 17 without
     * JDK-8283544 announces it whatever one does.) Any other request has a body that can be sent
     * once.
     */
    private HttpRequest prepared(HttpRequest request) {
        var builder = HttpRequest.newBuilder(request.uri());
        request.version().ifPresent(builder::version);
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        if (request.method().equals("GET")) {
            return builder.GET().build();
        }
        var body = new SingleUse(request.bodyPublisher().orElseThrow(), release);
        return builder.method(request.method(), body).build();
    }

    /**
     * Times the headers here: the client's own timeout ends a request behind a pause of the process
     * before it reads what has come, and from JDK 26 on it would end a long body too. On a thread
     * of its own: {@code sendAsync} needs one of the common pool, which may have a single one (JDK
     * 25 with two cores), and that may be waiting for this very answer.
     */
    private HttpResponse<?> send(HttpRequest request, Deadline headers, Supplier<Deadline> body)
            throws IOException, InterruptedException {
        var answer =
                new FutureTask<HttpResponse<?>>(
                        () -> jdk.send(request, info -> new TimedBody(body)));
        Daemon.of("fliki-send", answer).start();
        try {
            return await(answer, headers);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException(e.getCause());
        }
    }

    private static <T> T await(FutureTask<T> answer, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (var slice = deadline.slice(); slice > 0; slice = deadline.slice()) {
            try {
                return answer.get(slice, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                continue;
            }
        }
        throw new TimeoutException();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            HttpResponse.PushPromiseHandler<T> push) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return jdk.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return jdk.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return jdk.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return jdk.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return jdk.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return jdk.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return jdk.authenticator();
    }

    @Override
    public Version version() {
        return jdk.version();
    }

    @Override
    public Optional<Executor> executor() {
        return jdk.executor();
    }
}
