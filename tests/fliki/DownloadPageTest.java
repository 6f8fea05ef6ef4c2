package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Pages that come in the place of a file (issue 10). */
@Timeout(20)
class DownloadPageTest {

    @TempDir Path dir;

    private void assertPage(Reply... replies) throws Exception {
        try (var downloads = new DownloadSetup(dir, replies)) {
            assertEquals(
                    "DOWNLOAD: a: cannot download: the server sent a page instead of the file",
                    downloads.failure("a"));

            assertEquals(Map.of(), downloads.files());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html; charset=utf-8",
                "Application/JSON",
                "application/problem+json",
                "application/xml",
                "application/xhtml+xml"
            })
    void isToldByItsTypeWhereItsBytesAreThoseOfAText(String type) throws Exception {
        for (var page : List.of("denied", "denied ".repeat(100_000))) {
            var denied = Reply.of(200, page).with("Content-Type", type);
            try (var downloads = new DownloadSetup(dir, denied)) {
                assertEquals(
                        "DOWNLOAD: a: cannot download: the server sent "
                                + type
                                + " instead of the file",
                        downloads.failure("a"));

                assertEquals(Map.of(), downloads.files());
            }
        }
    }

    /** As of a network that asks for a sign-in, or a firewall: the film comes a moment later. */
    @Test
    void thatComesOnceIsAskedAgain() throws Exception {
        try (var downloads = new DownloadSetup(dir, Reply.file("<html>"), Reply.file("film"))) {
            var file = downloads.fetch("a");

            assertEquals("film", Files.readString(file));
        }
    }

    /** The heads of MP4, WebM, MP3 with and without a title, and Ogg. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\u0018ftypisom\0\0\2\0",
                "\u001A\u0045\u00DF\u00A3\u0001\0\0",
                "ID3\u0003\0\0\0\0\0",
                "\u00FF\u00FB\u0090\u0064\0",
                "OggS\0\u0002\0"
            })
    void isNoFilmThatIsCalledAText(String film) throws Exception {
        for (var type : List.of("text/plain", "text/html", "application/json")) {
            var called = Reply.of(200, film.getBytes(ISO_8859_1)).with("Content-Type", type);
            try (var downloads = new DownloadSetup(Files.createTempDirectory(dir, "a"), called)) {
                var file = downloads.fetch("a");

                assertEquals(film, new String(Files.readAllBytes(file), ISO_8859_1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>",
                "{\"error\":1}",
                "\r\n <html>",
                "\t\f[]",
                "\uFEFF<html>",
            })
    void isToldByItsBeginning(String page) throws Exception {
        assertPage(Reply.file(page));
    }

    @Test
    void isToldAcrossABrokenConnection() throws Exception {
        assertPage(Reply.file("\r\n\r\n<html>").cut(3), Reply.rest("\r\n\r\n<html>", 3));
    }

    @Test
    void isToldAgainWhereTheFileStartsAgain() throws Exception {
        assertPage(
                Reply.file("0123456789").cut(4),
                Reply.file("<html>Log in</html>").with("ETag", "\"v2\""));
    }

    /** The first box of an MP4 may be 60 bytes long, as is told by 00 00 00 3C. */
    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0<ftypisom", "\n0<html>", "ID3[", "\u00FF\u00FB<{", "\u00FE["})
    void isNoFileThatHoldsSuchACharacterLater(String film) throws Exception {
        try (var downloads = new DownloadSetup(dir, Reply.of(200, film.getBytes(ISO_8859_1)))) {
            var file = downloads.fetch("a");

            assertEquals(film, new String(Files.readAllBytes(file), ISO_8859_1));
        }
    }

    @ParameterizedTest
    @CsvSource({"video/mp4, '[1]'", "video/mp4, '{}'", "video/mp4, '<p>'", "text/plain, denied"})
    void pageIsNeverTheFile(String type, String page) throws Exception {
        var blank = "\ufeff \r\n".repeat(30_000);
        var answer = Reply.file(blank + page).with("Content-Type", type).trickle(50_000, 1);
        try (var downloads = new DownloadSetup(dir, answer)) {
            var failure = downloads.failure("a");

            assertEquals(
                    "DOWNLOAD: a: cannot download: the server sent ", failure.substring(0, 46));
            assertEquals(Map.of(), downloads.files());
        }
    }
}
