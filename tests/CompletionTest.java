import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What a real bash completes with the script of {@code fliki completion}, key by key. */
class CompletionTest {

    /** Completes the word, as far as it is sure. */
    private static final String TAB = "\t";

    /** Inserts everything that is offered. */
    private static final String ALL = "\033*";

    private static final List<String> FILES =
            List.of(
                    "$(id>pwned).csv",
                    "`id>pwned`.csv",
                    "back\\slash.csv",
                    "ids.csv",
                    "it's.csv",
                    "my file.csv",
                    "said \"so\".csv");

    private static final List<String> FOLDERS = List.of("$(id>pwned)", "below", "it's `id>pwned`");

    @TempDir Path home;
    private Path here;

    @BeforeEach
    void script() throws Exception {
        assumeTrue(OS.LINUX.isCurrentOs(), "macOS has bash 3, Windows no terminal for it");
        var result = Cli.run("completion", "bash");
        assertEquals("", result.err());
        Files.writeString(home.resolve("fliki.bash"), result.out());
        Files.writeString(
                home.resolve("rc"),
                """
                . ~/fliki.bash
                fliki() { printf '%s\\n' "$@" > ~/given; }
                """);
        here = Files.createDirectory(home.resolve("here"));
        fill(here);
        for (var folder : FOLDERS) {
            fill(Files.createDirectory(here.resolve(folder)));
        }
    }

    private static void fill(Path folder) throws IOException {
        for (var file : FILES) {
            Files.createFile(folder.resolve(file));
        }
    }

    @AfterEach
    void nothingOfAnyNameWasRun() throws IOException {
        try (var files = Files.walk(home)) {
            assertEquals(List.of(), files.filter(file -> file.endsWith("pwned")).toList());
        }
    }

    /** The arguments that fliki is given after these keys. */
    private List<String> typed(String keys) throws Exception {
        // In a session of its own it leaves the terminal of the tests alone.
        var bash =
                new ProcessBuilder(
                        "setsid", "-w", "bash", "--noprofile", "--rcfile", "../rc", "-i");
        bash.environment().put("HOME", home.toString());
        bash.environment().put("INPUTRC", "/dev/null");
        bash.environment().put("TERM", "dumb");
        bash.directory(here.toFile()).redirectErrorStream(true);
        bash.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        var process = bash.start();
        try (var in = process.outputWriter()) {
            in.write(keys + "\nexit\n");
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        return Files.readAllLines(home.resolve("given"));
    }

    /** What is offered for the last word of a line. */
    private List<String> offered(String line) throws Exception {
        var others = line.split(" ", -1).length - 2; // the first is fliki
        var all = typed(line + ALL);
        return all.subList(others, all.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fliki ", "fliki help "})
    void commandsAreAllOffered(String line) throws Exception {
        assertEquals(
                List.of(
                        "api",
                        "bulk",
                        "completion",
                        "download",
                        "generate",
                        "help",
                        "poll",
                        "report",
                        "status"),
                offered(line));
    }

    @ParameterizedTest
    @CsvSource({
        "fliki st,                                status",
        "fliki poll --at,                         --at-most",
        "fliki bulk ids.csv --pen,                --pending",
        "fliki bulk id,                           ids.csv",
        "fliki bulk ids.csv --output=id,          --output=ids.csv",
        "fliki report id,                         ids.csv",
        "fliki generate body.json --endpoint v,   video",
        "fliki generate body.json --endpoint=v,   --endpoint=video",
        "fliki status --key-file id,              ids.csv",
        "fliki download a1 -d b,                  below",
        "fliki poll a1 --download=b,              --download=below",
        "fliki completion z,                      zsh"
    })
    void wordIsCompleted(String line, String word) throws Exception {
        assertEquals(List.of(word), offered(line));
    }

    /** Where an id belongs, or a number, no file is offered. */
    @ParameterizedTest
    @ValueSource(strings = {"status b", "poll --download b", "poll a1 --rate b", "poll a1 --url=b"})
    void nothingIsOffered(String line) throws Exception {
        assertEquals(List.of(line.split(" ")), typed("fliki " + line + ALL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bulk below/",
                "bulk \\$\\(id\\>pwned\\)/",
                "bulk it\\'s\\ \\`id\\>pwned\\`/",
                "report a.csv -o below/",
                "generate a.csv --output=below/"
            })
    void filesAreOfferedAsTheyAreCalled(String line) throws Exception {
        var offered = typed("fliki " + line + ALL);

        var files =
                offered.stream().map(word -> word.replaceAll(".*/", "")).filter(FILES::contains);
        assertEquals(FILES, files.toList());
    }

    @Test
    void filesAndFoldersAreOfferedForAFile() throws Exception {
        var all = new TreeSet<>(FILES);
        all.addAll(FOLDERS);

        assertEquals(all, new TreeSet<>(offered("fliki bulk ")));
    }

    @Test
    void foldersAloneAreOfferedForAFolder() throws Exception {
        assertEquals(FOLDERS, offered("fliki poll a1 -d "));
        assertEquals("--download=" + FOLDERS.get(0), offered("fliki poll a1 --download=").get(0));
    }

    /** As it was begun, in quotes or without. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "it\\'s.,       it's.csv",
                "\"it's.,       it's.csv",
                "my\\ f,        my file.csv",
                "\\`,           `id>pwned`.csv",
                "\"sa,          said \"so\".csv",
                "ba,            back\\slash.csv",
                "'$(id>pwned)/m, $(id>pwned)/my file.csv",
                "~/he,          HOME/here/"
            })
    void begunNameIsCompleted(String begun, String file) throws Exception {
        var whole = file.replace("HOME", home.toString());

        assertEquals(List.of("bulk", whole), typed("fliki bulk " + begun + TAB));
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
