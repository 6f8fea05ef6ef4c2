import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.Result;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whoever tries to hand over a key by an option never sees it again (issue 10, number 13). */
class KeyOptionTest {

    @TempDir Path folder;

    private static Result usage(String command, String message) {
        return new Result(2, "", "fliki: " + message + "\nTry '" + command + " --help'.\n");
    }

    /** Beyond the list: {@code --key-file -} at a terminal neither asked nor hid the key. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @Tag("slow")
    void keyThatIsTypedIsNotShown() throws Exception {
        var url = "" + CliProcess.SANDBOX.url();
        var run = CliProcess.terminal(folder, url, "status --key-file - stuck-1");

        var asked = new String(run.getInputStream().readNBytes("API key: ".length()));
        run.getOutputStream().write("sandbox\n".getBytes());
        run.getOutputStream().flush();
        var shown = new String(run.getInputStream().readAllBytes());

        assertEquals("API key: ", asked);
        assertEquals(true, shown.contains("stuck-1"), shown);
        assertEquals(false, shown.contains("sandbox"), shown);
    }

    @ParameterizedTest
    @CsvSource({
        "status a1 --key KEY, --key",
        "status --key KEY a1, --key",
        "status --KEY:KEY a1, --KEY",
        "status --api-keyKEY a1, --api-key",
        "status --key-fileKEY a1, --key",
        "status -kKEY a1, -k",
        "status -k=KEY a1, -k",
        "status -qkKEY a1, -k",
        "bulk --secret KEY ids.csv, --secret",
        "--key=KEY status a1, --key",
        "-kKEY status a1, -k"
    })
    void unknownOptionIsNamedWithoutItsValue(String line, String option) {
        var result = Cli.run(line.replaceFirst("KEY( |$)", Cli.KEY + "$1").split(" "));

        var command = line.startsWith("-") ? "fliki" : "fliki " + line.replaceFirst(" .*", "");
        var meant = result.err().contains("; did") ? "; did you mean '--key-file'?" : "";
        assertEquals(usage(command, "Unknown option: '" + option + "'" + meant), result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "status --jsn a1; status; 'Unknown option: ''--jsn''; did you mean ''--json''?'",
                "status --jsn -x a1; status;"
                        + " 'Unknown options: ''--jsn'', ''-x''; did you mean ''--json''?'",
                "bulk a.csv b.csv; bulk; Unexpected argument: 'b.csv'",
                "bulk a.csv -; bulk; Unexpected argument: '-'"
            })
    void honestMistakeIsNamed(String line, String command, String message) {
        assertEquals(usage("fliki " + command, message), Cli.run(line.split(" ")));
    }

    @Nested
    class KeyFile {

        private static final String UNNAMED =
                "cannot read the key file; its name is not repeated, for it may be the key itself";

        private static Result refused(String message) {
            return new Result(13, "", "fliki: " + message + "\n");
        }

        private static Result run(String file) {
            return Cli.run("status", "a1", "--url=http://localhost:1", "--key-file", file);
        }

        @ParameterizedTest
        @ValueSource(strings = {Cli.KEY, "k3y/K3y+k3y", "k3y.K3y.k3y", "/k3y/K3y"})
        void thatIsTheKeyItselfIsNotNamed(String key) {
            assertEquals(refused(UNNAMED), run(key));
            assertEquals(refused(UNNAMED), run(key.repeat(30)));
        }

        @ParameterizedTest
        @CsvSource({
            "' \n', the API key is empty",
            "'a b', 'the API key holds a space, a control character or one that is not ASCII;"
                    + " copy it again from your Fliki account'"
        })
        void withoutAUsableKeyIsRefused(String text, String message) {
            var file = "" + Cli.secret(folder.resolve("bad"), text);

            assertEquals(refused(file + ": " + message), run(file));
        }

        @Test
        void thatIsMissingFromAFolderIsNamed() {
            var file = folder.resolve("none").toString();

            assertEquals(refused("cannot read the key file " + file), run(file));
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void withoutAnEndIsNotReadToItsEnd() {
            assertEquals(refused("/dev/zero: larger than 64 KiB, no key file"), run("/dev/zero"));
        }

        @Test
        void ofSixtyFourKibibytesIsStillRead() throws Exception {
            var file = folder.resolve("key");
            Cli.secret(file, " ".repeat(1 << 16));
            assertEquals(refused(file + ": the API key is empty"), run("" + file));

            Files.writeString(file, " ".repeat((1 << 16) + 1));
            assertEquals(refused(file + ": larger than 64 KiB, no key file"), run("" + file));
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        @Tag("slow")
        void onStandardInputWithoutAnEndIsNotReadToItsEnd() throws Exception {
            var line = "fliki status a1 --key-file - < /dev/zero";
            var result = CliProcess.shell(folder, "http://localhost:1", line).end(20);

            var message = "fliki: more than 64 KiB on standard input, no key\n";
            assertEquals(new Result(13, "", message), result);
        }
    }
}
