package fliki;

import static fliki.DownloadSetup.VIDEO;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Links that are dead, fresh, odd or not there. */
class DownloadLinkTest {

    private static final String STATUS = "/v1/generate/status?fileId=a";
    private static final Reply GONE = Reply.of(404, "<Error>NoSuchKey</Error>");
    private static final Reply FILE = Reply.file(VIDEO);
    private static final RawServer.Script FRESH = Reply.status("success", "/w.mp4");

    @RegisterExtension final DownloadSetup downloads = new DownloadSetup();

    private static String dead(int status) {
        return "DOWNLOAD: a: cannot download: the link is dead (HTTP "
                + status
                + "); Fliki deletes files after 3 hours";
    }

    @ParameterizedTest
    @CsvSource({
        "401, dead",
        "403, dead",
        "404, dead",
        "410, dead",
        "400, <Code>ExpiredToken</Code>",
        "400, Request has expired",
        "400, EXPIRED"
    })
    void deadLinkIsReplacedByAFreshOne(int status, String words) throws Exception {
        downloads.assertFetched(
                List.of("/v.mp4", STATUS, "/w.mp4"), Reply.of(status, words), FRESH, FILE);
    }

    /** Signed links live for minutes, a big film comes for longer. */
    @Test
    void itIsReplacedWheneverBytesHaveComeSince() throws Exception {
        downloads.assertFetched(
                List.of(
                        "/v.mp4",
                        "/v.mp4 bytes=4- \"v1\"",
                        STATUS,
                        "/w.mp4 bytes=4- \"v1\"",
                        "/w.mp4 bytes=7- \"v1\"",
                        STATUS,
                        "/x.mp4 bytes=7- \"v1\""),
                FILE.cut(4),
                GONE,
                FRESH,
                Reply.rest(VIDEO, 4).cut(3),
                Reply.of(403, ""),
                Reply.status("success", "/x.mp4"),
                Reply.rest(VIDEO, 7));
    }

    /** A link that a moment ago gave bytes is asked once more before it is dead. */
    @Test
    void oneOddAnswerDoesNotEndAFileThatWasComing() throws Exception {
        var same = Reply.status("success", "/v.mp4");

        var files = downloads.fetched(FILE.cut(4), GONE, same, Reply.rest(VIDEO, 4));

        assertEquals(Map.of("a.mp4", VIDEO), files);
    }

    @Test
    void itIsReplacedOnceAndNeverByItself() {
        assertEquals(dead(410), downloads.failure(GONE, FRESH, Reply.of(410, "")));
        assertEquals(List.of("/v.mp4", STATUS, "/w.mp4"), downloads.server.asked());

        var same = Reply.status("success", "/v.mp4");
        assertEquals(dead(404), downloads.failure(GONE, same));
        assertEquals(List.of("/v.mp4", STATUS), downloads.server.asked());
    }

    @Test
    void goneWhileItCameStartsAgainFromTheFreshLink() throws Exception {
        downloads.assertFetched(
                List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", STATUS, "/w.mp4 bytes=4- \"v1\""),
                Reply.file("abcdefgh").cut(4),
                GONE,
                FRESH,
                FILE.with("ETag", "\"v2\""));
    }

    /** One odd look at a generation that was a success ends no download. */
    @Test
    void oneLookThatSaysErrorIsAskedAgain() throws Exception {
        var error = Reply.status("error", "/w.mp4");

        assertEquals(Map.of("a.mp4", VIDEO), downloads.fetched(GONE, error, GONE, FRESH, FILE));
    }

    private String failureAfter(RawServer.Script look) {
        return downloads.failure(GONE, look, GONE, look, GONE, look, GONE, look);
    }

    /** What a poll has seen as a success stays one: nothing is left to be waited for. */
    @Test
    void whatTheStatusSaysNowIsNamed() {
        assertEquals(
                "GENERATION_FAILED: a: it ended in error",
                failureAfter(Reply.status("error", "/w.mp4")));
        assertEquals(
                "DOWNLOAD: a: cannot download: the link is dead (HTTP 404), and Fliki now says"
                        + " processing",
                failureAfter(Reply.status("processing", "")));
        assertEquals(
                "UNAUTHORIZED: a: the API key is refused (401); check it",
                downloads.failure(GONE, Reply.of(401, "{}")));
    }

    @Test
    void refusedKeyEndsARunOfMany() {
        var link = Reply.status("success", "/v.mp4");
        var fliki = downloads.serve(link, GONE, Reply.of(401, ""), link, FILE).parallel(1);
        var outcomes = fliki.downloadTo(downloads.dir).download(List.of("a", "b"));

        assertEquals(Kind.UNAUTHORIZED, Thrown.of(outcomes::toList).kind());
    }

    @Test
    void troubleWithTheFreshLinkCostsNoMoreThanTheRetries() {
        var down = Reply.of(503, "");
        var fliki = downloads.serve(GONE, down, GONE, down, GONE, down).retries(2);

        assertEquals(
                "DOWNLOAD: a: trouble on the side of Fliki (503)",
                downloads.failure(() -> fliki.download(downloads.done(), downloads.dir)));
        assertEquals(
                List.of("/v.mp4", STATUS, "/v.mp4", STATUS, "/v.mp4", STATUS),
                downloads.server.asked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v.mp4?X-Amz-Signature=a%2Bb%2F%3D&x=a+b&y=%20c",
                "/%C3%A4/v.mp4?a=%C3%A4&empty=&flag",
                "/a//b/../v.mp4?url=https://files.example/x?y"
            })
    void signedLinkIsSentAsItIs(String path) {
        var fliki = downloads.serve(FILE);

        fliki.download(DownloadSetup.done("a", downloads.server.host() + path), downloads.dir);

        assertEquals(List.of(path), downloads.server.asked());
    }

    @Test
    void linkMayComeSomeLooksAfterTheSuccess() {
        var none = Reply.of(200, "{\"status\":\"success\"}");
        var fliki = downloads.serve(none, none, FRESH, FILE);

        fliki.download(FakeApi.status("a", "success"), downloads.dir);

        assertEquals(List.of(STATUS, STATUS, STATUS, "/w.mp4"), downloads.server.asked());
    }

    @Test
    void linkThatNeverComesIsAskedForThreeTimes() {
        var fliki = downloads.serve(Reply.of(200, "{\"status\":\"success\"}")).retries(0);
        var done = FakeApi.status("a", "success");

        assertEquals(
                "DOWNLOAD: a: cannot download: Fliki gave no link",
                downloads.failure(() -> fliki.download(done, downloads.dir)));
        assertEquals(List.of(STATUS, STATUS, STATUS), downloads.server.asked());
        assertEquals(3, downloads.time.sleeps().size());
    }

    @Test
    void passwordInALinkIsNotShown() {
        var fliki = downloads.serve(FILE.cut(4));
        var link = downloads.server.host().replace("//", "//me:secret@") + "/v.mp4";

        var failure =
                downloads.failure(
                        () -> fliki.download(DownloadSetup.done("a", link), downloads.dir));

        assertEquals(-1, failure.indexOf("secret"), failure);
    }

    /** The server that gives a link may still send the file elsewhere. */
    @Nested
    class Redirect {

        private static final Reply THERE = to("/w.mp4");

        private static Reply to(String location) {
            return Reply.of(302, "<html>Found</html>").with("Location", location);
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void isFollowedWithoutTheKey(int status) throws Exception {
            var redirect = Reply.of(status, "moved").with("Location", "/w.mp4");

            downloads.assertFetched(List.of("/v.mp4", "/w.mp4"), redirect, FILE);
        }

        @Test
        void isFollowedFiveTimesInEachTryAndNoMore() throws Exception {
            var busy = Reply.of(503, "");
            downloads.assertFetched(
                    List.of("/v.mp4", "/1", "/2", "/3", "/4", "/5", "/v.mp4", "/1", "/2"),
                    to("/1"),
                    to("/2"),
                    to("/3"),
                    to("/4"),
                    to("/5"),
                    busy,
                    to("/1"),
                    to("/2"),
                    FILE);

            assertEquals(
                    "DOWNLOAD: a: cannot download: more than 5 redirects in a row (302)",
                    downloads.failure(to("/v.mp4")));
            assertEquals(Collections.nCopies(6, "/v.mp4"), downloads.server.asked());
        }

        @ParameterizedTest
        @CsvSource({
            "'http://[', cannot be read",
            "'ftp://127.0.0.1/w.mp4', is not one of http or https",
            "'http:///w.mp4', is not one of http or https",
            "'', names no address"
        })
        void toABadAddressIsOneFailure(String location, String why) {
            var reply = location.isEmpty() ? Reply.of(302, "") : to(location);

            assertEquals(
                    "DOWNLOAD: a: cannot download: a redirect that " + why + " (302)",
                    downloads.failure(reply));
            assertEquals(List.of("/v.mp4"), downloads.server.asked());
        }

        @Test
        void ofABrokenConnectionIsAskedForAgain() throws Exception {
            downloads.assertFetched(
                    List.of("/v.mp4", "/w.mp4", "/v.mp4 bytes=4- \"v1\"", "/x.mp4 bytes=4- \"v1\""),
                    THERE,
                    FILE.cut(4),
                    to("/x.mp4"),
                    Reply.rest(VIDEO, 4));
        }

        @ParameterizedTest
        @ValueSource(ints = {403, 404})
        void toADeadEndIsADeadLink(int status) throws Exception {
            downloads.assertFetched(
                    List.of("/v.mp4", "/w.mp4", STATUS, "/x.mp4"),
                    THERE,
                    Reply.of(status, ""),
                    Reply.status("success", "/x.mp4"),
                    FILE);
        }

        @ParameterizedTest
        @CsvSource({
            "/v.mov, /w.webm, a.mov",
            "/video?id=1, /w.webm?x=.mov, a.webm",
            "/video, /w, a.mp3"
        })
        void givesTheExtensionBehindTheLinkAndBeforeTheType(String link, String target, String name)
                throws Exception {
            var fliki = downloads.serve(to(target), FILE.with("Content-Type", "audio/mpeg"));

            fliki.download(DownloadSetup.done("a", downloads.server.host() + link), downloads.dir);

            assertEquals(Map.of(name, VIDEO), downloads.files());
        }

        @Test
        void isNamedByItsHostAlone() {
            assertEquals(
                    "DOWNLOAD: a: cannot download: cannot connect to localhost",
                    downloads.failure(to("http://localhost:1/w.mp4?signature=s")));
        }
    }
}
