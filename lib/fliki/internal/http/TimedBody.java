package fliki.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * The body of an answer as a stream that ends in time and keeps an interrupt.
 *
 * <p>In the JDK's own stream the request timeout ends with the headers, and an interrupt while it
 * waits for bytes is lost (JDK 17).
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {

    /**
     * A body ended early. Unchecked, as Java's gzip reader takes an {@link IOException} between two
     * gzip streams for the end of the file.
     */
    static final class Broken extends UncheckedIOException {

        private static final long serialVersionUID = 1;

        private Broken(IOException cause) {
            super(cause);
        }
    }

    private static final Object END = new Object();

    private final Supplier<Deadline> patience;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private boolean ended;

    /**
     * A body each of whose reads waits for bytes until the deadline that {@code patience} gives.
     */
    TimedBody(Supplier<Deadline> patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription.complete(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        arrived.add(item);
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(failure);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        while (!ended && buffers.isEmpty()) {
            receive();
        }
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        var buffer = buffers.element();
        var count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        if (!buffer.hasRemaining()) {
            buffers.remove();
        }
        return count;
    }

    /** At least 1 until the end; otherwise Java's gzip reader stops after a first stream. */
    @Override
    public int available() {
        return ended ? 0 : 1;
    }

    private void receive() {
        var item = take();
        if (item == END) {
            ended = true;
        } else if (item instanceof Throwable failure) {
            throw new Broken(new IOException(failure.getMessage(), failure));
        } else {
            for (var buffer : (List<?>) item) {
                if (((ByteBuffer) buffer).hasRemaining()) {
                    buffers.add((ByteBuffer) buffer);
                }
            }
            subscription.thenAccept(s -> s.request(1));
        }
    }

    private Object take() {
        try {
            return patience.get().poll(arrived, "the body stalled");
        } catch (HttpTimeoutException e) {
            close();
            throw new Broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new Broken(new InterruptedIOException("interrupted"));
        }
    }

    /** Closes the connection unless the whole body has come. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            subscription.thenAccept(Flow.Subscription::cancel);
        }
    }
}
