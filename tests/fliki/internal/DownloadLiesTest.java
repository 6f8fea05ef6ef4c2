package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FileServer;
import fliki.Reply;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Servers whose answers contradict one another, or are something else than a file. */
@Timeout(20)
class DownloadLiesTest {

    private static final String VIDEO = "0123456789";

    @TempDir Path dir;

    private void assertFetched(List<String> asked, FileServer.Answer... answers) throws Exception {
        try (var downloads = new Downloads(dir, answers)) {
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            assertEquals(asked, downloads.server.asked());
        }
    }

    private static Reply piece(int from, int to, String total) {
        return Reply.of(206, VIDEO.substring(from, to))
                .with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + total)
                .with("ETag", "\"v1\"");
    }

    @Nested
    class Length {

        @Test
        void holdsWhereTheRestNamesNone() throws Exception {
            assertFetched(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", "/v.mp4 bytes=7- \"v1\""),
                    Reply.file(VIDEO).cut(4),
                    piece(4, 7, "*"),
                    piece(7, 10, "*"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "12"})
        void thatIsContradictedStartsTheFileAgain(String total) throws Exception {
            assertFetched(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", "/v.mp4"),
                    Reply.file(VIDEO).cut(4),
                    piece(4, 7, total),
                    Reply.file(VIDEO));
        }

        @Test
        void endBehindTheFileStartsItAgain() throws Exception {
            assertFetched(
                    List.of("/v.mp4", "/v.mp4 bytes=4- \"v1\"", "/v.mp4"),
                    Reply.file(VIDEO).cut(4),
                    piece(4, 10, "10").with("Content-Range", "bytes 4-12/10"),
                    Reply.file(VIDEO));
        }
    }

    @Test
    void piecesAreAskedForUntilTheLast() throws Exception {
        var answers = new FileServer.Answer[7];
        answers[0] = Reply.file(VIDEO).cut(4);
        for (int i = 0; i < 6; i++) {
            answers[i + 1] = piece(4 + i, 5 + i, "10");
        }

        try (var downloads = new Downloads(dir, answers)) {
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            assertEquals(7, downloads.server.asked().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"video/mp4, '[1]'", "video/mp4, '{}'", "video/mp4, '<p>'", "text/plain, denied"})
    void pageIsNeverTheFile(String type, String page) throws Exception {
        var blank = "\ufeff \r\n".repeat(30_000);
        var answer = Reply.file(blank + page).with("Content-Type", type).trickle(50_000, 1);
        try (var downloads = new Downloads(dir, answer)) {
            var failure = downloads.failure("a");

            assertEquals(
                    "DOWNLOAD: a: cannot download: the server sent ", failure.substring(0, 46));
            assertEquals(Map.of(), downloads.files());
        }
    }

    @Nested
    class Compressed {

        private static byte[] gzip(String text) throws IOException {
            var bytes = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(bytes)) {
                gzip.write(text.getBytes(UTF_8));
            }
            return bytes.toByteArray();
        }

        private static Reply answer() throws IOException {
            var body = gzip(VIDEO);
            var headers =
                    Map.of(
                            "Content-Length", "" + body.length,
                            "Content-Encoding", "gzip",
                            "Content-Type", "video/mp4",
                            "ETag", "\"v1\"");
            return new Reply(200, headers, body, body.length, 1 << 16, 0, 0);
        }

        @Test
        void fileArrivesWhole() throws Exception {
            assertFetched(List.of("/v.mp4"), answer());
        }

        @Test
        void fileThatEndsEarlyIsNotWhole() throws Exception {
            assertFetched(List.of("/v.mp4", "/v.mp4"), answer().cut(20), answer());
        }
    }

    @Test
    void linkIsEncodedAsBrowsersDo() throws Exception {
        try (var downloads = new Downloads(dir, Reply.file(VIDEO))) {
            var link = downloads.server.url() + "/a b\"c|d[e]{f}^`.mp4?x=\\<y>";

            downloads.fliki.download(Downloads.done("a", link), dir);

            assertEquals(
                    List.of("/a%20b%22c%7Cd%5Be%5D%7Bf%7D%5E%60.mp4?x=%5C%3Cy%3E"),
                    downloads.server.asked());
        }
    }

    @Test
    void hostThatJavaDoesNotTakeIsNamedAsTheReason() throws Exception {
        try (var downloads = new Downloads(dir, Reply.file(VIDEO))) {
            var done = Downloads.done("a", "https://my_files.example/v.mp4");

            assertEquals(
                    "DOWNLOAD: a: cannot download: the link has a host name that Java does not"
                            + " take",
                    downloads.failure(() -> downloads.fliki.download(done, dir)));
        }
    }
}
