package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

@Timeout(20)
class DownloadTest {

    private static final String VIDEO = "0123456789";

    @TempDir Path dir;

    @Nested
    class Named {

        @Test
        void fileHasTheNameOfTheIdAndAllBytes() throws Exception {
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO))) {
                assertEquals(dir.resolve("a.mp4"), downloads.fetch("a"));

                assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
                assertEquals(List.of("/v.mp4"), downloads.server.asked());
            }
        }

        @Test
        void anotherPlaceIsTakenAsItIs() throws Exception {
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO))) {
                downloads.fliki.downloadAs(downloads.done("a"), dir.resolve("new/my film"));

                assertEquals(Map.of("new/my film", VIDEO), downloads.files());
            }
        }

        @Test
        void lengthNeedNotBeTold() throws Exception {
            var reply = Reply.file(VIDEO).without("Content-Length").without("Content-Type");
            try (var downloads = new DownloadSetup(dir, reply)) {
                downloads.fetch("a");

                assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            }
        }

        @Test
        void chunksArePutTogether() throws Exception {
            var chunks = Reply.of(200, "4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n");
            var reply = chunks.without("Content-Length").with("Transfer-Encoding", "chunked");
            try (var downloads = new DownloadSetup(dir, reply)) {
                downloads.fetch("a");

                assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            }
        }
    }

    @Nested
    class FileThatIsThere {

        @Test
        void isKeptAndNotFetchedWhereTheLengthIsTheSame() throws Exception {
            Files.writeString(dir.resolve("a.mp4"), "my 10 byte");
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).stall(0, 9000))) {
                assertEquals(dir.resolve("a.mp4"), downloads.fetch("a"));

                assertEquals(Map.of("a.mp4", "my 10 byte"), downloads.files());
                assertEquals(List.of("/v.mp4"), downloads.server.asked());
            }
        }

        @Test
        void isRefusedWhereTheLengthDiffers() throws Exception {
            Files.writeString(dir.resolve("a.mp4"), "mine");
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO))) {
                assertEquals(
                        "DOWNLOAD: a: cannot download: DIR/a.mp4 is there already, of another"
                                + " length; move it away, or use force to replace it",
                        downloads.failure("a"));

                assertEquals(Map.of("a.mp4", "mine"), downloads.files());
            }
        }

        @Test
        void isRefusedWhereTheLengthIsNotTold() throws Exception {
            Files.writeString(dir.resolve("a.mp4"), VIDEO);
            try (var downloads =
                    new DownloadSetup(dir, Reply.file(VIDEO).without("Content-Length"))) {
                assertEquals(
                        "DOWNLOAD: a: cannot download: DIR/a.mp4 is there already, and the server"
                            + " names no length to compare; move it away, or use force to replace"
                            + " it",
                        downloads.failure("a"));
            }
        }

        @Test
        void isReplacedOnDemand() throws Exception {
            Files.writeString(dir.resolve("a.mp4"), "mine");
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO))) {
                downloads.fetch("a", REPLACE_EXISTING);

                assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            }
        }

        @Test
        void staysWhenItsReplacementFails() throws Exception {
            Files.writeString(dir.resolve("a.mp4"), "mine");
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).cut(5))) {
                downloads.failure("a", REPLACE_EXISTING);

                assertEquals(Map.of("a.mp4", "mine"), downloads.files());
            }
        }

        @Test
        @Tag("slow")
        void isTakenOnceWhenTwoFetchItAtOnce() throws Exception {
            var release = new CountDownLatch(1);
            FileServer.Answer slow =
                    out -> {
                        out.write("HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n01234".getBytes());
                        release.await();
                        out.write("56789".getBytes());
                    };
            try (var downloads = new DownloadSetup(dir, slow);
                    var others = new DownloadSetup(dir, Reply.file(VIDEO))) {
                var first = CompletableFuture.supplyAsync(() -> downloads.fetch("a"));
                while (dir.resolve("a.mp4.part").toFile().length() < 5) {
                    Thread.onSpinWait();
                }
                assertEquals(
                        "DOWNLOAD: a: cannot write DIR/a.mp4 (another run is writing" + " it)",
                        others.failure("a"));
                assertTrue(OtherProcess.findsLocked(dir.resolve("a.mp4.part")));
                release.countDown();

                assertEquals(dir.resolve("a.mp4"), first.join());
                assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            }
        }
    }

    @Test
    void noticesTellHowManyBytesThereAre() throws Exception {
        try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).trickle(1, 30))) {
            downloads.fetch("a");

            var bytes = downloads.notices.stream().map(n -> n.bytes().orElseThrow()).toList();
            var last = downloads.notices.get(bytes.size() - 1);
            assertEquals("downloading a, 10 bytes so far", last.message());
            assertEquals(10, last.total().orElseThrow());
            assertEquals(bytes.stream().sorted().distinct().toList(), bytes);
            assertTrue(bytes.size() > 1, "only the last: " + bytes);
        }
    }
}
