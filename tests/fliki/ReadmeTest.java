package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs each snippet of the README as written, in a clone of this folder, against a sandbox. */
@Tag("slow")
class ReadmeTest {

    private static final Map<String, String> NOT_RUN =
            Map.of(
                    "scripts/jbang tests/AllTests.java", "runs this very test",
                    "scripts/jbang scripts/demo.java", "takes half a minute; .ci/run runs it",
                    "scripts/jbang scripts/sandbox.java", "runs until Ctrl-C");

    private static final String JAVA =
            """
            import fliki.*;
            import java.nio.file.*;
            import java.util.*;
            class Snippet {
                public static void main(String... args) {
            %s
                }
            }
            """;

    @TempDir Path folder;
    @TempDir Path home;
    private Jbang machine;

    @BeforeAll
    static void posix() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "scripts/jbang is for a POSIX shell");
    }

    /** A home for each snippet: a catalog that one adds is not there for the next. */
    @BeforeEach
    void setUp() throws Exception {
        machine = new Jbang(home, Checkout.root());
        machine.command("fliki", concat(Jvm.command(), "fliki"));
    }

    private static List<String> concat(List<String> words, String last) {
        return Stream.concat(words.stream(), Stream.of(last)).toList();
    }

    /** Commands, and those that are shown with their output. */
    private static List<String> shell() throws IOException {
        return Stream.of(snippets("shell"), commands()).flatMap(List::stream).toList();
    }

    private static List<String> commands() throws IOException {
        var command = Pattern.compile("(?m)^\\$ (.*\n)");
        return snippets("console").stream()
                .flatMap(shown -> command.matcher(shown).results())
                .map(match -> match.group(1))
                .toList();
    }

    /** The snippets in this language; lines that are not run are left out. */
    private static List<String> snippets(String language) throws IOException {
        var fence = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$");
        return fence.matcher(Files.readString(Checkout.root().resolve("README.md")))
                .results()
                .map(match -> match.group(1).lines().filter(ReadmeTest::isRun))
                .map(lines -> lines.collect(Collectors.joining("\n", "", "\n")))
                .filter(snippet -> !snippet.isBlank())
                .toList();
    }

    private static boolean isRun(String line) {
        return !NOT_RUN.containsKey(line.replaceFirst("\\s+# .*", ""));
    }

    @ParameterizedTest
    @MethodSource("shell")
    void shellSnippetRuns(String snippet) throws Exception {
        var result = machine.run(cloned(), "sh", "-ec", snippet);

        assertEquals(0, result.code(), result.err());
        assertEquals("", git("status", "--short", "--untracked-files=no").out());
    }

    @Test
    void javaSnippetRuns() throws Exception {
        var snippets = snippets("java");
        Files.writeString(
                cloned().resolve("Snippet.java"), JAVA.formatted(String.join("", snippets)));

        var command = concat(Jvm.command(), "Snippet.java").toArray(String[]::new);
        var result = machine.run(folder, command);

        assertEquals(0, result.code(), result.err());
        assertFalse(snippets.isEmpty());
    }

    @Test
    void sessionSnippetRuns() throws Exception {
        var commands = String.join("", snippets("jshell"));

        var result = machine.pipe(commands, cloned(), "jbang", "scripts/session.jsh");

        assertEquals(commands.lines().count(), result.out().split("==> ").length - 1, result.out());
    }

    @Test
    void everyLineThatIsNotRunIsThere() throws IOException {
        var readme = Files.readString(Checkout.root().resolve("README.md"));

        assertEquals(
                List.of(), NOT_RUN.keySet().stream().filter(l -> !readme.contains(l)).toList());
    }

    /** This folder's sources, as a commit, and two lists of ids, so that a snippet finds all. */
    private Path cloned() throws IOException, InterruptedException {
        Checkout.copy(folder, "fliki.java", "jbang-catalog.json", "lib", "scripts");
        git("init");
        git("add", ".");
        git("-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "-m", "all");
        Files.writeString(folder.resolve("ids.csv"), "title;fileId\nHello;64f0c0ffee\n");
        Files.writeString(folder.resolve("ids.txt"), "64f0c0ffee\n64f0c0fff0\n");
        Files.writeString(folder.resolve("texts.csv"), "title,intro.voiceover\nHi,Welcome!\n");
        Files.writeString(folder.resolve("body.json"), "{\"fileId\":\"tpl\",\"scenes\":[]}");
        return folder;
    }

    private Result git(String... words) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("git"), Stream.of(words)).toArray(String[]::new);
        var result = machine.run(folder, command);
        assertEquals(0, result.code(), result.err());
        return result;
    }
}
