package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** DownloadSetup over a bad network, from a server that misbehaves. */
@Timeout(20)
class DownloadTroubleTest {

    private static final String VIDEO = "0123456789";
    private static final String EARLY =
            "DOWNLOAD: a: cannot download: the connection to 127.0.0.1 failed";

    @TempDir Path dir;

    private void assertFetched(List<String> asked, FileServer.Answer... answers) throws Exception {
        DownloadSetup.assertFetched(dir, VIDEO, asked, answers);
    }

    /** Nobody is there at night to say it again, and in the morning Fliki has no file any more. */
    @Nested
    class WithinAPoll {

        private final FakeTime time = FakeTime.besideOthers();

        private final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());

        private final String[] link = new String[1];

        private final FileServer.Answer success = out -> Reply.status("success", link[0]).send(out);

        private Path poll(FileServer.Answer... files) throws Exception {
            var answers = new ArrayList<>(List.of(success));
            answers.addAll(List.of(files));
            return pollAll(answers);
        }

        /** The same for a generation whose end is seen by the poll. */
        private Path pollToTheEnd(FileServer.Answer... files) throws Exception {
            var answers = new ArrayList<FileServer.Answer>();
            answers.add(Reply.status("processing", ""));
            answers.add(success);
            answers.addAll(List.of(files));
            return pollAll(answers);
        }

        private Path pollAll(List<FileServer.Answer> answers) throws Exception {
            try (var server = new FileServer(answers.toArray(FileServer.Answer[]::new))) {
                link[0] = server.url() + "/v.mp4";
                var fliki = Clients.at(server.url() + "/v1", time).retries(1).downloadTo(dir);
                return fliki.onNotice(notices::add).poll("a").file().orElseThrow();
            }
        }

        /** Storage may have a file some seconds after Fliki says that it is there. */
        @ParameterizedTest
        @ValueSource(ints = {403, 404})
        void fileThatIsNotThereYetIsWaitedFor(int status) throws Exception {
            var not = Reply.of(status, "");

            var file = pollToTheEnd(not, success, not, success, Reply.file(VIDEO));

            assertEquals(VIDEO, Files.readString(file));
        }

        @Test
        void fileThatIsNotThereAfterThreeMinutesIsGivenUp() {
            var not = Reply.of(404, "");
            FileServer.Answer[] answers = new FileServer.Answer[200];
            Arrays.setAll(answers, i -> i % 2 == 0 ? not : success);

            var e = assertThrows(FlikiException.class, () -> pollToTheEnd(answers));

            assertEquals(
                    "a: cannot download: the link is dead (HTTP 404), and Fliki gives no other",
                    e.getMessage());
            assertEquals(3, time.passed().toMinutes());
        }

        /** One that had ended before may be three hours old. */
        @Test
        void fileOfAGenerationWhoseEndNobodySawIsDeadAtOnce() {
            var e =
                    assertThrows(
                            FlikiException.class, () -> poll(Reply.of(404, ""), success, success));

            assertTrue(e.getMessage().endsWith("Fliki deletes files after 3 hours"), "" + e);
            assertEquals(0, time.passed().toMinutes());
        }

        @Test
        void brokenDownloadIsNoOutageOfFliki() throws Exception {
            FileServer.Answer lost = Reply.file(VIDEO).cut(0);

            poll(lost, lost, Reply.file(VIDEO));

            var kinds = notices.stream().map(Notice::kind).distinct().toList();
            assertEquals(List.of(Notice.Kind.RETRYING, Notice.Kind.DOWNLOADING), kinds);
        }

        /** The first one waits two minutes; behind it, the tries of each are enough. */
        @Test
        void hostIsWaitedForOnce() throws Exception {
            var gone = "http://localhost:1/v.mp4";
            try (var server = new FileServer(Reply.status("success", gone))) {
                var fliki = Clients.at(server.url() + "/v1", time).downloadTo(dir).parallel(1);
                var ids = List.of("a", "b", "c", "d", "e", "f");

                var words = fliki.poll(ids).map(Outcome::word).toList();

                assertEquals(Collections.nCopies(6, "download"), words);
                assertTrue(time.passed().toMinutes() < 4, "" + time.passed());
            }
        }
    }

    @Nested
    class BrokenConnection {

        @Test
        void isResumedWhereItBroke() throws Exception {
            assertFetched(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", "/v.mp4 bytes=7- \"v1\""),
                    Reply.file(VIDEO).cut(4),
                    Reply.rest(VIDEO, 4).cut(3),
                    Reply.rest(VIDEO, 7));
        }

        @Test
        void startsAgainWhenTheFileHasChanged() throws Exception {
            assertFetched(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\""),
                    Reply.file("an older, longer film").cut(4),
                    Reply.file(VIDEO).with("ETag", "\"v2\""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"W/\"v1\"", "v1", ""})
        void startsAgainWithoutAStrongValidator(String etag) throws Exception {
            assertFetched(
                    List.of("/v.mp4", "/v.mp4"),
                    Reply.file(VIDEO).with("ETag", etag).cut(4),
                    Reply.file(VIDEO));
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
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", "/v.mp4"),
                    Reply.file("abcdefghij").cut(4),
                    Reply.rest(VIDEO, 4).with(header, value),
                    Reply.file(VIDEO));
        }

        @Test
        void isResumedByItsDateWhereItHasNoName() throws Exception {
            var date = "Mon, 30 Nov 2026 10:00:00 GMT";
            var whole = Reply.file(VIDEO).with("ETag", "W/\"1\"").with("Last-Modified", date);
            var rest = Reply.rest(VIDEO, 4).without("ETag");
            assertFetched(
                    List.of(
                            "/v.mp4",
                            "/v.mp4 bytes=4- " + date,
                            "/v.mp4",
                            "/v.mp4 bytes=4- " + date),
                    whole.cut(4),
                    rest.with("Last-Modified", "Mon, 30 Nov 2026 10:00:01 GMT"),
                    whole.cut(4),
                    rest.with("Last-Modified", date));
        }

        @Test
        void startsAgainWhenTheRangeIsRefused() throws Exception {
            assertFetched(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", "/v.mp4"),
                    Reply.file(VIDEO).cut(4),
                    Reply.of(416, "no"),
                    Reply.file(VIDEO));
        }

        @Test
        void isGivenUpAfterTheRetries() throws Exception {
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).without("ETag").cut(4))) {
                assertTrue(downloads.failure("a").startsWith(EARLY), downloads.failure("a"));

                assertEquals(Collections.nCopies(10, "/v.mp4"), downloads.server.asked());
                assertEquals(Map.of(), downloads.files());
            }
        }

        @Test
        void costsNoRetryWhereMuchHasCome() throws Exception {
            var film = "x".repeat(3 << 20);
            try (var downloads =
                    new DownloadSetup(
                            dir,
                            Reply.file(film).cut(1 << 20),
                            Reply.rest(film, 1 << 20).cut(1 << 20),
                            Reply.rest(film, 2 << 20))) {
                downloads.fliki.retries(1).download(downloads.done("a"), dir);

                assertEquals(Map.of("a.mp4", film), downloads.files());
            }
        }

        @Test
        void costsRetriesWhereTheSameComesAgain() throws Exception {
            var whole = Reply.file("x".repeat(4 << 20)).without("ETag");
            var more = whole.cut(3 << 20);
            var less = whole.cut(1 << 20);
            var last = Reply.of(500, "too many tries");
            try (var downloads = new DownloadSetup(dir, more, less, more, less, more, less, last)) {
                var status = downloads.done("a");
                downloads.failure(() -> downloads.fliki.retries(2).download(status, dir));

                assertEquals(3, downloads.server.asked().size());
            }
        }
    }

    @Nested
    class SlowServer {

        /** No step may take longer than the timeout of 600 ms. */
        private void assertFetchedInSteps(List<String> asked, FileServer.Answer... answers)
                throws Exception {
            try (var downloads = new DownloadSetup(dir, answers)) {
                var fliki = downloads.fliki.timeout(Duration.ofMillis(600));
                fliki.download(downloads.done("a"), dir);

                assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
                assertEquals(asked, downloads.server.asked());
            }
        }

        @Test
        void isTriedAgainWhenItStalls() throws Exception {
            assertFetchedInSteps(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\""),
                    Reply.file(VIDEO).stall(4, 5000),
                    Reply.rest(VIDEO, 4));
        }

        @Test
        void mayTakeItsTimeAsLongAsItMoves() throws Exception {
            var film = VIDEO.repeat(400);
            try (var downloads = new DownloadSetup(dir, Reply.file(film).trickle(400, 100))) {
                var fliki = downloads.fliki.timeout(Duration.ofMillis(600)).retries(0);
                fliki.download(downloads.done("a"), dir);

                assertEquals(Map.of("a.mp4", film), downloads.files());
            }
        }

        @Test
        void isTriedAgainWhereItIsSlowerThanAKibibyteASecond() throws Exception {
            assertFetchedInSteps(
                    List.of("/v.mp4", "/v.mp4"),
                    Reply.file(VIDEO).without("ETag").trickle(1, 100),
                    Reply.file(VIDEO));
        }
    }

    @Test
    void connectionOfAServerThatSaysNothingIsGivenUp() throws Exception {
        var hungUp = new CountDownLatch(1);
        try (var server = RawServer.mute(hungUp)) {
            var done = DownloadSetup.done("a", server.url() + "/v.mp4");
            var fliki =
                    Clients.at(server.url(), new FakeTime())
                            .timeout(Duration.ofSeconds(1))
                            .retries(0);

            assertThrows(FlikiException.class, () -> fliki.download(done, dir));

            assertTrue(hungUp.await(10, TimeUnit.SECONDS));
        }
    }

    @Nested
    class WrongLength {

        @Test
        void endsNothingThatIsShort() throws Exception {
            var reply = Reply.rest(VIDEO, 4).with("Content-Length", "3").cut(3);
            assertFetched(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", "/v.mp4 bytes=7- \"v1\""),
                    Reply.file(VIDEO).cut(4),
                    reply,
                    Reply.rest(VIDEO, 7));
        }

        @Test
        void emptyFileIsNone() throws Exception {
            assertFetched(List.of("/v.mp4", "/v.mp4"), Reply.file(""), Reply.file(VIDEO));
        }
    }

    @Nested
    class RetryAfter {

        private final Reply later = Reply.of(429, "").with("Retry-After", "20");

        @Test
        void holdsBackWhateverAsksThatServerNext() throws Exception {
            try (var downloads = new DownloadSetup(dir, later, Reply.file(VIDEO))) {
                downloads.failure(
                        () -> downloads.fliki.retries(0).download(downloads.done("b"), dir));
                downloads.fetch("a");

                assertEquals(20, downloads.time.passed().toSeconds());
            }
        }

        @Test
        void ofMoreThanTwoMinutesEndsTheDownloadAndNamesTheTime() throws Exception {
            try (var downloads = new DownloadSetup(dir, later.with("Retry-After", "121"))) {
                var failure = downloads.failure("a");

                assertTrue(failure.contains("HTTP 429; the server asks to wait until 20"), failure);
                assertEquals(List.of("/v.mp4"), downloads.server.asked());
            }
        }
    }

    @Nested
    class WholeFile {

        @Test
        void mayComeAsAPart() throws Exception {
            assertFetched(List.of("/v.mp4"), Reply.rest(VIDEO, 0));
        }

        @Test
        void mayComeFromACache() throws Exception {
            assertFetched(List.of("/v.mp4"), Reply.of(203, VIDEO));
        }

        @Test
        void isNoFirstPart() throws Exception {
            assertFetched(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\""),
                    Reply.of(206, "0123")
                            .with("Content-Range", "bytes 0-3/10")
                            .with("ETag", "\"v1\""),
                    Reply.rest(VIDEO, 4));
        }
    }

    @Nested
    class Refusal {

        @Test
        void thatMayPassIsTriedAgain() throws Exception {
            assertFetched(List.of("/v.mp4", "/v.mp4"), Reply.of(202, "later"), Reply.file(VIDEO));
        }

        @Test
        void ofAnotherKindIsFinal() throws Exception {
            var reply = Reply.of(300, "").with("Location", "http://127.0.0.1:1/elsewhere");
            try (var downloads = new DownloadSetup(dir, reply)) {
                assertEquals("DOWNLOAD: a: cannot download: HTTP 300", downloads.failure("a"));

                assertEquals(List.of("/v.mp4"), downloads.server.asked());
            }
        }
    }

    @Test
    void whatTookThePlaceOfAPartStays() throws Exception {
        try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).cut(4))) {
            var fliki = downloads.fliki.retries(0).onNotice(notice -> blockThePart());
            var failure = downloads.failure(() -> fliki.download(downloads.done("a"), dir));

            assertTrue(failure.startsWith(EARLY), failure);
            assertEquals(Map.of("a.mp4.part/full", ""), downloads.files());
        }
    }

    /** Puts a folder of somebody in the place of the part. */
    private void blockThePart() {
        try {
            var part = dir.resolve("a.mp4.part");
            Files.delete(part);
            Files.createFile(Files.createDirectory(part).resolve("full"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void interruptBeforeAWriteSaysTheSame() throws Exception {
        try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).trickle(1, 1))) {
            var fliki = downloads.fliki.onNotice(n -> Thread.currentThread().interrupt());
            assertEquals(
                    "DOWNLOAD: a: cannot download: interrupted",
                    downloads.failure(() -> fliki.download(downloads.done("a"), dir)));

            assertTrue(Thread.interrupted());
            assertEquals(Map.of(), downloads.files());
        }
    }
}
