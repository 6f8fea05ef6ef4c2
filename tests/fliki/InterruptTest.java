package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.FlikiException.Kind;
import fliki.csv.Csv;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** An interrupt ends whatever waits, at once, and leaves its mark and nothing else. */
class InterruptTest {

    /** Nobody who was interrupted waits for it. */
    private static final Duration LONG = Duration.ofMinutes(10);

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    private static Fliki fliki(String url) {
        return Clients.at(url, Time.system()).timeout(LONG);
    }

    /** What a call fails with when its thread is interrupted as soon as {@code ready} returns. */
    private static FlikiException interrupted(Runnable call, Callable<?> ready) throws Exception {
        var caught =
                new FutureTask<>(
                        () -> {
                            var failure = assertThrows(FlikiException.class, call::run);
                            assertTrue(Thread.currentThread().isInterrupted());
                            return failure;
                        });
        var thread = Threads.daemon("interrupted", caught);
        thread.start();
        ready.call();
        thread.interrupt();
        return caught.get(1, TimeUnit.MINUTES);
    }

    private static Callable<?> asked(RawServer server) {
        return () -> {
            server.awaitRequest();
            return null;
        };
    }

    /** Every way to wait for a server. */
    static Stream<BiConsumer<Fliki, Path>> verbs() {
        var ids = List.of("a1", "a2");
        return Stream.of(
                (fliki, dir) -> fliki.status("a1"),
                (fliki, dir) -> fliki.status(ids).toList(),
                (fliki, dir) -> fliki.poll("a1"),
                (fliki, dir) -> fliki.poll(ids).toList(),
                (fliki, dir) -> fliki.bulk(ids.stream()).toList(),
                (fliki, dir) -> fliki.bulk(dir.resolve("in.csv"), dir.resolve("out.csv")),
                (fliki, dir) ->
                        fliki.bulk(
                                Csv.from(dir.resolve("in.csv"))
                                        .to(dir.resolve("out.csv"))
                                        .waiting()),
                (fliki, dir) -> fliki.download(done(fliki), dir));
    }

    private static Status done(Fliki fliki) {
        var url = fliki.toString().replaceAll("Fliki\\[|]", "");
        return DownloadSetup.done("a1", url + "/f.mp4");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void endsAVerbThatWaitsForABody(BiConsumer<Fliki, Path> verb) throws Exception {
        Files.writeString(folder.resolve("in.csv"), "a1\na2\n");
        try (var server = RawServer.stallingAfter(RawServer.head(200, 9) + "v")) {
            interrupted(() -> verb.accept(fliki(server.url()), folder), asked(server));

            assertFalse(Files.exists(folder.resolve("a1.mp4.part")));
            var sent = server.heads().size();
            TimeUnit.MILLISECONDS.sleep(100);
            assertEquals(sent, server.heads().size(), "requests go on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 401 X\r\nContent-Length: 34\r\n\r\n{",
                "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n"
            })
    void endsALookUpThatWaitsForItsServer(String start) throws Exception {
        try (var server = RawServer.stallingAfter(start)) {
            var fliki = fliki(server.url());

            var failure = interrupted(() -> fliki.status("a1"), asked(server));

            assertEquals(Kind.NETWORK, failure.kind());
            assertEquals("a1: interrupted", failure.getMessage());
            assertEquals(1, server.heads().size());
        }
    }

    @Test
    void endsALookUpThatWaitsForItsTurn() throws Exception {
        api.answer(200, MockApi.json("a1", "queued"));
        var slow = fliki(api.url()).rate(0.01);
        slow.status("a1");

        var failure = interrupted(() -> slow.status("a1"), () -> null);

        assertEquals("a1: interrupted", failure.getMessage());
        assertEquals(1, api.requests().size());
    }

    @Test
    void endsALookUpThatWaitsForItsNextTry() throws Exception {
        api.answer(response().withStatusCode(503).withHeader("Retry-After", "60"));
        var fliki = fliki(api.url());

        var failure = interrupted(() -> fliki.status("a1"), InterruptTest::awaitAnswer);

        assertEquals(Kind.NETWORK, failure.kind());
        var until = "; Fliki asks to wait until ....-..-.. ..:..:..; interrupted";
        var message = "a1: trouble on the side of Fliki \\(503\\)" + until;
        assertTrue(failure.getMessage().matches(message), failure.getMessage());
        assertEquals(1, api.requests().size());
    }

    /** The wait for the next try begins a moment behind the request. */
    private static Object awaitAnswer() throws InterruptedException {
        while (api.requests().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.SECONDS.sleep(1);
        return null;
    }

    @Test
    void ofEarlierSendsNothing() {
        Thread.currentThread().interrupt();

        var failure = Thrown.of(() -> fliki(api.url()).status("a1"));

        assertTrue(Thread.interrupted());
        assertEquals("a1: interrupted", failure.getMessage());
        assertEquals(0, api.requests().size());
    }

    @Test
    void ofADownloadGivesItsConnectionUp() throws Exception {
        var hungUp = new CountDownLatch(1);
        try (var server = RawServer.mute(hungUp)) {
            var fliki = fliki(server.url());

            var failure = interrupted(() -> fliki.download(done(fliki), folder), asked(server));

            assertEquals("a1: cannot download: interrupted", failure.getMessage());
            hungUp.await();
        }
    }
}
