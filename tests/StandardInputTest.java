import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Standard input as a shell hands it over: redirected, piped, closed. */
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
class StandardInputTest {

    private static final String ROWS = "fileId,status,progress,download,error\na1,queued,,,\n";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @BeforeEach
    void queued() {
        api.answer(200, "{\"status\":\"queued\"}");
    }

    /** How a line of the shell ends, in which {@code fliki} is the command. */
    private Result shell(String line) throws Exception {
        return CliProcess.shell(folder, api.url(), line).end(20);
    }

    private String read(String file) throws Exception {
        return Files.readString(folder.resolve(file));
    }

    /** Issue 10, number 3: the rows were gone, and no result in their place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bulk - -o ids.csv --force < ids.csv",
                "bulk - -o ids.csv --resume < ids.csv",
                "bulk - -o link.csv --force < ids.csv",
                "bulk - -o ids.csv --force < link.csv"
            })
    void thatIsTheOutputIsRefused(String line) throws Exception {
        Files.writeString(folder.resolve("ids.csv"), "a1\n");
        Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("ids.csv"));

        var result = shell("fliki " + line);

        var out = line.replaceFirst(".*-o (\\S+).*", "$1");
        var message = "fliki: " + out + ": the input itself; name another output\n";
        assertEquals(new Result(2, "", message), result);
        assertEquals("a1\n", read("ids.csv"));
    }

    /** Issue 10, number 7: the JVM's own files were read as ids. */
    @ParameterizedTest
    @ValueSource(strings = {"status -", "download -", "bulk -o out.csv -"})
    void thatIsClosedIsNoListOfIds(String line) throws Exception {
        var result = shell("fliki " + line + " <&-");

        var message = "fliki: standard input is closed\nTry 'fliki %s --help'.\n";
        var verb = line.replaceFirst(" .*", "");
        assertEquals(new Result(2, "", message.formatted(verb)), result);
        assertEquals(List.of(), api.requests());
    }

    @Test
    void thatIsClosedIsNoKey() throws Exception {
        var result = shell("fliki status a1 --key-file - <&-");

        assertEquals(new Result(13, "", "fliki: standard input is closed\n"), result);
    }

    /** Issue 10, number 7: other encodings were sent as altered ids. */
    @Nested
    class ThatIsNoUtf8 {

        private static Stream<Arguments> lists() {
            return Stream.of(
                    arguments("status", "gr\366\337e", 1), // Latin-1
                    arguments("poll", "a1\r\na2\n\n\303(\n", 4), // half a character
                    arguments("download", "a1\na2\303", 2), // cut off
                    arguments("status", "\377\376a\0001\000", 1), // UTF-16 as PowerShell writes it
                    arguments("status", "a1\n\000a\0001", 2)); // UTF-16 without a mark
        }

        @ParameterizedTest
        @MethodSource("lists")
        void isRefusedBeforeTheFirstRequest(String command, String bytes, int line) {
            var result = run(bytes, command, "-");

            var message = "fliki: standard input line %d: not UTF-8 text; save it as UTF-8\n";
            var hint = "Try 'fliki " + command + " --help'.\n";
            assertEquals(new Result(2, "", message.formatted(line) + hint), result);
            assertEquals(List.of(), api.requests());
        }

        @Test
        void isRefusedThoughItNeverEnds() throws Exception {
            var message =
                    "fliki: standard input line 1: not UTF-8 text; save it as UTF-8\n"
                            + "Try 'fliki status --help'.\n";

            var result = shell("fliki status - < /dev/zero");

            assertEquals(new Result(2, "", message), result);
        }

        /** With a byte on standard input for each character. */
        private Result run(String stdin, String... args) {
            var line = new ArrayList<>(List.of(args));
            line.addAll(List.of(Cli.connection(api.url(), folder, Cli.KEY).split(" ")));
            var bytes = stdin.getBytes(StandardCharsets.ISO_8859_1);
            return Cli.piped(bytes, line.toArray(String[]::new));
        }
    }

    @Test
    void withoutIdsIsRefused() {
        var line = "status - " + Cli.connection(api.url(), folder, Cli.KEY);

        var result = Cli.piped("\n \n".getBytes(), line.split(" "));

        var message = "fliki: no ids on standard input\nTry 'fliki status --help'.\n";
        assertEquals(new Result(2, "", message), result);
    }

    @Test
    void ofIdsInUtf8IsReadToTheLastByte() throws Exception {
        var list = "printf '\\357\\273\\277 gr\\303\\266 \\r\\n\\r\\na1\\ra2'";

        var result = shell(list + " | fliki status --json -");
        var ids = result.out().lines().map(json -> json.replaceAll(".*Id\":\"|\",.*", ""));

        assertEquals(List.of("gr\u00f6", "a1", "a2"), ids.toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fliki bulk -q - -o out.csv --force < ids.csv",
                "cat ids.csv | fliki bulk -q - -o out.csv --force",
                "fliki bulk -q ids.csv -o out.csv --force < out.csv"
            })
    void ofAnotherFileOrAPipeIsNoObstacle(String line) throws Exception {
        Files.writeString(folder.resolve("ids.csv"), "a1\n");
        Files.writeString(folder.resolve("out.csv"), "old\n");

        assertEquals(new Result(0, "", ""), shell(line));
        assertEquals(ROWS, read("out.csv"));
    }
}
