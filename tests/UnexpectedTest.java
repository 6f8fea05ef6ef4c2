import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.Studio;
import fliki.cli.Main;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mistake of the program, which no longer prints what it should, is never told as the user's. */
@Timeout(20)
class UnexpectedTest {

    private static final String SAID =
            "fliki: java.lang.IllegalArgumentException: ours\n"
                    + "This should not happen; --verbose shows where it did.\n";

    @TempDir Path folder;

    /** Fails as the library may, once, when it is to print this. */
    private static final class Broken extends StringWriter {

        private final String text;
        private boolean failed;

        Broken(String text) {
            this.text = text;
        }

        @Override
        public void write(String more, int offset, int length) {
            if (!failed && more.contains(text)) {
                failed = true;
                throw new IllegalArgumentException("ours");
            }
            super.write(more, offset, length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status ID",
                "poll ID",
                "poll ID other",
                "download ID -d DIR",
                "download ID -o DIR/f.mp4"
            })
    void mistakeOfAVerbIsUnexpected(String line) {
        try (var studio = Studio.open()) {
            var key = Cli.secret(folder.resolve("key"), Cli.KEY);
            var options = " -q --url=" + studio.url() + " --key-file=" + key;
            var command = line.replace("DIR", "" + folder) + options;
            var err = new StringWriter();

            var out = new Broken(line.endsWith("f.mp4") ? "f.mp4" : "a1");
            var code =
                    Main.run(
                            new PrintWriter(out),
                            new PrintWriter(err),
                            command.replace("ID", "a1").split(" "));

            assertEquals(SAID, err.toString().replace(System.lineSeparator(), "\n"));
            assertEquals(1, code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll run-1", "poll run-1 run-2", "bulk IDS -o OUT --wait"})
    void mistakeWithinAVerbIsUnexpected(String line) throws Exception {
        var ids = "" + Files.writeString(folder.resolve("ids.csv"), "run-1\n");
        try (var studio = Studio.open()) {
            var key = Cli.secret(folder.resolve("key"), Cli.KEY);
            var options = " --url=" + studio.url() + " --key-file=" + key;
            var command = line.replace("IDS", ids).replace("OUT", ids + ".out") + options;
            var err = new Broken("run-1 processing");

            var out = new PrintWriter(new StringWriter());
            var code = Main.run(out, new PrintWriter(err), command.split(" "));

            var said = err.toString().replace(System.lineSeparator(), "\n");
            assertEquals(SAID, said.replaceAll("fliki: run-2.*\n", ""));
            assertEquals(1, code);
        }
    }
}
