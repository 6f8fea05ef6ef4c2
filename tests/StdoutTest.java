import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.MockApi;
import fliki.Studio;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.model.Delay;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A full disk behind standard output is told, a reader that went away is not. */
@Timeout(30)
@Tag("slow")
class StdoutTest {

    private static final File FULL = new File("/dev/full");
    private static final String REASON = "cannot write standard output: No space left on device\n";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    private Path err;

    private ProcessBuilder process(String line) throws Exception {
        var answer = "{\"status\":\"success\",\"download\":\"" + api.url() + "/f.mp4\"}";
        api.answer("a1", response(answer));
        api.answer(200, "a video");
        Files.writeString(folder.resolve("ids.csv"), "a1\n");
        Files.writeString(folder.resolve("late.csv"), "late-1\nslow-1\n");
        err = folder.resolve("err");
        var env = Map.of("FLIKI_API_KEY", Cli.KEY, "FLIKI_API_URL", api.url(), "LC_ALL", "C.UTF-8");
        return Cli.process(folder, env, line.split(" ")).redirectError(err.toFile());
    }

    static boolean fullDisk() {
        return FULL.exists();
    }

    private void findsNoRoom(String line) throws Exception {
        var process = process(line).redirectOutput(FULL).start();

        assertEquals(12, process.waitFor());
        assertEquals("fliki: " + REASON, Files.readString(err));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status a1 --json", "bulk ids.csv -q", "download a1 -q", "--help"})
    @EnabledIf("fullDisk")
    void fullDiskIsOneClearLine(String line) throws Exception {
        findsNoRoom(line);
    }

    /** The first line comes when the other file has stalled. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "poll late-1 slow-1 --json --download=1",
                "bulk late.csv --wait --download=2",
                "download late-1 slow-1 -d 3"
            })
    @EnabledIf("fullDisk")
    void fullDiskEndsItWhileADownloadStalls(String line) throws Exception {
        try (var studio = Studio.open()) {
            findsNoRoom(line + " -q --url=" + studio.url());
        }
    }

    /** Without a first line, a bulk would end at the header. */
    private void losesItsReader(String line, int code, boolean first) throws Exception {
        var process = process(line).start();
        if (first) {
            process.inputReader().readLine();
        }
        process.getInputStream().close();

        assertEquals(code, process.waitFor());
        assertEquals("", Files.readString(err));
    }

    /** Of the others, InterruptedTest sees this. */
    @ParameterizedTest
    @CsvSource({
        "bulk late.csv -q --wait --download, true",
        "bulk late.csv -q --download, true",
        "download late-1 slow-1 -q -d 3, false"
    })
    void readerThatWentAwayEndsItWhileADownloadStalls(String line, boolean first) throws Exception {
        try (var studio = Studio.open()) {
            losesItsReader(line + " --url=" + studio.url(), 12, first);
        }
    }

    @ParameterizedTest
    @CsvSource({"status a1, 12", "--help, 0"})
    void readerThatWentAwayIsNotTold(String line, int code) throws Exception {
        losesItsReader(line, code, false);
    }

    /** It has cost something: it is told, where nothing else is. */
    @ParameterizedTest
    @ValueSource(strings = {"generate body.json -q", "generate rows.csv --template t1 --yes -q"})
    void idThatNobodyReadsIsTold(String line) throws Exception {
        Files.writeString(folder.resolve("body.json"), "{\"fileId\":\"t1\"}");
        Files.writeString(folder.resolve("rows.csv"), "a.b\none\ntwo\n");
        var process = process(line);
        api.beforeEach(null);
        api.answer(response("{\"fileId\":\"x1\"}").withDelay(Delay.milliseconds(300)));
        var started = process.start();
        while (api.requests().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        started.getInputStream().close();

        assertEquals(12, started.waitFor());
        var printed = Files.readString(err);
        assertTrue(printed.matches("(?s)fliki: .*started(:| as) x1\n.*"), printed);
        assertEquals(1, api.requests().size());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void inputThatCannotBeReadIsNotAReaderThatWentAway() throws Exception {
        var process = process("bulk - -q").redirectInput(new File("/proc/self/mem")).start();

        var code = process.waitFor();

        var message = "fliki: standard input: cannot be read: Input/output error\n";
        assertEquals(List.of(12, message), List.of(code, Files.readString(err)));
    }
}
