package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Places that no file can be written to. */
@Timeout(20)
class DownloadDiskTest {

    @TempDir Path dir;

    private DownloadSetup downloads;

    @BeforeEach
    void start() throws IOException {
        downloads = new DownloadSetup(dir, Reply.file("0123456789"));
    }

    @AfterEach
    void stop() throws IOException {
        downloads.close();
    }

    private String failure(Path folder) {
        return downloads.failure(() -> downloads.fliki.download(downloads.done("a"), folder));
    }

    private String failureAs(Path file) {
        return downloads.failure(
                () -> downloads.fliki.downloadAs(downloads.done("a"), file, REPLACE_EXISTING));
    }

    @Test
    void folderThatIsAFile() throws Exception {
        Files.writeString(dir.resolve("file"), "mine");

        assertEquals(
                "DOWNLOAD: a: cannot write DIR/file/a.mp4 (it is not a folder)",
                failure(dir.resolve("file")));
        assertEquals(Map.of("file", "mine"), downloads.files());
    }

    @Test
    void folderInsideAZipFile() throws Exception {
        try (var zip = FileSystems.newFileSystem(dir.resolve("a.zip"), Map.of("create", "true"))) {
            assertEquals(
                    "DOWNLOAD: a: cannot write /a.mp4 (it lies inside another file, not on a disk)",
                    failure(zip.getPath("/")));
            failure(zip.getPath("/new"));
            assertEquals(false, Files.exists(zip.getPath("/a.mp4.part")));
            assertEquals(false, Files.exists(zip.getPath("/new")));
        }
    }

    @Test
    void folderThatMayNotBeWritten() throws Exception {
        var folder = Files.createDirectory(dir.resolve("theirs"));
        folder.toFile().setWritable(false);
        assumeTrue(!Files.isWritable(folder), "the superuser may write anywhere");

        assertEquals(
                "DOWNLOAD: a: cannot write DIR/theirs/a.mp4 (permission denied)", failure(folder));
    }

    @Test
    void folderThatCannotBeMade() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc here");

        assertEquals(
                "DOWNLOAD: a: cannot write /proc/x/a.mp4 (no such folder)",
                failure(Path.of("/proc/x")));
    }

    @Test
    void fileThatIsAFolder() throws Exception {
        Files.createDirectory(dir.resolve("a.mp4"));
        var message =
                "DOWNLOAD: a: cannot download: DIR/a.mp4 is there already, and is not a plain file";

        assertEquals(message, downloads.failure("a"));
        assertEquals(message, downloads.failure("a", REPLACE_EXISTING));
    }

    @Test
    void deviceIsNotReplaced() throws Exception {
        var pipe = dir.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", "" + pipe).start().waitFor() == 0, "no mkfifo");

        assertEquals(
                "DOWNLOAD: a: cannot download: DIR/pipe is there already, and is not a plain file",
                failureAs(pipe));
    }

    @Test
    void linkToNothingIsReplacedOnDemandAlone() throws Exception {
        var link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nothing"));

        assertEquals(
                "DOWNLOAD: a: cannot download: DIR/link is there already, and is not a plain file",
                downloads.failure(() -> downloads.fliki.downloadAs(downloads.done("a"), link)));
        downloads.fliki.downloadAs(downloads.done("a"), link, REPLACE_EXISTING);
        assertEquals(Map.of("link", "0123456789"), downloads.files());
    }

    @Test
    void linkedFolderIsFollowed() throws Exception {
        Files.createDirectory(dir.resolve("real"));
        var link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("real"));

        downloads.fliki.download(downloads.done("a"), link);
        assertEquals(Map.of("real/a.mp4", "0123456789"), downloads.files());
    }
}
