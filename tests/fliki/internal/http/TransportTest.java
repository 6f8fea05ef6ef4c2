package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

class TransportTest {

    private static final String QUEUED = MockApi.json("a1", "queued");
    private static final String CHUNKED = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String GZIP = "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n";
    private static final int MEBIBYTE = 1 << 20;

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
        assertEquals("a1: Fliki sent more than 1 MiB (200)", failure.getMessage());
    }

    private static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static RawServer endless(String head, byte[] part, long pauseMillis) {
        return RawServer.start(
                connection -> {
                    connection.write(head);
                    while (true) {
                        connection.write(part);
                        Thread.sleep(pauseMillis);
                    }
                });
    }

    private static RawServer sending(String head, byte[] body) {
        return RawServer.start(
                connection -> {
                    connection.write(head);
                    connection.write(body);
                });
    }

    @Nested
    class Deadline {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "HTTP/1.1 200 X\r\nContent-Le",
                    "HTTP/1.1 200 X\r\nContent-Length: 34\r\n\r\n",
                    "HTTP/1.1 200 X\r\nContent-Length: 34\r\n\r\n{\"status\"",
                    "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sta",
                    "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n\u001f"
                })
        void answerThatStallsEndsInTime(String start) {
            try (var server = RawServer.stallingAfter(start)) {
                assertTimesOut(server);
            }
        }

        @Test
        void dripFedBodyEndsInTime() {
            try (var server = endless(CHUNKED, "1\r\nx\r\n".getBytes(UTF_8), 20)) {
                assertTimesOut(server);
            }
        }

        @Test
        void dripFedHeadersEndInTime() {
            try (var server = endless("HTTP/1.1 200 X\r\n", "A: b\r\n".getBytes(UTF_8), 20)) {
                assertTimesOut(server);
            }
        }

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
        void timeoutsAreTriedAgain() {
            try (var server = RawServer.stallingAfter("")) {
                var fliki = fliki(server.url()).timeout(Duration.ofMillis(100)).retries(1);

                Thrown.of(() -> fliki.status("a1"));

                assertEquals(2, server.heads().size());
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
            var body = QUEUED + " ".repeat(MEBIBYTE - QUEUED.length());
            try (var server = RawServer.saying(RawServer.ok(body))) {
                var status = fliki(server.url()).status("a1");

                assertEquals("queued", status.status());
            }
        }

        @Test
        void largerBodyIsRefused() {
            var body = QUEUED + " ".repeat(MEBIBYTE + 1 - QUEUED.length());
            try (var server = RawServer.saying(RawServer.ok(body))) {
                assertTooLarge(server);
            }
        }

        @Test
        void endlessChunksAreRefused() {
            var chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(UTF_8);
            try (var server = endless(CHUNKED, chunk, 0)) {
                assertTooLarge(server);
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

        @Test
        void gzipBombIsRefused() {
            try (var server = sending(GZIP, gzip(new byte[20 * MEBIBYTE]))) {
                assertTooLarge(server);
            }
        }
    }

    @Nested
    class Broken {

        @Test
        void gzipAnswerIsRead() {
            try (var server = sending(GZIP, gzip(QUEUED.getBytes(UTF_8)))) {
                assertEquals("queued", fliki(server.url()).status("a1").status());
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "HTTP/1.1",
                    "SSH-2.0-x\r\n\r\n",
                    "HTTP/1.1 200 X\r\nContent-Length: 34\r\n\r\n{",
                    "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
                    "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{",
                    "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\nplain"
                })
        void brokenAnswerIsANetworkFailure(String answer) {
            try (var server = RawServer.saying(answer)) {
                var failure = failure(server);

                assertEquals(Kind.NETWORK, failure.kind());
                var start = "a1: the connection to localhost:%d failed (";
                assertTrue(
                        failure.getMessage().startsWith(String.format(start, server.port())),
                        failure::getMessage);
            }
        }

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

        @ParameterizedTest
        @ValueSource(strings = {"", "HTTP/1.1 200 X\r\nContent-Length: 34\r\n\r\n{"})
        void resetIsANetworkFailure(String start) {
            RawServer.Script script =
                    connection -> {
                        connection.write(start);
                        connection.reset();
                    };
            try (var server = RawServer.start(script)) {
                assertEquals(Kind.NETWORK, failure(server).kind());
            }
        }

        @Test
        void brokenConnectionIsTriedAgain() {
            try (var server = RawServer.saying("HTTP/1.1 200 X\r\nContent-Length: 34\r\n\r\n{")) {
                Thrown.of(() -> fliki(server.url()).retries(2).status("a1"));

                assertEquals(3, server.heads().size());
            }
        }

        @Test
        void errorWhoseBodyNeverComesKeepsItsKind() {
            try (var server = RawServer.stallingAfter(RawServer.head(401, 10))) {
                var patient = fliki(server.url()).retries(4).timeout(Clients.SHORT);

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

    @Nested
    class NoConnection {

        @Test
        void refusedConnectionIsNamed() {
            var server = RawServer.saying("");
            server.close();

            var failure = failure(server);

            assertEquals(Kind.NETWORK, failure.kind());
            assertEquals("a1: cannot connect to localhost:" + server.port(), failure.getMessage());
        }

        @Test
        void unknownHostIsNamed() {
            var fliki = fliki("https://no-such-host.invalid/v1");

            var failure = Thrown.of(() -> fliki.status("a1"));

            assertEquals(Kind.NETWORK, failure.kind());
            assertEquals("a1: cannot find the host no-such-host.invalid", failure.getMessage());
        }

        @Test
        void certificateThatNobodyTrustsIsNamed() {
            var fliki = fliki(api.httpsUrl()).timeout(Duration.ofSeconds(20));

            var failure = Thrown.of(() -> fliki.status("a1"));

            assertEquals(Kind.NETWORK, failure.kind());
            var host = api.httpsUrl().replaceAll("https://|/v1", "");
            assertEquals(
                    "a1: no safe connection to "
                            + host
                            + ": its certificate is from nobody that this Java trusts",
                    failure.getMessage());
            assertEquals(false, failure.retryable());
            assertEquals(0, api.requests().size());
        }
    }
}
