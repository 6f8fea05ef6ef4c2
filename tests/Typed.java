import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.Result;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line that was typed into a shell: what that makes of it for {@code fliki}, which then runs in
 * this process.
 */
record Typed(List<String> arguments, byte[] stdin) {

    /** Has the shell read a line; the folder is for what it makes of it. */
    static Typed of(Path folder, String line) throws Exception {
        var fliki = "fliki() { printf '%s\\0' \"$@\" > \"$T/words\"; cat > \"$T/stdin\"; }; ";
        var shell = new ProcessBuilder("/bin/sh", "-ec", fliki + line);
        shell.environment().put("T", folder.toString());
        shell.redirectInput(new File("/dev/null"));
        assertEquals(new Result(0, "", ""), Result.of(shell.start()));
        var words = List.of(Files.readString(folder.resolve("words")).split("\0", -1));
        var stdin = Files.readAllBytes(folder.resolve("stdin"));
        return new Typed(words.subList(0, words.size() - 1), stdin);
    }

    /** Runs it with these options. */
    Result run(String... options) {
        var words = new ArrayList<>(arguments);
        words.addAll(1, List.of(options));
        return Cli.piped(stdin, words.toArray(String[]::new));
    }
}
