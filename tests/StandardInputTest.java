import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.MockApi;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** Standard input as a shell hands it over: redirected, piped, closed. */
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
            var message = "fliki: " + out + ": the input itself; name another output\n";
            var hint = "Try 'fliki bulk --help'.\n";
            assertEquals(new CliProcess.Result(2, "", message + hint), result);
            assertEquals("a1\n", read("ids.csv"));
        }
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
