package fliki;

import static fliki.DownloadSetup.VIDEO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Where a file goes, and where it does not. */
class DownloadTest {

    private static final Reply FILE = Reply.file(VIDEO);
    private static final String THERE = "DOWNLOAD: a: cannot download: DIR/%s is there already, %s";
    private static final String NO_FILE = "and is not a plain file";

    @RegisterExtension final DownloadSetup downloads = new DownloadSetup();

    private final Path dir = downloads.dir;

    @Test
    void fileHasTheNameOfTheIdAndAllBytes() throws Exception {
        var file = downloads.serve(FILE).download(downloads.done(), dir);

        assertEquals(dir.resolve("a.mp4"), file);
        assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
        assertEquals(List.of("/v.mp4"), downloads.server.asked());
    }

    @Test
    void anotherPlaceIsTakenAsItIs() throws Exception {
        downloads.serve(FILE).downloadAs(downloads.done(), dir.resolve("new/my film"));

        assertEquals(Map.of("new/my film", VIDEO), downloads.files());
    }

    @Test
    void lengthNeedNotBeTold() throws Exception {
        var chunks = Reply.of(200, "4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n");
        var nothing = FILE.without("Content-Length").without("Content-Type");

        assertEquals(Map.of("a.mp4", VIDEO), downloads.fetched(nothing));
        Files.delete(dir.resolve("a.mp4"));
        var chunked = chunks.without("Content-Length").with("Transfer-Encoding", "chunked");
        assertEquals(Map.of("a.mp4", VIDEO), downloads.fetched(chunked));
    }

    @Test
    void noticesTellHowManyBytesThereAre() throws Exception {
        downloads.fetched(FILE.trickle(1, 30));

        var bytes = downloads.notices.stream().map(n -> n.bytes().orElseThrow()).toList();
        var last = downloads.notices.get(bytes.size() - 1);
        assertEquals("downloading a, 10 bytes so far", last.message());
        assertEquals(10, last.total().orElseThrow());
        assertEquals(bytes.stream().sorted().distinct().toList(), bytes);
        assertTrue(bytes.size() > 1, "only the last: " + bytes);
    }

    @Nested
    class FileThatIsThere {

        private void put(String text) throws IOException {
            Files.writeString(dir.resolve("a.mp4"), text);
        }

        @Test
        void isKeptAndNotFetchedWhereTheLengthIsTheSame() throws Exception {
            put("my 10 byte");

            assertEquals(Map.of("a.mp4", "my 10 byte"), downloads.fetched(FILE.stall(0)));
            assertEquals(List.of("/v.mp4"), downloads.server.asked());
        }

        @Test
        void isRefusedWhereTheLengthDiffersOrIsNotTold() throws Exception {
            var way = "; move it away, or use force to replace it";
            put("mine");

            var other = THERE.formatted("a.mp4", "of another length" + way);
            assertEquals(other, downloads.failure(FILE));
            var untold = "and the server names no length to compare" + way;
            assertEquals(
                    THERE.formatted("a.mp4", untold),
                    downloads.failure(FILE.without("Content-Length")));
            assertEquals(Map.of("a.mp4", "mine"), downloads.files());
        }

        @Test
        void isReplacedOnDemandByAWholeFileAlone() throws Exception {
            put("mine");

            var broken = downloads.serve(FILE.cut(5));
            downloads.failure(() -> broken.download(downloads.done(), dir, REPLACE_EXISTING));
            assertEquals(Map.of("a.mp4", "mine"), downloads.files());

            downloads.serve(FILE).download(downloads.done(), dir, REPLACE_EXISTING);
            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
        }

        @Test
        @Tag("slow")
        void isTakenOnceWhenTwoFetchItAtOnce() throws Exception {
            var release = new CountDownLatch(1);
            var first =
                    downloads.serve(
                            connection -> {
                                connection.write(RawServer.head(200, 10) + "01234");
                                release.await();
                                connection.write("56789");
                            });
            var done = downloads.done();
            var fetching = CompletableFuture.supplyAsync(() -> first.download(done, dir));
            while (dir.resolve("a.mp4.part").toFile().length() < 5) {
                Thread.onSpinWait();
            }
            try (var other = RawServer.inTurn(FILE)) {
                var fliki = Clients.at(other.host(), downloads.time);
                var link = DownloadSetup.done("a", other.host() + "/v.mp4");
                assertEquals(
                        "DOWNLOAD: a: cannot write DIR/a.mp4 (another run is writing it)",
                        downloads.failure(() -> fliki.download(link, dir)));
            }
            assertTrue(OtherProcess.findsLocked(dir.resolve("a.mp4.part")));
            release.countDown();

            assertEquals(dir.resolve("a.mp4"), fetching.join());
            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
        }
    }

    @Nested
    class Place {

        private String failure(Path folder) {
            var fliki = downloads.serve(FILE);
            return downloads.failure(() -> fliki.download(downloads.done(), folder));
        }

        private String failureAs(Path file, StandardCopyOption... options) {
            var fliki = downloads.serve(FILE);
            return downloads.failure(() -> fliki.downloadAs(downloads.done(), file, options));
        }

        @Test
        void thatIsAFileIsNoFolder() throws Exception {
            var file = Files.writeString(dir.resolve("file"), "mine");

            assertEquals(
                    "DOWNLOAD: a: cannot write DIR/file/a.mp4 (it is not a folder)", failure(file));
            assertEquals(Map.of("file", "mine"), downloads.files());
        }

        @Test
        void insideAZipFileIsRefused() throws Exception {
            var env = Map.of("create", "true");
            try (var zip = FileSystems.newFileSystem(dir.resolve("a.zip"), env)) {
                assertEquals(
                        "DOWNLOAD: a: cannot write /a.mp4 (it lies inside another file, not on a"
                                + " disk)",
                        failure(zip.getPath("/")));
                failure(zip.getPath("/new"));
                assertEquals(false, Files.exists(zip.getPath("/a.mp4.part")));
                assertEquals(false, Files.exists(zip.getPath("/new")));
            }
        }

        @Test
        void thatMayNotBeWrittenIsNamed() throws Exception {
            var folder = Files.createDirectory(dir.resolve("theirs"));
            folder.toFile().setWritable(false);
            assumeTrue(!Files.isWritable(folder), "the superuser may write anywhere");

            assertEquals(
                    "DOWNLOAD: a: cannot write DIR/theirs/a.mp4 (permission denied)",
                    failure(folder));
        }

        @Test
        void thatCannotBeMadeIsNamed() {
            assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc here");

            assertEquals(
                    "DOWNLOAD: a: cannot write /proc/x/a.mp4 (no such folder)",
                    failure(Path.of("/proc/x")));
        }

        @Test
        void ofAFolderOrADeviceIsNeverTaken() throws Exception {
            var pipe = dir.resolve("pipe");
            assumeTrue(new ProcessBuilder("mkfifo", "" + pipe).start().waitFor() == 0, "no mkfifo");
            var folder = Files.createDirectory(dir.resolve("folder"));

            for (var place : List.of(pipe, folder)) {
                var refused = THERE.formatted(place.getFileName(), NO_FILE);
                assertEquals(refused, failureAs(place));
                assertEquals(refused, failureAs(place, REPLACE_EXISTING));
            }
        }

        @Test
        void ofALinkToNothingIsTakenOnDemandAlone() throws Exception {
            var link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nothing"));

            assertEquals(THERE.formatted("link", NO_FILE), failureAs(link));
            downloads.serve(FILE).downloadAs(downloads.done(), link, REPLACE_EXISTING);
            assertEquals(Map.of("link", VIDEO), downloads.files());
        }

        @Test
        void behindALinkedFolderIsTaken() throws Exception {
            Files.createDirectory(dir.resolve("real"));
            var link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("real"));

            downloads.serve(FILE).download(downloads.done(), link);

            assertEquals(Map.of("real/a.mp4", VIDEO), downloads.files());
        }
    }
}
