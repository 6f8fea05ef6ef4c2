package fliki.internal.http;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A body that goes out once. The JDK's client would send one again, over another connection, where
 * the system property {@code jdk.httpclient.enableAllMethodRetry} is set (JDK 17 to 25).
 */
final class SingleUse implements BodyPublisher {

    private final BodyPublisher body;
    private final Runnable onUse;
    private final AtomicBoolean used = new AtomicBoolean();

    /**
     * A body.
     *
     * @param onUse called before the first byte goes out, once the connection stands
     */
    SingleUse(BodyPublisher body, Runnable onUse) {
        this.body = body;
        this.onUse = onUse;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (used.compareAndSet(false, true)) {
            onUse.run();
            body.subscribe(subscriber);
            return;
        }
        subscriber.onSubscribe(
                new Flow.Subscription() {
                    @Override
                    public void request(long count) {}

                    @Override
                    public void cancel() {}
                });
        subscriber.onError(new IOException("the body was sent already"));
    }
}
