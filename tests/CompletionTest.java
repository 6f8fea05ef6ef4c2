import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a real bash completes with the script of {@code fliki completion}. */
class CompletionTest {

    private static final Path BASH = Path.of("/bin/bash");

    @TempDir Path folder;

    @BeforeEach
    void script() throws Exception {
        assumeTrue(Files.isExecutable(BASH), "there is no " + BASH);
        var result = Cli.run("completion", "bash");
        assertEquals("", result.err());
        Files.writeString(folder.resolve("fliki.bash"), result.out());
        Files.createFile(folder.resolve("ids.csv"));
        Files.createFile(folder.resolve("key.txt"));
    }

    /** The words that bash offers for the last one. */
    private List<String> offered(String... words) throws Exception {
        var line =
                """
                compopt() { :; } # bash allows it at a terminal only
                . ./fliki.bash
                COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
                _complete_fliki fliki "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        var command = new ArrayList<>(List.of(BASH.toString(), "-c", line, "bash"));
        command.addAll(Arrays.asList(words));
        var bash = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        var process = bash.start();
        var out = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        var offered = out.lines().map(String::strip).filter(word -> !word.isEmpty());
        return offered.distinct().sorted().toList();
    }

    @Test
    void commandsAreAllOffered() throws Exception {
        assertEquals(
                List.of(
                        "bulk",
                        "completion",
                        "download",
                        "generate",
                        "help",
                        "poll",
                        "report",
                        "status"),
                offered("fliki", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "fliki st,                                status",
        "fliki poll --at,                         --at-most",
        "fliki bulk ids.csv --pen,                --pending",
        "fliki bulk i,                            ids.csv",
        "fliki bulk ids.csv -o i,                 ids.csv",
        "fliki report i,                          ids.csv",
        "fliki generate i,                        ids.csv",
        "fliki generate body.json --endpoint v,   video",
        "fliki status --key-file k,               key.txt",
        "fliki download a1 -d k,                  key.txt",
        "fliki completion z,                      zsh"
    })
    void wordIsCompleted(String line, String word) throws Exception {
        assertEquals(List.of(word), offered(line.split(" ")));
    }

    /** Where an id belongs, or a number, no file is offered. */
    @ParameterizedTest
    @ValueSource(strings = {"status k", "poll --download k", "poll a1 --rate k"})
    void nothingIsOffered(String line) throws Exception {
        assertEquals(List.of(), offered(("fliki " + line).split(" ")));
    }

    @Test
    void zshTakesTheSame() {
        assertEquals(Cli.run("completion", "bash"), Cli.run("completion", "zsh"));
    }

    @Test
    void anotherShellIsRefused() {
        var result = Cli.run("completion", "fish");

        assertEquals(2, result.code());
        assertTrue(result.err().contains("expected one of [bash, zsh]"), result.err());
    }
}
