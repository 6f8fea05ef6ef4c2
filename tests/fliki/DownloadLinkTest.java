package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Links that are dead, fresh, odd or not there. */
@Timeout(20)
class DownloadLinkTest {

    private static final String VIDEO = "0123456789";
    private static final String STATUS = "/v1/generate/status?fileId=a";
    private static final Reply GONE = Reply.of(404, "<Error>NoSuchKey</Error>");

    @TempDir Path dir;

    /** A status with a fresh link to the same server, whose port is known only when it asks. */
    private static FileServer.Answer fresh(DownloadSetup[] downloads, String state, String path) {
        return out -> Reply.status(state, downloads[0].server.url() + path).send(out);
    }

    private String dead(int status) {
        return "DOWNLOAD: a: cannot download: the link is dead (HTTP "
                + status
                + "); Fliki deletes files after 3 hours";
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void deadLinkIsReplacedByAFreshOne(int status) throws Exception {
        var box = new DownloadSetup[1];
        var fresh = fresh(box, "success", "/w.mp4");
        try (var downloads =
                new DownloadSetup(dir, Reply.of(status, "dead"), fresh, Reply.file(VIDEO))) {
            box[0] = downloads;
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            assertEquals(List.of("/v.mp4", STATUS, "/w.mp4"), downloads.server.asked());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<Code>ExpiredToken</Code>", "Request has expired", "EXPIRED"})
    void refusalThatSpeaksOfAnExpiredLinkIsADeadLink(String words) throws Exception {
        var box = new DownloadSetup[1];
        var fresh = fresh(box, "success", "/w.mp4");
        try (var downloads =
                new DownloadSetup(dir, Reply.of(400, words), fresh, Reply.file(VIDEO))) {
            box[0] = downloads;
            downloads.fetch("a");

            assertEquals(List.of("/v.mp4", STATUS, "/w.mp4"), downloads.server.asked());
        }
    }

    /** Signed links live for minutes, a big film comes for longer. */
    @Test
    void itIsReplacedWheneverBytesHaveComeSince() throws Exception {
        var box = new DownloadSetup[1];
        try (var downloads =
                new DownloadSetup(
                        dir,
                        Reply.file(VIDEO).cut(4),
                        GONE,
                        fresh(box, "success", "/w.mp4"),
                        Reply.rest(VIDEO, 4).cut(3),
                        Reply.of(403, ""),
                        fresh(box, "success", "/x.mp4"),
                        Reply.rest(VIDEO, 7))) {
            box[0] = downloads;
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            assertEquals("/x.mp4 bytes=7- \"v1\"", downloads.server.asked().get(6));
        }
    }

    /** A link that a moment ago gave bytes is asked once more before it is dead. */
    @Test
    void oneOddAnswerDoesNotEndAFileThatWasComing() throws Exception {
        var box = new DownloadSetup[1];
        var same = fresh(box, "success", "/v.mp4");
        try (var downloads =
                new DownloadSetup(
                        dir, Reply.file(VIDEO).cut(4), GONE, same, Reply.rest(VIDEO, 4))) {
            box[0] = downloads;
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
        }
    }

    @Test
    void itIsReplacedOnce() throws Exception {
        var box = new DownloadSetup[1];
        var fresh = fresh(box, "success", "/w.mp4");
        try (var downloads = new DownloadSetup(dir, GONE, fresh, Reply.of(410, ""))) {
            box[0] = downloads;
            assertEquals(dead(410), downloads.failure("a"));

            assertEquals(List.of("/v.mp4", STATUS, "/w.mp4"), downloads.server.asked());
        }
    }

    @Test
    void sameLinkAgainIsDeadAtOnce() throws Exception {
        var box = new DownloadSetup[1];
        try (var downloads = new DownloadSetup(dir, GONE, fresh(box, "success", "/v.mp4"))) {
            box[0] = downloads;
            assertEquals(dead(404), downloads.failure("a"));

            assertEquals(List.of("/v.mp4", STATUS), downloads.server.asked());
        }
    }

    @Test
    void goneWhileItCameStartsAgainFromTheFreshLink() throws Exception {
        var box = new DownloadSetup[1];
        var fresh = fresh(box, "success", "/w.mp4");
        var other = Reply.file(VIDEO).with("ETag", "\"v2\"");
        try (var downloads =
                new DownloadSetup(dir, Reply.file("abcdefgh").cut(4), GONE, fresh, other)) {
            box[0] = downloads;
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            assertEquals(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", STATUS, "/w.mp4 bytes=4- \"v1\""),
                    downloads.server.asked());
        }
    }

    private static FileServer.Answer[] fourTimes(FileServer.Answer one, FileServer.Answer two) {
        return new FileServer.Answer[] {one, two, one, two, one, two, one, two};
    }

    /** One odd look at a generation that was a success ends no download. */
    @Test
    void oneLookThatSaysErrorIsAskedAgain() throws Exception {
        var box = new DownloadSetup[1];
        var error = fresh(box, "error", "/w.mp4");
        var link = fresh(box, "success", "/w.mp4");
        try (var downloads = new DownloadSetup(dir, GONE, error, GONE, link, Reply.file("video"))) {
            box[0] = downloads;

            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", "video"), downloads.files());
        }
    }

    @Test
    void generationThatHasFailedSinceIsNamed() throws Exception {
        var box = new DownloadSetup[1];
        var error = fresh(box, "error", "/w.mp4");
        try (var downloads = new DownloadSetup(dir, fourTimes(GONE, error))) {
            box[0] = downloads;

            assertEquals("GENERATION_FAILED: a: it ended in error", downloads.failure("a"));
        }
    }

    /** What a poll has seen as a success stays one: nothing is left to be waited for. */
    @Test
    void generationThatIsNotFinishedAfterAllHasADeadLink() throws Exception {
        var box = new DownloadSetup[1];
        var processing = fresh(box, "processing", "");
        try (var downloads = new DownloadSetup(dir, fourTimes(GONE, processing))) {
            box[0] = downloads;

            assertEquals(
                    "DOWNLOAD: a: cannot download: the link is dead (HTTP 404), and Fliki now says"
                            + " processing",
                    downloads.failure("a"));
        }
    }

    @Test
    void refusedStatusKeepsItsOwnKind() throws Exception {
        try (var downloads = new DownloadSetup(dir, GONE, Reply.of(401, "{}"))) {
            assertEquals(
                    "UNAUTHORIZED: a: the API key is refused (401); check it",
                    downloads.failure("a"));
        }
    }

    @Test
    void troubleWithTheFreshLinkCostsNoMoreThanTheRetries() throws Exception {
        var down = Reply.of(503, "");
        try (var downloads = new DownloadSetup(dir, GONE, down, GONE, down, GONE, down)) {
            var fliki = downloads.fliki.retries(2);
            assertEquals(
                    "DOWNLOAD: a: trouble on the side of Fliki (503)",
                    downloads.failure(() -> fliki.download(downloads.done("a"), dir)));

            assertEquals(
                    List.of("/v.mp4", STATUS, "/v.mp4", STATUS, "/v.mp4", STATUS),
                    downloads.server.asked());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v.mp4?X-Amz-Signature=a%2Bb%2F%3D&x=a+b&y=%20c",
                "/%C3%A4/v.mp4?a=%C3%A4&empty=&flag",
                "/a//b/../v.mp4?url=https://files.example/x?y"
            })
    void signedLinkIsSentAsItIs(String path) throws Exception {
        try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO))) {
            downloads.fliki.download(DownloadSetup.done("a", downloads.server.url() + path), dir);

            assertEquals(List.of(path), downloads.server.asked());
        }
    }

    @Test
    void linkMayComeSomeLooksAfterTheSuccess() throws Exception {
        var box = new DownloadSetup[1];
        var none = Reply.of(200, "{\"status\":\"success\"}");
        var late = fresh(box, "success", "/w.mp4");
        try (var downloads = new DownloadSetup(dir, none, none, late, Reply.file(VIDEO))) {
            box[0] = downloads;
            downloads.fliki.download(DownloadSetup.status("a", "success", Optional.empty()), dir);

            assertEquals(List.of(STATUS, STATUS, STATUS, "/w.mp4"), downloads.server.asked());
        }
    }

    @Test
    void linkThatNeverComesIsAskedForThreeTimes() throws Exception {
        var none = Reply.of(200, "{\"status\":\"success\"}");
        try (var downloads = new DownloadSetup(dir, none)) {
            var status = DownloadSetup.status("a", "success", Optional.empty());
            var fliki = downloads.fliki.retries(0);

            assertEquals(
                    "DOWNLOAD: a: cannot download: Fliki gave no link",
                    downloads.failure(() -> fliki.download(status, dir)));
            assertEquals(List.of(STATUS, STATUS, STATUS), downloads.server.asked());
            assertEquals(3, downloads.time.sleeps().size());
        }
    }

    @Test
    void passwordInALinkIsNotShown() throws Exception {
        try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).cut(4))) {
            var link = downloads.server.url().replace("//", "//me:secret@") + "/v.mp4";
            var status = DownloadSetup.done("a", link);

            var failure = downloads.failure(() -> downloads.fliki.download(status, dir));
            assertEquals(-1, failure.indexOf("secret"), failure);
        }
    }
}
