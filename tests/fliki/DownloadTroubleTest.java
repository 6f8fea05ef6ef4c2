package fliki;

import static fliki.DownloadSetup.VIDEO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A bad network, and servers that misbehave. */
class DownloadTroubleTest {

    private static final Reply FILE = Reply.file(VIDEO);
    private static final String FROM_4 = "/v.mp4 bytes=4- \"v1\"";
    private static final String EARLY =
            "DOWNLOAD: a: cannot download: the connection to 127.0.0.1 failed";

    @RegisterExtension final DownloadSetup downloads = new DownloadSetup();

    private void assertFetched(List<String> asked, RawServer.Script... answers) throws Exception {
        downloads.assertFetched(asked, answers);
    }

    /** Nobody is there at night to say it again, and in the morning Fliki has no file any more. */
    @Nested
    class WithinAPoll {

        private static final RawServer.Script SUCCESS = Reply.status("success", "/v.mp4");
        private static final RawServer.Script PROCESSING = Reply.status("processing", "");

        private final FakeTime time = FakeTime.besideOthers();

        private Outcome poll(RawServer.Script... answers) {
            downloads.serve(answers);
            var fliki = Clients.at(downloads.server.host() + "/v1", time).retries(1);
            try {
                return Outcome.of(
                        fliki.downloadTo(downloads.dir).onNotice(downloads.notices::add).poll("a"));
            } catch (FlikiException e) {
                return Outcome.of("a", e);
            }
        }

        /** Storage may have a file some seconds after Fliki says that it is there. */
        @ParameterizedTest
        @ValueSource(ints = {403, 404})
        void fileThatIsNotThereYetIsWaitedFor(int status) throws Exception {
            var not = Reply.of(status, "");

            poll(PROCESSING, SUCCESS, not, SUCCESS, not, SUCCESS, FILE);

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
        }

        @Test
        void fileThatIsNotThereAfterThreeMinutesIsGivenUp() {
            var answers = new ArrayList<>(List.of(PROCESSING, SUCCESS));
            for (int i = 0; i < 100; i++) {
                answers.addAll(List.of(Reply.of(404, ""), SUCCESS));
            }

            var end = poll(answers.toArray(RawServer.Script[]::new));

            assertEquals(
                    "a: cannot download: the link is dead (HTTP 404), and Fliki gives no other",
                    end.toString());
            assertEquals(3, time.passed().toMinutes());
        }

        /** One that had ended before may be three hours old. */
        @Test
        void fileOfAGenerationWhoseEndNobodySawIsDeadAtOnce() {
            var end = poll(SUCCESS, Reply.of(404, ""), SUCCESS).toString();

            assertTrue(end.endsWith("Fliki deletes files after 3 hours"), end);
            assertEquals(0, time.passed().toMinutes());
        }

        @Test
        void brokenDownloadIsNoOutageOfFliki() {
            poll(SUCCESS, FILE.cut(0), FILE.cut(0), FILE);

            var kinds = downloads.notices.stream().map(Notice::kind).distinct().toList();
            assertEquals(List.of(Notice.Kind.RETRYING, Notice.Kind.DOWNLOADING), kinds);
        }

        /** The first one waits two minutes; behind it, the tries of each are enough. */
        @Test
        void hostIsWaitedForOnce() {
            var gone = "{\"status\":\"success\",\"download\":\"http://localhost:1/v.mp4\"}";
            downloads.serve(Reply.of(200, gone));
            var fliki = Clients.at(downloads.server.url(), time).parallel(1);

            var ids = List.of("a", "b", "c", "d", "e", "f");
            var words = fliki.downloadTo(downloads.dir).poll(ids).map(Outcome::word).toList();

            assertEquals(Collections.nCopies(6, "download"), words);
            assertTrue(time.passed().toMinutes() < 4, "" + time.passed());
        }
    }

    @Nested
    class BrokenConnection {

        @Test
        void isResumedWhereItBroke() throws Exception {
            assertFetched(
                    List.of("/v.mp4", FROM_4, "/v.mp4 bytes=7- \"v1\""),
                    FILE.cut(4),
                    Reply.rest(VIDEO, 4).cut(3),
                    Reply.rest(VIDEO, 7));
        }

        @Test
        void startsAgainWhenTheFileHasChanged() throws Exception {
            assertFetched(
                    List.of("/v.mp4", FROM_4),
                    Reply.file("an older, longer film").cut(4),
                    FILE.with("ETag", "\"v2\""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"W/\"v1\"", "v1", ""})
        void startsAgainWithoutAStrongValidator(String etag) throws Exception {
            assertFetched(List.of("/v.mp4", "/v.mp4"), FILE.with("ETag", etag).cut(4), FILE);
        }

        /** A server that does not compare sends the rest of whatever it has by now. */
        @ParameterizedTest
        @CsvSource({
            "ETag, ''",
            "ETag, '\"v2\"'",
            "Content-Type, multipart/byteranges; boundary=x",
            "Content-Range, bytes 3-9/10",
            "Content-Range, bytes */10",
            "Content-Range, ''"
        })
        void startsAgainWhenTheRestMayBeOfAnotherFile(String header, String value)
                throws Exception {
            assertFetched(
                    List.of("/v.mp4", FROM_4, "/v.mp4"),
                    Reply.file("abcdefghij").cut(4),
                    Reply.rest(VIDEO, 4).with(header, value),
                    FILE);
        }

        @Test
        void isResumedByItsDateWhereItHasNoName() throws Exception {
            var date = "Mon, 30 Nov 2026 10:00:00 GMT";
            var whole = FILE.with("ETag", "W/\"1\"").with("Last-Modified", date);
            var rest = Reply.rest(VIDEO, 4).without("ETag");
            var asked = "/v.mp4 bytes=4- " + date;
            assertFetched(
                    List.of("/v.mp4", asked, "/v.mp4", asked),
                    whole.cut(4),
                    rest.with("Last-Modified", "Mon, 30 Nov 2026 10:00:01 GMT"),
                    whole.cut(4),
                    rest.with("Last-Modified", date));
        }

        @Test
        void startsAgainWhenTheRangeIsRefused() throws Exception {
            assertFetched(
                    List.of("/v.mp4", FROM_4, "/v.mp4"), FILE.cut(4), Reply.of(416, "no"), FILE);
        }

        @Test
        void isGivenUpAfterTheRetries() throws Exception {
            var failure = downloads.failure(FILE.without("ETag").cut(4));

            assertTrue(failure.startsWith(EARLY), failure);
            assertEquals(Collections.nCopies(5, "/v.mp4"), downloads.server.asked());
            assertEquals(Map.of(), downloads.files());
        }

        @Test
        void costsNoRetryWhereMuchHasCome() throws Exception {
            var film = "x".repeat(3 << 20);
            var fliki =
                    downloads.serve(
                            Reply.file(film).cut(1 << 20),
                            Reply.rest(film, 1 << 20).cut(1 << 20),
                            Reply.rest(film, 2 << 20));

            fliki.retries(1).download(downloads.done(), downloads.dir);

            assertEquals(Map.of("a.mp4", film), downloads.files());
        }

        @Test
        void costsRetriesWhereTheSameComesAgain() {
            var whole = Reply.file("x".repeat(4 << 20)).without("ETag");
            var more = whole.cut(3 << 20);
            var less = whole.cut(1 << 20);
            var fliki = downloads.serve(more, less, more, less, more, less, Reply.of(500, ""));

            downloads.failure(() -> fliki.retries(2).download(downloads.done(), downloads.dir));

            assertEquals(3, downloads.server.asked().size());
        }
    }

    /**
     * In real time: the timeout is one without a byte, and on a busy machine a byte may be late.
     */
    @Nested
    class SlowServer {

        @Test
        void isTriedAgainWhenItStalls() throws Exception {
            var fliki = downloads.serve(FILE.stall(4), Reply.rest(VIDEO, 4));

            fliki.timeout(Duration.ofSeconds(1)).download(downloads.done(), downloads.dir);

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            assertEquals(FROM_4, downloads.server.asked().get(1));
        }

        @Test
        void mayTakeItsTimeAsLongAsItMoves() throws Exception {
            var film = VIDEO.repeat(900);
            var fliki = downloads.serve(Reply.file(film).trickle(600, 150)).retries(0);

            fliki.timeout(Duration.ofSeconds(2)).download(downloads.done(), downloads.dir);

            assertEquals(Map.of("a.mp4", film), downloads.files());
        }

        @Test
        void isTriedAgainWhereItIsSlowerThanAKibibyteASecond() throws Exception {
            var drops = Reply.file(VIDEO.repeat(100)).without("ETag").trickle(1, 50);
            var fliki = downloads.serve(drops, FILE);

            fliki.timeout(Duration.ofSeconds(1)).download(downloads.done(), downloads.dir);

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
        }

        @Test
        void isHungUpOnWhereItSaysNothing() throws Exception {
            var hungUp = new CountDownLatch(1);
            try (var server = RawServer.mute(hungUp)) {
                var done = DownloadSetup.done("a", server.url() + "/v.mp4");
                var fliki = Clients.at(server.url(), new FakeTime()).retries(0);
                var hasty = fliki.timeout(Duration.ofSeconds(1));

                assertThrows(FlikiException.class, () -> hasty.download(done, downloads.dir));

                hungUp.await();
            }
        }
    }

    @Nested
    class RetryAfter {

        private final Reply later = Reply.of(429, "").with("Retry-After", "20");

        @Test
        void holdsBackWhateverAsksThatServerNext() {
            var fliki = downloads.serve(later, FILE);

            downloads.failure(() -> fliki.retries(0).download(downloads.done(), downloads.dir));
            fliki.download(downloads.done(), downloads.dir);

            assertEquals(20, downloads.time.passed().toSeconds());
        }

        @Test
        void ofMoreThanTwoMinutesEndsTheDownloadAndNamesTheTime() {
            var failure = downloads.failure(later.with("Retry-After", "121"));

            assertTrue(failure.contains("HTTP 429; the server asks to wait until 20"), failure);
            assertEquals(List.of("/v.mp4"), downloads.server.asked());
        }
    }

    @Test
    void wholeFileMayComeAsAPartOrFromACache() throws Exception {
        assertFetched(List.of("/v.mp4"), Reply.rest(VIDEO, 0));
        Files.delete(downloads.dir.resolve("a.mp4"));
        assertFetched(List.of("/v.mp4"), Reply.of(203, VIDEO));
    }

    @Test
    void refusalThatMayPassIsTriedAgainAndAnyOtherIsFinal() throws Exception {
        var moved = Reply.of(300, "").with("Location", "http://127.0.0.1:1/elsewhere");

        assertEquals("DOWNLOAD: a: cannot download: HTTP 300", downloads.failure(moved));
        assertEquals(List.of("/v.mp4"), downloads.server.asked());
        assertFetched(List.of("/v.mp4", "/v.mp4"), Reply.of(202, "later"), FILE);
    }

    @Test
    void whatTookThePlaceOfAPartStays() throws Exception {
        var fliki = downloads.serve(FILE.cut(4)).retries(0).onNotice(notice -> blockThePart());

        var failure = downloads.failure(() -> fliki.download(downloads.done(), downloads.dir));

        assertTrue(failure.startsWith(EARLY), failure);
        assertEquals(Map.of("a.mp4.part/full", ""), downloads.files());
    }

    /** Puts a folder of somebody in the place of the part. */
    private void blockThePart() {
        try {
            var part = downloads.dir.resolve("a.mp4.part");
            Files.delete(part);
            Files.createFile(Files.createDirectory(part).resolve("full"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void interruptBeforeAWriteSaysTheSame() throws Exception {
        var fliki = downloads.serve(FILE.trickle(1, 1));
        var rude = fliki.onNotice(notice -> Thread.currentThread().interrupt());

        assertEquals(
                "DOWNLOAD: a: cannot download: interrupted",
                downloads.failure(() -> rude.download(downloads.done(), downloads.dir)));
        assertTrue(Thread.interrupted());
        assertEquals(Map.of(), downloads.files());
    }
}
