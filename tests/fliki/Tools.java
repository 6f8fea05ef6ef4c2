package fliki;

import fliki.internal.http.Daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.spi.ToolProvider;

/**
 * The tools of this JDK that JBang starts for every script, such as javac, run by the process of
 * the tests in their place: once warm, it takes a tenth of the time.
 */
final class Tools {

    /** Leaves its words in a folder of its own, calls, and waits for the code of the end. */
    private static final String CALL =
            """
            call=$(mktemp -d) && mkfifo "$call/code" || exit
            for word; do
                case $word in
                    -J*) ;; # for a process
                    *) printf '%%s\\n' "$word" ;;
                esac
            done >"$call/words"
            echo "%s $call" >'%s'
            read -r code <"$call/code"
            cat "$call/said" >&2
            rm -r "$call"
            exit "$code"
            """;

    /** Of entries that are there twice, as in the jars that JBang exports. */
    private static final Logger WARNINGS = Logger.getLogger("java.util.jar");

    private final Path pipe;

    /** Takes calls through a pipe in this folder. */
    Tools(Path folder) throws IOException, InterruptedException {
        pipe = folder.resolve("tools");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        // For writing, too, so that it does not end with the first call.
        var calls = new RandomAccessFile(pipe.toFile(), "rw");
        Daemon.of("tools", () -> serve(calls)).start();
    }

    private static void serve(RandomAccessFile calls) {
        try (calls) {
            for (var call = calls.readLine(); call != null; call = calls.readLine()) {
                var words = call.split(" ", 2);
                Daemon.of("tool", () -> run(words[0], Path.of(words[1]))).start();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String tool, Path call) {
        WARNINGS.setLevel(Level.OFF); // each time: MockServer sets all of them as it starts
        var code = 1;
        try (var said = new PrintStream(call.resolve("said").toFile())) {
            var words = new ArrayList<>(Files.readAllLines(call.resolve("words")));
            if (tool.equals("javac")) {
                words.addAll(0, List.of("-classpath", "")); // else that of this process
            }
            var line = words.toArray(String[]::new);
            code = ToolProvider.findFirst(tool).orElseThrow().run(said, said, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end(call, code);
        }
    }

    private static void end(Path call, int code) {
        try {
            Files.writeString(call.resolve("code"), code + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a script that call the tool of this name. */
    String command(String tool) {
        return CALL.formatted(tool, pipe);
    }
}
