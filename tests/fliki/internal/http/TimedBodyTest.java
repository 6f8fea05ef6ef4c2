package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/** What a body asks of its connection. */
class TimedBodyTest {

    private final List<String> asked = new ArrayList<>();

    private TimedBody body(long patience) {
        var body = new TimedBody(() -> patience);
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
        var body = body(Long.MAX_VALUE);
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {7})));
        var before = List.copyOf(asked);

        assertEquals(7, body.read());
        assertEquals(List.of("request 1"), before);
        assertEquals(List.of("request 1", "request 1"), asked);
    }

    @Test
    void closeGivesTheConnectionUp() {
        body(Long.MAX_VALUE).close();

        assertEquals(List.of("request 1", "cancel"), asked);
    }

    @Test
    void stallGivesTheConnectionUp() {
        assertThrows(Exception.class, body(0)::read);

        assertEquals(List.of("request 1", "cancel"), asked);
    }

    @Test
    void interruptGivesTheConnectionUp() {
        Thread.currentThread().interrupt();

        assertThrows(Exception.class, body(Long.MAX_VALUE)::read);

        assertEquals(true, Thread.interrupted());
        assertEquals(List.of("request 1", "cancel"), asked);
    }

    @Test
    void closeBehindTheEndKeepsTheConnection() throws Exception {
        var body = body(Long.MAX_VALUE);
        body.onComplete();

        assertEquals(-1, body.read());
        body.close();

        assertEquals(List.of("request 1"), asked);
    }
}
