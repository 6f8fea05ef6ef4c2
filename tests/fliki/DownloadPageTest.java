package fliki;

import static fliki.DownloadSetup.VIDEO;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What comes in place of a film: pages, and films that are called or packed oddly (issue 10). */
class DownloadPageTest {

    private static final String FILM = VIDEO.repeat(100);
    private static final Reply FILE = Reply.file(FILM);
    private static final Reply ZIPPED = zipped(gzip(FILM.getBytes(UTF_8)));

    @RegisterExtension final DownloadSetup downloads = new DownloadSetup();

    private void assertFetched(String film, RawServer.Script... answers) throws Exception {
        Files.deleteIfExists(downloads.dir.resolve("a.mp4"));

        assertEquals(Map.of("a.mp4", film), downloads.fetched(answers));
    }

    private void assertPage(String what, RawServer.Script... answers) throws Exception {
        assertEquals(
                "DOWNLOAD: a: cannot download: the server sent " + what + " instead of the file",
                downloads.failure(answers));
        assertEquals(Map.of(), downloads.files());
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
    void pageIsToldByItsTypeWhereItsBytesAreThoseOfAText(String type) throws Exception {
        for (var page : List.of("denied", "denied ".repeat(100_000))) {
            assertPage(type, Reply.of(200, page).with("Content-Type", type));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<!DOCTYPE html>", "{\"error\":1}", "\r\n <html>", "\t\f[]", "\uFEFF<html>"})
    void pageIsToldByItsBeginning(String page) throws Exception {
        assertPage("a page", Reply.file(page));
        assertPage("a page", zipped(gzip(page.getBytes(UTF_8))));
    }

    @Test
    void pageIsToldAcrossABrokenConnectionAndBehindMuchWhiteSpace() throws Exception {
        assertPage("a page", Reply.file("\r\n\r\n<html>").cut(3), Reply.rest("\r\n\r\n<html>", 3));
        assertPage("a page", FILE.cut(4), Reply.file("<html>").with("ETag", "\"v2\""));
        assertPage("a page", Reply.file("\ufeff \r\n".repeat(30_000) + "[1]").trickle(50_000, 1));
    }

    /** As of a network that asks for a sign-in, or a firewall: the film comes a moment later. */
    @Test
    void pageThatComesOnceIsAskedAgain() throws Exception {
        assertFetched(FILM, Reply.file("<html>"), FILE);
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
    void filmMayBeCalledAText(String film) throws Exception {
        for (var type : List.of("text/plain", "text/html", "application/json")) {
            assertFetched(
                    film, Reply.of(200, film.getBytes(ISO_8859_1)).with("Content-Type", type));
        }
        var again = (film + "\0").repeat(100);
        var called = Reply.of(200, again.getBytes(ISO_8859_1)).with("Content-Type", "text/plain");
        assertFetched(again, called.cut(550), called);
    }

    /** The first box of an MP4 may be 60 bytes long, as is told by 00 00 00 3C. */
    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0<ftypisom", "\n0<html>", "ID3[", "\u00FF\u00FB<{", "\u00FE["})
    void filmMayHoldWhatAPageBeginsWith(String film) throws Exception {
        assertFetched(film, Reply.of(200, film.getBytes(ISO_8859_1)));
    }

    /** Servers that compress a file though nobody asked them to. */
    @Nested
    class Coding {

        private void assertNeverWhole(Reply reply) throws Exception {
            var fliki = downloads.serve(reply).retries(1);

            downloads.failure(() -> fliki.download(downloads.done(), downloads.dir));

            assertEquals(Map.of(), downloads.files());
        }

        @Test
        void zippedFileArrivesWhole() throws Exception {
            assertFetched(FILM, ZIPPED);
            assertFetched(FILM, ZIPPED.without("Content-Length"));
        }

        @Test
        void zippedFileIsNeverPutTogetherWithAnother() throws Exception {
            var rest = Reply.rest(FILM, 4).with("Content-Encoding", "gzip"); // of something else
            var other =
                    new Reply(
                            206,
                            rest.headers(),
                            "x".repeat(996).getBytes(UTF_8),
                            996,
                            996,
                            0,
                            false);
            var half = zipped(gzip(FILM.substring(0, 500).getBytes(UTF_8)));

            assertFetched(FILM, zipped(gzip(noise(100_000))).cut(60_000), ZIPPED);
            assertFetched(FILM, FILE.cut(4), other, FILE);
            assertFetched(FILM, FILE.cut(4), half, FILE);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 8, 9, 20})
        void truncatedOneIsNeverWhole(int missing) throws Exception {
            var count = ZIPPED.body().length - missing;

            assertNeverWhole(ZIPPED.cut(count));
            assertNeverWhole(ZIPPED.without("Content-Length").cut(count));
        }

        /** Java takes whatever fails at the head of a second stream for the end of the file. */
        @ParameterizedTest
        @ValueSource(ints = {0, 10, 100})
        void secondStreamIsNotLost(int room) throws Exception {
            var first = filling(room);
            var start = gzip(first);
            var both = new ByteArrayOutputStream();
            both.write(start);
            both.write(gzip(FILM.getBytes(UTF_8)));

            assertNeverWhole(zipped(both.toByteArray()).cut(start.length + Math.min(room, 10)));
            assertFetched(new String(first, ISO_8859_1) + FILM, zipped(both.toByteArray()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"gzip", "br", "identity", "aws-chunked", ""})
        void filmThatIsNotZippedIsStoredAndResumedAsItCame(String coding) throws Exception {
            var plain = FILE.with("Content-Encoding", coding);
            var rest = Reply.rest(FILM, 4);

            assertFetched(FILM, plain);
            assertFetched(FILM, plain.cut(4), rest.with("Content-Encoding", coding));
            assertFetched(FILM, plain.cut(4), rest);
        }
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

    private static Reply zipped(byte[] body) {
        return Reply.of(200, body)
                .with("Content-Type", "video/mp4")
                .with("ETag", "\"v1\"")
                .with("Content-Encoding", "gzip");
    }

    private static byte[] noise(int count) {
        var bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Random bytes that fill, zipped, whole buffers of Java's reader but for some bytes. */
    private static byte[] filling(int room) {
        var size = 100_000;
        while ((gzip(noise(size)).length + room) % 512 != 0) {
            size++;
        }
        return noise(size);
    }
}
