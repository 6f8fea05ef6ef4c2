package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/** What a body asks of its connection. */
class TimedBodyTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final List<String> asked = new ArrayList<>();

    private TimedBody body(Duration patience) {
        var body = new TimedBody(() -> new Deadline(patience));
        body.onSubscribe(
                new Flow.Subscription() {
                    @Override
                    public void request(long count) {
                        asked.add("request " + count);
                    }

                    @Override
                    public void cancel() {
                        asked.add("cancel");
                    }
                });
        return body;
    }

    @Test
    void moreIsAskedForOnlyWhenTheLastIsTaken() throws Exception {
        var body = body(LONG);
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {7})));
        var before = List.copyOf(asked);

        assertEquals(7, body.read());
        assertEquals(List.of("request 1"), before);
        assertEquals(List.of("request 1", "request 1"), asked);
    }

    @Test
    void closeGivesTheConnectionUp() {
        body(LONG).close();

        assertEquals(List.of("request 1", "cancel"), asked);
    }

    @Test
    void stallGivesTheConnectionUp() {
        assertThrows(Exception.class, body(Duration.ZERO)::read);

        assertEquals(List.of("request 1", "cancel"), asked);
    }

    @Test
    void interruptGivesTheConnectionUp() {
        Thread.currentThread().interrupt();

        assertThrows(Exception.class, body(LONG)::read);

        assertEquals(true, Thread.interrupted());
        assertEquals(List.of("request 1", "cancel"), asked);
    }

    @Test
    void closeBehindTheEndKeepsTheConnection() throws Exception {
        var body = body(LONG);
        body.onComplete();

        assertEquals(-1, body.read());
        body.close();

        assertEquals(List.of("request 1"), asked);
    }
}
