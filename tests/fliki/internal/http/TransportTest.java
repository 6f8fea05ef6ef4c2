package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fliki.Clients;
import fliki.FakeTime;
import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.MockApi;
import fliki.RawServer;
import fliki.Thrown;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Bodies that never end, or are not what they should be; the rest is in FAULTS.md. */
class TransportTest {

    private static final String CHUNKED = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String GZIP = "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n";
    private static final int LARGEST = 1 << 16;

    private static FlikiException failure(RawServer server, Duration timeout) {
        var fliki = Clients.at(server.url(), new FakeTime()).timeout(timeout).retries(0);
        return Thrown.of(() -> fliki.status("a1"));
    }

    private static FlikiException failure(RawServer server) {
        return failure(server, Duration.ofMinutes(2));
    }

    /** However fast it comes. */
    @Test
    void bodyThatNeverGrowsEndsInTime() {
        var gzipHead = new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0};
        var emptyBlocks = "\0\0\0\u00ff\u00ff".repeat(10_000).getBytes(ISO_8859_1);
        RawServer.Script script =
                connection -> {
                    connection.write(GZIP);
                    connection.write(gzipHead);
                    while (true) {
                        connection.write(emptyBlocks);
                    }
                };
        try (var server = RawServer.start(script)) {
            var failure = failure(server, Duration.ofMillis(300));

            var message = "a1: no complete answer from localhost:%d in time";
            assertEquals(Kind.TIMEOUT, failure.kind());
            assertEquals(String.format(message, server.port()), failure.getMessage());
        }
    }

    @Test
    void shortestTimeoutIsATimeout() {
        try (var server = RawServer.stallingAfter("")) {
            assertEquals(Kind.TIMEOUT, failure(server, Duration.ofNanos(1)).kind());
        }
    }

    @Test
    void bodyOf64KibibytesIsRead() {
        var queued = MockApi.json("a1", "queued");
        var body = queued + " ".repeat(LARGEST - queued.length());
        try (var server = RawServer.saying(RawServer.ok(body))) {
            var status = Clients.at(server.url(), new FakeTime()).status("a1");

            assertEquals("queued", status.status());
        }
    }

    @Test
    void connectionOfABodyThatIsRefusedIsGivenUp() throws Exception {
        var hungUp = new CountDownLatch(1);
        RawServer.Script endless =
                connection -> {
                    connection.write(CHUNKED);
                    try {
                        while (true) {
                            connection.write("10000\r\n" + "x".repeat(0x10000) + "\r\n");
                        }
                    } catch (IOException e) {
                        hungUp.countDown();
                    }
                };
        try (var server = RawServer.start(endless)) {
            assertEquals("a1: Fliki sent more than 64 KiB (200)", failure(server).getMessage());

            hungUp.await();
        }
    }

    /** Issue 10, beyond the list: Unirest's and Java's class names stood in the message. */
    @Test
    void lengthBeyondAllNumbersIsToldWithoutClassNames() {
        var head = "HTTP/1.1 200 X\r\nContent-Length: " + "9".repeat(20) + "\r\n\r\n";
        try (var server = RawServer.saying(head)) {
            var message = failure(server).getMessage();

            assertTrue(message.startsWith("a1: the connection to localhost:"), message);
            assertFalse(message.contains("Exception"), message);
        }
    }

    @Test
    void errorWhoseBodyNeverComesOrIsEmptyKeepsItsKind() {
        try (var server = RawServer.stallingAfter(RawServer.head(401, 10))) {
            assertEquals(
                    "a1: the API key is refused (401); check it",
                    failure(server, Duration.ofSeconds(3)).getMessage());
        }
        try (var server = RawServer.saying(GZIP.replace("200", "404"))) {
            assertEquals(Kind.NOT_FOUND, failure(server).kind());
        }
    }
}
