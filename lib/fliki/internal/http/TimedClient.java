package fliki.internal.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The JDK's client with time limits for bodies, used by Unirest.
 *
 * <p>A request with a timeout ends within it, body included. A request without one may take any
 * time, but at most {@code stall} without a byte.
 */
final class TimedClient extends HttpClient {

    private final HttpClient jdk;
    private final Duration stall;
    private final BooleanSupplier release;

    /**
     * A client over that of the JDK.
     *
     * @param release asked before the body of a request goes out, if it has one; says yes at most
     *     once
     */
    TimedClient(HttpClient jdk, Duration stall, BooleanSupplier release) {
        this.jdk = jdk;
        this.stall = stall;
        this.release = release;
    }

    /** Ignores the handler: all callers ask for an {@code InputStream}. */
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
     * Without the timeout, which this class checks. Unirest gives a GET an empty body, and the JDK
     * would send its length, which some firewalls refuse. (A JDK 17 without JDK-8283544 always
     * sends it.)
     */
    private HttpRequest prepared(HttpRequest request) {
        var builder = HttpRequest.newBuilder(request.uri());
        request.version().ifPresent(builder::version);
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return request.method().equals("GET")
                ? builder.GET().build()
                : builder.method(request.method(), once(request.bodyPublisher().get())).build();
    }

    /**
     * A body that is sent once, when the connection stands and {@code release} says yes. The JDK's
     * client may send a body again, if the system property {@code
     * jdk.httpclient.enableAllMethodRetry} is set (JDK 17 to 25).
     */
    private BodyPublisher once(BodyPublisher body) {
        Flow.Publisher<ByteBuffer> gate =
                subscriber -> {
                    if (release.getAsBoolean()) {
                        body.subscribe(subscriber);
                        return;
                    }
                    var refused = new SubmissionPublisher<ByteBuffer>(Runnable::run, 1);
                    refused.subscribe(subscriber);
                    refused.closeExceptionally(new IOException("sent or withheld already"));
                };
        return BodyPublishers.fromPublisher(gate, body.contentLength());
    }

    /**
     * Limits the time for the headers. The client's own timeout ends a request after a pause of the
     * process before it reads what has come; from JDK 26 on it also ends a long body. The request
     * runs on a thread of its own: {@code sendAsync} needs one of the common pool, whose only
     * thread (JDK 25 with two cores) may be waiting for this answer.
     */
    private HttpResponse<?> send(HttpRequest request, Deadline headers, Supplier<Deadline> body)
            throws IOException, InterruptedException {
        var answer = new LinkedBlockingQueue<Object>();
        var over = new AtomicBoolean();
        Runnable send =
                () -> {
                    answer.add(answerOrFailure(request, body));
                    if (over.get()) {
                        drop(answer);
                    }
                };
        var sender = Daemon.of("fliki-send", send);
        sender.start();
        try {
            var come = headers.poll(answer, "no answer");
            if (come instanceof HttpResponse<?> response) {
                return response;
            }
            if (come instanceof IOException failure) {
                throw failure;
            }
            throw Daemon.rethrown((Throwable) come);
        } finally {
            over.set(true);
            sender.interrupt(); // no effect if the answer has come
            drop(answer);
        }
    }

    /** Closes the connection of an answer that came too late. */
    private static void drop(Queue<Object> answer) {
        if (answer.poll() instanceof HttpResponse<?> late
                && late.body() instanceof TimedBody body) {
            body.close();
        }
    }

    private Object answerOrFailure(HttpRequest request, Supplier<Deadline> body) {
        try {
            return jdk.send(request, info -> new TimedBody(body));
        } catch (Throwable e) {
            return e;
        }
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
