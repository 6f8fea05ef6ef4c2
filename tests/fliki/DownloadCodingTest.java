package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Servers that compress a file though nobody asked them to (issue 10). */
@Timeout(20)
class DownloadCodingTest {

    private static final String VIDEO = "0123456789".repeat(100);
    private static final Reply ZIPPED = zipped(gzip(VIDEO.getBytes(UTF_8)));

    @TempDir Path dir;

    private static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
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

    private void assertFetched(Reply... replies) throws Exception {
        try (var downloads = new DownloadSetup(dir, replies)) {
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
        }
    }

    private void assertNeverWhole(Reply reply) throws Exception {
        try (var downloads = new DownloadSetup(dir, reply)) {
            downloads.failure(() -> downloads.fliki.retries(1).download(downloads.done("a"), dir));

            assertEquals(Map.of(), downloads.files());
        }
    }

    @Test
    void zippedFileArrivesWhole() throws Exception {
        assertFetched(ZIPPED);
        Files.delete(dir.resolve("a.mp4"));
        assertFetched(ZIPPED.without("Content-Length"));
    }

    @Test
    void brokenOneStartsAgainAsItsBytesCannotBeCounted() throws Exception {
        assertFetched(zipped(gzip(noise(100_000))).cut(60_000), ZIPPED);
    }

    @Test
    void plainOneIsNotContinuedByAZippedRest() throws Exception {
        var tail = gzip(VIDEO.substring(4).getBytes(UTF_8));
        var rest =
                Reply.of(206, tail)
                        .with("Content-Range", "bytes 4-" + (3 + tail.length) + "/1000")
                        .with("ETag", "\"v1\"")
                        .with("Content-Encoding", "gzip");

        assertFetched(Reply.file(VIDEO).cut(4), rest, Reply.file(VIDEO));
    }

    @Test
    void lengthOfThePlainFileHoldsForTheZippedOne() throws Exception {
        var half = zipped(gzip(VIDEO.substring(0, 500).getBytes(UTF_8)));

        assertFetched(Reply.file(VIDEO).cut(4), half, Reply.file(VIDEO));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 20})
    void truncatedOneIsNeverWhole(int missing) throws Exception {
        var count = ZIPPED.body().length - missing;

        assertNeverWhole(ZIPPED.cut(count));
        assertNeverWhole(ZIPPED.without("Content-Length").cut(count));
    }

    /** Random bytes that fill, zipped, whole buffers of Java's reader but for some bytes. */
    private static byte[] filling(int room) {
        var size = 100_000;
        while ((gzip(noise(size)).length + room) % 512 != 0) {
            size++;
        }
        return noise(size);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Java takes whatever fails at the head of a second stream for the end of the file. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void fileWithoutItsSecondStreamIsNeverWhole(int more) throws Exception {
        var first = gzip(filling(more));
        var both = joined(first, gzip(VIDEO.getBytes(UTF_8)));

        assertNeverWhole(zipped(both).cut(first.length + more));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 100})
    void secondStreamIsNotLost(int room) throws Exception {
        var first = filling(room);
        var both = joined(gzip(first), gzip(VIDEO.getBytes(UTF_8)));
        try (var downloads = new DownloadSetup(dir, zipped(both))) {
            var file = downloads.fetch("a");

            assertEquals(first.length + VIDEO.length(), Files.size(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity", "aws-chunked", ""})
    void filmThatIsNotZippedIsStoredAsItCame(String coding) throws Exception {
        assertFetched(Reply.file(VIDEO).with("Content-Encoding", coding));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "aws-chunked", ""})
    void suchAFilmIsResumed(String coding) throws Exception {
        var plain = Reply.file(VIDEO).with("Content-Encoding", coding);
        var rest = Reply.rest(VIDEO, 4);
        assertFetched(plain.cut(4), rest.with("Content-Encoding", coding));
        Files.delete(dir.resolve("a.mp4"));
        assertFetched(plain.cut(4), rest);
    }

    @Test
    void zippedPageIsNoFile() throws Exception {
        try (var downloads = new DownloadSetup(dir, zipped(gzip("\n<html>".getBytes(UTF_8))))) {
            assertEquals(
                    "DOWNLOAD: a: cannot download: the server sent a page instead of the file",
                    downloads.failure("a"));
        }
    }
}
