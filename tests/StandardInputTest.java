import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.MockApi;
import fliki.SideBySide;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Standard input as a shell hands it over: redirected, piped, closed. */
@SideBySide
@DisabledOnOs(OS.WINDOWS)
class StandardInputTest {

    private static final String ROWS = "fileId,status,progress,download,error\na1,queued,,,\n";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @BeforeEach
    void queued() {
        api.answer(200, "{\"status\":\"queued\"}");
    }

    /** How a line of the shell ends, in which {@code fliki} is the command. */
    private CliProcess.Result shell(String line) throws Exception {
        return CliProcess.shell(folder, api.url(), line).end(20);
    }

    private String read(String file) throws Exception {
        return Files.readString(folder.resolve(file));
    }

    /** Issue 10, number 3: the rows were gone, and no result in their place. */
    @Nested
    class ThatIsTheOutput {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bulk - -o ids.csv --force < ids.csv",
                    "bulk - -o ids.csv --resume < ids.csv",
                    "bulk - -o ids.csv < ids.csv",
                    "bulk - -o ids.csv --force < link.csv",
                    "bulk - -o link.csv --force < ids.csv"
                })
        void isRefused(String line) throws Exception {
            Files.writeString(folder.resolve("ids.csv"), "a1\n");
            Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("ids.csv"));

            var result = shell("fliki " + line);

            var out = line.replaceFirst(".*-o (\\S+).*", "$1");
            assertEquals(refused(out + ": the input itself; name another output"), result);
            assertEquals("a1\n", read("ids.csv"));
        }
    }

    /** Issue 10, number 7: the JVM's own files were read as ids. */
    @Nested
    class ThatIsClosed {

        @ParameterizedTest
        @ValueSource(strings = {"status", "poll", "download", "bulk", "bulk -o out.csv"})
        void isNoListOfIds(String command) throws Exception {
            var result = shell("fliki " + command + " - <&-");

            var verb = command.replaceFirst(" .*", "");
            assertEquals(refused(verb, "standard input is closed"), result);
            assertEquals(List.of(), api.requests());
        }

        @Test
        void isNoKey() throws Exception {
            var result = shell("fliki status a1 --key-file - <&-");

            var message = "fliki: standard input is closed\n";
            assertEquals(new CliProcess.Result(13, "", message), result);
        }
    }

    /** Issue 10, number 7: other encodings were sent as altered ids. */
    @Nested
    class ThatIsNoUtf8 {

        @ParameterizedTest
        @CsvSource({
            "status, gr\\366\\337e, 1", // Latin-1
            "poll, a1\\r\\na2\\n\\n\\303(\\n, 4", // half a character
            "download, a1\\na2\\303, 2", // cut off
            "status, \\377\\376a\\0001\\000, 1", // UTF-16 as PowerShell writes it
            "status, a1\\n\\000a\\0001, 2" // UTF-16 without a mark
        })
        void isRefusedBeforeTheFirstRequest(String command, String bytes, int line)
                throws Exception {
            var result = shell("printf '" + bytes + "' | fliki " + command + " -");

            var where = "standard input line " + line;
            var message = where + ": not UTF-8 text; save it as UTF-8";
            assertEquals(refused(command, message), result);
            assertEquals(List.of(), api.requests());
        }

        @Test
        void isRefusedThoughItNeverEnds() throws Exception {
            var message = "standard input line 1: not UTF-8 text; save it as UTF-8";

            assertEquals(refused("status", message), shell("fliki status - < /dev/zero"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"gr\\366\\337e", "\\377\\376a\\0001\\000", "\\000a"})
        void isNoCsvEither(String bytes) throws Exception {
            var result = shell("printf '" + bytes + "' | fliki bulk -");

            var message = "standard input line 1: not UTF-8 text; save the file as \"CSV UTF-8\"";
            assertEquals(refused(message), result);
            assertEquals(List.of(), api.requests());
        }
    }

    private static CliProcess.Result refused(String message) {
        return new CliProcess.Result(2, "", "fliki: " + message + "\n");
    }

    private static CliProcess.Result refused(String command, String message) {
        var hint = "Try 'fliki " + command + " --help'.\n";
        return new CliProcess.Result(2, "", "fliki: " + message + "\n" + hint);
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

        assertEquals(new CliProcess.Result(0, "", ""), shell(line));
        assertEquals(ROWS, read("out.csv"));
    }
}
