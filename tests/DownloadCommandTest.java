import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.Result;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command {@code download}, against a sandbox. */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
class DownloadCommandTest {

    @TempDir Path dir;

    private List<String> names() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> "" + file.getFileName()).sorted().toList();
        }
    }

    @Test
    void filesGoToTheFolderInTheOrderOfTheIds() throws Exception {
        var folder = dir.resolve("new");

        var result = CliProcess.run("download", "done-b", "done-a", "-d", "" + folder);

        var out = folder + "/done-b.mp4\n" + folder + "/done-a.mp4\n";
        assertEquals(new Result(0, out, ""), result);
    }

    @Test
    void fileGetsTheNameThatWasAskedFor() throws Exception {
        var file = dir.resolve("my film");

        assertEquals(
                new Result(0, file + "\n", ""),
                CliProcess.run("download", "done-o", "-o", "" + file));
        assertEquals(List.of("my film"), names());
    }

    @Test
    void forceReplacesWhatIsThere() throws Exception {
        var file = Files.writeString(dir.resolve("done-f.mp4"), "mine");

        var refused = CliProcess.run("download", "done-f", "-d", "" + dir);
        assertEquals(12, refused.code());
        assertEquals("mine", Files.readString(file));
        var advice = "; move it away, or use force to replace it\n";
        assertTrue(refused.err().endsWith(advice), refused.err());

        var forced = CliProcess.run("download", "done-f", "-d", "" + dir, "--force");
        assertEquals(new Result(0, file + "\n", ""), forced);
        assertTrue(Files.size(file) > 4);
    }

    @Test
    void whatHasNoFileIsToldApart() throws Exception {
        var result = CliProcess.run("download", "stuck-a", "-d", "" + dir);

        var err = "fliki: stuck-a: not finished but queued; poll it first\n";
        assertEquals(new Result(11, "", err), result);
        assertEquals(12, CliProcess.run("download", "missing-a", "done-a", "-d", "" + dir).code());
        assertEquals(List.of("done-a.mp4"), names());
    }

    @Test
    @Tag("slow")
    void idBeyondAsciiHasAFileInTheCLocale() throws Exception {
        Files.writeString(dir.resolve("ids"), "done-ä\n");

        var line = "export LC_ALL=C; fliki download -q - < ids";
        var result = CliProcess.shell(dir, "" + CliProcess.SANDBOX.url(), line).end(20);

        assertEquals(new Result(0, "done-_-456f10b3.mp4\n", ""), result);
    }

    @Test
    @Tag("slow")
    void fullDiskIsOneLine() throws Exception {
        var line = "ulimit -f 2; fliki download -q done-full";
        var result = CliProcess.shell(dir, "" + CliProcess.SANDBOX.url(), line).end(20);

        var err = "done-full: cannot write done-full.mp4 (File too large)";
        assertEquals(new Result(12, "", "fliki: " + err + "\n"), result);
        assertEquals(List.of(), names());
    }
}
