package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fliki.Clients;
import fliki.FakeTime;
import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.MockApi;
import fliki.RawServer;
import fliki.Thrown;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class TransportTest {

    private static final String QUEUED = MockApi.json("a1", "queued");
    private static final String CHUNKED = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String GZIP = "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n";
    private static final int LARGEST = 1 << 16;

    @RegisterExtension static final MockApi api = new MockApi();

    private static Fliki fliki(String url) {
        return Clients.at(url, new FakeTime()).retries(0).timeout(Duration.ofSeconds(9));
    }

    private static FlikiException failure(RawServer server) {
        return Thrown.of(() -> fliki(server.url()).status("a1"));
    }

    private static FlikiException lateFailure(RawServer server) {
        return Thrown.of(() -> fliki(server.url()).timeout(Clients.SHORT).status("a1"));
    }

    private static void assertTimesOut(RawServer server) {
        var failure = assertTimeoutPreemptively(Duration.ofSeconds(2), () -> lateFailure(server));

        var message = "a1: no complete answer from localhost:%d in time";
        assertEquals(Kind.TIMEOUT, failure.kind());
        assertEquals(String.format(message, server.port()), failure.getMessage());
    }

    private static void assertTooLarge(RawServer server) {
        var failure = Thrown.of(() -> fliki(server.url()).status("a1"));

        assertEquals(Kind.BAD_RESPONSE, failure.kind());
        assertEquals("a1: Fliki sent more than 64 KiB (200)", failure.getMessage());
    }

    @Nested
    class Deadline {

        @Test
        void bodyThatNeverGrowsEndsInTimeHoweverFastItComes() {
            var gzipHead = new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0};
            var emptyBlocks = "\0\0\0\u00ff\u00ff".repeat(10_000).getBytes(ISO_8859_1);
            var script =
                    (RawServer.Script)
                            connection -> {
                                connection.write(GZIP);
                                connection.write(gzipHead);
                                while (true) {
                                    connection.write(emptyBlocks);
                                }
                            };
            try (var server = RawServer.start(script)) {
                assertTimesOut(server);
            }
        }

        @Test
        void shortestTimeoutIsATimeout() {
            try (var server = RawServer.stallingAfter("")) {
                var fliki = fliki(server.url()).timeout(Duration.ofNanos(1));

                var failure = Thrown.of(() -> fliki.status("a1"));

                assertEquals(Kind.TIMEOUT, failure.kind());
            }
        }
    }

    @Nested
    class Size {

        @Test
        void bodyOfOneMebibyteIsRead() {
            var body = QUEUED + " ".repeat(LARGEST - QUEUED.length());
            try (var server = RawServer.saying(RawServer.ok(body))) {
                var status = fliki(server.url()).status("a1");

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
                assertTooLarge(server);

                assertTrue(hungUp.await(10, TimeUnit.SECONDS));
            }
        }
    }

    @Nested
    class Broken {

        /** Issue 10, beyond the list: Unirest's and Java's class names stood in the message. */
        @Test
        void lengthBeyondAllNumbersIsToldWithoutClassNames() {
            var head = "HTTP/1.1 200 X\r\nContent-Length: " + "9".repeat(20) + "\r\n\r\n";
            try (var server = RawServer.saying(head)) {
                var message = failure(server).getMessage();

                assertTrue(message.startsWith("a1: the connection to localhost:"), message);
                assertEquals(false, message.contains("Exception"), message);
            }
        }

        @Test
        void errorWhoseBodyNeverComesKeepsItsKind() {
            try (var server = RawServer.stallingAfter(RawServer.head(401, 10))) {
                var patient = fliki(server.url()).retries(4).timeout(Duration.ofSeconds(1));

                var failure = Thrown.of(() -> patient.status("a1"));

                assertEquals("a1: the API key is refused (401); check it", failure.getMessage());
                assertEquals(1, server.heads().size());
            }
        }

        @Test
        void errorWithAnEmptyGzipBodyKeepsItsKind() {
            try (var server =
                    RawServer.saying("HTTP/1.1 404 X\r\nContent-Encoding: gzip\r\n\r\n")) {
                assertEquals(Kind.NOT_FOUND, failure(server).kind());
            }
        }
    }
}
