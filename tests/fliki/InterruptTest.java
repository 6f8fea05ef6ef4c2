package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts in real time: the default timeout is half a minute, an interrupt ends the call now.
 */
class InterruptTest {

    private static final String HEADERS = "";
    private static final String BODY = "HTTP/1.1 200 X\r\nContent-Length: 34\r\n\r\n{";
    private static final String REFUSAL = "HTTP/1.1 401 X\r\nContent-Length: 34\r\n\r\n{";
    private static final String GZIP = "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n";

    @RegisterExtension static final MockApi api = new MockApi();

    private static Fliki fliki(String url) {
        return Clients.at(url, Time.system());
    }

    /** What a call fails with when its thread is interrupted as soon as {@code ready} returns. */
    private static FlikiException interrupted(Runnable call, Callable<?> ready) throws Exception {
        var caught =
                new FutureTask<>(
                        () -> {
                            var failure =
                                    Thrown.of(
                                            () -> {
                                                call.run();
                                                return null;
                                            });
                            assertTrue(Thread.currentThread().isInterrupted());
                            return failure;
                        });
        var thread = Threads.daemon("interrupted", caught);
        thread.start();
        ready.call();
        TimeUnit.MILLISECONDS.sleep(50);
        thread.interrupt();
        return caught.get(1, TimeUnit.SECONDS);
    }

    private static Callable<?> asked(RawServer server) {
        return () -> {
            server.awaitRequest();
            return null;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {HEADERS, BODY, REFUSAL, GZIP})
    void lookUpThatWaitsForTheServerEnds(String start) throws Exception {
        try (var server = RawServer.stallingAfter(start)) {
            var fliki = fliki(server.url());

            var failure = interrupted(() -> fliki.status("a1"), asked(server));

            assertEquals(Kind.NETWORK, failure.kind());
            assertEquals("a1: interrupted", failure.getMessage());
            assertEquals(1, server.heads().size());
        }
    }

    @Test
    void lookUpThatWaitsForItsTurnEnds() throws Exception {
        api.answer(200, MockApi.json("a1", "queued"));
        var slow = fliki(api.url()).rate(0.01);
        slow.status("a1");

        var failure = interrupted(() -> slow.status("a1"), () -> null);

        assertEquals("a1: interrupted", failure.getMessage());
        assertEquals(1, api.requests().size());
    }

    @Test
    void lookUpThatWaitsForItsNextTryEnds() throws Exception {
        api.answer(response().withStatusCode(503).withHeader("Retry-After", "60"));
        var fliki = fliki(api.url());

        var failure = interrupted(() -> fliki.status("a1"), () -> waitFor(1));

        assertEquals(Kind.NETWORK, failure.kind());
        var until = "; Fliki asks to wait until ....-..-.. ..:..:..; interrupted";
        assertTrue(
                failure.getMessage().matches("a1: trouble on the side of Fliki \\(503\\)" + until));
        assertEquals(1, api.requests().size());
    }

    @Test
    void lookUpOfAnInterruptedThreadSendsNothing() throws Exception {
        api.answer(200, MockApi.json("a1", "queued"));
        Thread.currentThread().interrupt();

        var failure = Thrown.of(() -> fliki(api.url()).status("a1"));

        assertTrue(Thread.interrupted());
        assertEquals("a1: interrupted", failure.getMessage());
        assertEquals(0, api.requests().size());
    }

    @Test
    void interruptOfAStreamEndsItsRequests() throws Exception {
        try (var server = RawServer.stallingAfter("")) {
            var fliki = fliki(server.url()).timeout(Duration.ofMinutes(5));
            interrupted(() -> fliki.status(List.of("a1", "a2")).toList(), asked(server));
            var sent = server.heads().size();

            TimeUnit.MILLISECONDS.sleep(200);

            assertEquals(sent, server.heads().size());
        }
    }

    @Test
    void downloadThatWaitsForTheServerGivesItsConnectionUp(@TempDir Path dir) throws Exception {
        var hungUp = new CountDownLatch(1);
        try (var server = RawServer.mute(hungUp)) {
            var link = Optional.of(server.url() + "/v.mp4");
            var done = FakeApi.status("a1", "success", OptionalDouble.empty(), link);
            var fliki = fliki(server.url());

            var failure = interrupted(() -> fliki.download(done, dir), asked(server));

            assertEquals("a1: cannot download: interrupted", failure.getMessage());
            assertTrue(hungUp.await(10, TimeUnit.SECONDS));
        }
    }

    private static Object waitFor(int requests) throws InterruptedException {
        while (api.requests().size() < requests) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return null;
    }
}
