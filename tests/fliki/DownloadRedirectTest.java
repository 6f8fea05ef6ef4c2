package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Links that lead to other links. */
@Timeout(20)
class DownloadRedirectTest {

    private static final String VIDEO = "0123456789";
    private static final Reply THERE = to("/w.mp4");

    @TempDir Path dir;

    private static Reply to(String location) {
        return Reply.of(302, "<html>Found</html>").with("Location", location);
    }

    private void assertFetched(List<String> asked, FileServer.Answer... answers) throws Exception {
        try (var downloads = new DownloadSetup(dir, answers)) {
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            assertEquals(asked, downloads.server.asked());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void isFollowedWithoutTheKey(int status) throws Exception {
        var redirect = Reply.of(status, "moved").with("Location", "/w.mp4");

        assertFetched(List.of("/v.mp4", "/w.mp4"), redirect, Reply.file(VIDEO));
    }

    @Test
    void fiveInARowAreFollowed() throws Exception {
        assertFetched(
                List.of("/v.mp4", "/1", "/2", "/3", "/4", "/5"),
                to("/1"),
                to("/2"),
                to("/3"),
                to("/4"),
                to("/5"),
                Reply.file(VIDEO));
    }

    @Test
    void circleIsLeft() throws Exception {
        try (var downloads = new DownloadSetup(dir, to("/v.mp4"))) {
            assertEquals(
                    "DOWNLOAD: a: cannot download: more than 5 redirects in a row (302)",
                    downloads.failure("a"));

            assertEquals(Collections.nCopies(6, "/v.mp4"), downloads.server.asked());
            assertEquals(Map.of(), downloads.files());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'http://[', cannot be read",
        "'ftp://127.0.0.1/w.mp4', is not one of http or https",
        "'http:///w.mp4', is not one of http or https"
    })
    void badAddressIsOneFailure(String location, String why) throws Exception {
        try (var downloads = new DownloadSetup(dir, to(location))) {
            assertEquals(
                    "DOWNLOAD: a: cannot download: a redirect that " + why + " (302)",
                    downloads.failure("a"));

            assertEquals(List.of("/v.mp4"), downloads.server.asked());
        }
    }

    @Test
    void addressThatIsMissingIsOneFailure() throws Exception {
        try (var downloads = new DownloadSetup(dir, Reply.of(308, ""))) {
            assertEquals(
                    "DOWNLOAD: a: cannot download: a redirect that names no address (308)",
                    downloads.failure("a"));

            assertEquals(List.of("/v.mp4"), downloads.server.asked());
        }
    }

    @Test
    void brokenConnectionIsResumedFromTheLink() throws Exception {
        assertFetched(
                List.of("/v.mp4", "/w.mp4", "/v.mp4 bytes=4- \"v1\"", "/x.mp4 bytes=4- \"v1\""),
                THERE,
                Reply.file(VIDEO).cut(4),
                to("/x.mp4"),
                Reply.rest(VIDEO, 4));
    }

    @Test
    void eachTryMayFollowFive() throws Exception {
        assertFetched(
                List.of(
                        "/v.mp4", "/w.mp4", "/w.mp4", "/w.mp4", "/v.mp4", "/w.mp4", "/w.mp4",
                        "/w.mp4"),
                THERE,
                THERE,
                THERE,
                Reply.of(503, ""),
                THERE,
                THERE,
                THERE,
                Reply.file(VIDEO));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void deadEndIsADeadLink(int status) throws Exception {
        var box = new DownloadSetup[1];
        FileServer.Answer fresh =
                out -> Reply.status("success", box[0].server.url() + "/x.mp4").send(out);
        try (var downloads =
                new DownloadSetup(dir, THERE, Reply.of(status, ""), fresh, Reply.file(VIDEO))) {
            box[0] = downloads;
            downloads.fetch("a");

            assertEquals(
                    List.of("/v.mp4", "/w.mp4", "/v1/generate/status?fileId=a", "/x.mp4"),
                    downloads.server.asked());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v.mov, /w.webm, a.mov",
        "/video?id=1, /w.webm?x=.mov, a.webm",
        "/video, /w, a.mp3"
    })
    void extensionIsOfTheLinkThenOfTheRedirectThenOfTheType(String link, String target, String name)
            throws Exception {
        var sound = Reply.file(VIDEO).with("Content-Type", "audio/mpeg");
        try (var downloads = new DownloadSetup(dir, to(target), sound)) {
            downloads.fliki.download(DownloadSetup.done("a", downloads.server.url() + link), dir);

            assertEquals(Map.of(name, VIDEO), downloads.files());
        }
    }

    @Test
    void hostBehindItIsNamedAndNoLink() throws Exception {
        try (var downloads = new DownloadSetup(dir, to("http://localhost:1/w.mp4?signature=s"))) {
            assertEquals(
                    "DOWNLOAD: a: cannot download: cannot connect to localhost",
                    downloads.failure("a"));
        }
    }
}
