import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.MockApi;
import fliki.Result;
import fliki.Studio;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.model.Delay;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A full disk behind standard output is told, a reader that went away is not. */
@Timeout(30)
@Tag("slow")
class StdoutTest {

    private static final File FULL = new File("/dev/full");
    private static final String REASON = "cannot write standard output: No space left on device\n";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    private final List<Studio> studios = new ArrayList<>();
    private Path err;

    @AfterEach
    void close() {
        studios.forEach(Studio::close);
    }

    private Studio studio() {
        studios.add(Studio.open());
        return studios.get(studios.size() - 1);
    }

    private ProcessBuilder process(String main, String... lines) throws Exception {
        var answer = "{\"status\":\"success\",\"download\":\"" + api.url() + "/f.mp4\"}";
        api.answer("a1", response(answer));
        api.answer("a2", response(answer));
        api.answer(200, "a video");
        Files.writeString(folder.resolve("ids.csv"), "a1\na2\n");
        err = folder.resolve("err");
        var env = Map.of("FLIKI_API_KEY", Cli.KEY, "FLIKI_API_URL", api.url(), "LC_ALL", "C.UTF-8");
        return Cli.java(folder, env, main, lines).redirectError(err.toFile());
    }

    static boolean fullDisk() {
        return FULL.exists();
    }

    /** A test for each of these command lines, all in one process whose output finds no room. */
    private Stream<DynamicTest> onAFullDisk(String... lines) throws Exception {
        process("LoudLines", lines).redirectOutput(FULL).start().waitFor();
        return Cli.each(
                List.of(lines),
                Files.readString(err),
                (line, result) -> assertEquals(new Result(12, "", "fliki: " + REASON), result));
    }

    @TestFactory
    @EnabledIf("fullDisk")
    Stream<DynamicTest> fullDiskIsOneClearLine() throws Exception {
        return onAFullDisk(
                "status a1 --json -q", "bulk ids.csv -q", "download a1 --force -q", "--help");
    }

    /** A process of its own has its own writer and its own end. */
    @Test
    @EnabledIf("fullDisk")
    void fullDiskEndsTheProcess() throws Exception {
        var status = process("fliki", "status", "a1", "--json").redirectOutput(FULL).start();

        assertEquals(12, status.waitFor());
        assertEquals("fliki: " + REASON, Files.readString(err));
    }

    /** The first line comes when the other file has stalled. */
    private String[] stalled(String... lines) {
        return Stream.of(lines)
                .map(line -> line + " -q --url=" + studio().url())
                .toArray(String[]::new);
    }

    @TestFactory
    @EnabledIf("fullDisk")
    Stream<DynamicTest> fullDiskEndsItWhileADownloadStalls() throws Exception {
        Files.writeString(folder.resolve("late.csv"), "late-1\nslow-1\n");
        return onAFullDisk(
                stalled(
                        "poll late-1 slow-1 --json --download=1",
                        "status late-1 slow-1 --json --download=2",
                        "bulk late.csv --wait --download=3",
                        "download late-1 slow-1 -d 4"));
    }

    /** A test for each of these command lines, all in one process without a reader. */
    private Stream<DynamicTest> withoutAReader(String... lines) throws Exception {
        var process = process("LoudLines", lines).start();
        process.getInputStream().close();
        process.waitFor();
        return Cli.each(
                List.of(lines),
                Files.readString(err),
                (line, result) -> {
                    var code = line.equals("--help") ? 0 : 12;
                    assertEquals(new Result(code, "", ""), result);
                });
    }

    @TestFactory
    Stream<DynamicTest> readerThatWentAwayEndsItWhileADownloadStalls() throws Exception {
        return withoutAReader(
                stalled(
                        "poll late-1 slow-1 --json --download=1",
                        "status late-1 slow-1 --json --download=2",
                        "download late-1 slow-1 -d 3"));
    }

    /** It would end at the header, did nobody read that. */
    @ParameterizedTest
    @ValueSource(strings = {"bulk late.csv -q --wait --download", "bulk late.csv -q --download"})
    void readerThatWentAwayEndsABulkWhileADownloadStalls(String line) throws Exception {
        Files.writeString(folder.resolve("late.csv"), "late-1\nslow-1\n");
        var process = process("fliki", (line + " --url=" + studio().url()).split(" ")).start();

        process.inputReader().readLine();
        process.getInputStream().close();

        assertEquals(12, process.waitFor());
        assertEquals("", Files.readString(err));
    }

    @TestFactory
    Stream<DynamicTest> readerThatWentAwayIsNotTold() throws Exception {
        return withoutAReader("poll a1 a2 -q", "bulk ids.csv -q", "status a1 a2", "--help");
    }

    /** It has cost something: it is told, where nothing else is. */
    @ParameterizedTest
    @ValueSource(strings = {"generate body.json -q", "generate rows.csv --template t1 --yes -q"})
    void idThatNobodyReadsIsTold(String line) throws Exception {
        Files.writeString(folder.resolve("body.json"), "{\"fileId\":\"t1\"}");
        Files.writeString(folder.resolve("rows.csv"), "a.b\none\ntwo\n");
        var process = process("fliki", line.split(" "));
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
        var process =
                process("fliki", "bulk", "-", "-q")
                        .redirectInput(new File("/proc/self/mem"))
                        .start();

        var code = process.waitFor();

        var message = "fliki: standard input: cannot be read: Input/output error\n";
        assertEquals(List.of(12, message), List.of(code, Files.readString(err)));
    }
}
