package fliki.internal.http;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * A body that goes out only when it is released. The JDK's client would send one again, over
 * another connection, where the system property {@code jdk.httpclient.enableAllMethodRetry} is set
 * (JDK 17 to 25).
 */
final class SingleUse implements BodyPublisher {

    private final BodyPublisher body;
    private final BooleanSupplier release;

    /**
     * A body.
     *
     * @param release asked before the first byte goes out, once the connection stands; says yes at
     *     most once
     */
    SingleUse(BodyPublisher body, BooleanSupplier release) {
        this.body = body;
        this.release = release;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (release.getAsBoolean()) {
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
        subscriber.onError(new IOException("the body was sent or withheld already"));
    }
}
