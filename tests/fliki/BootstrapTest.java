package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs scripts/jbang as a process, on a PATH that holds only what {@link Machine} puts there. */
@Timeout(20)
@Tag("slow")
class BootstrapTest {

    @TempDir Path folder;

    private Machine machine;

    @BeforeEach
    void setUp() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "scripts/jbang is for a POSIX shell");
        machine =
                new Machine(folder.resolve("a machine"), Checkout.root().resolve("scripts/jbang"));
    }

    @Nested
    class Running {

        @BeforeEach
        void setUp() throws IOException {
            machine.jdk(17).jar("genuine");
        }

        @Test
        void argumentsArriveUnharmed() throws Exception {
            String[] arguments = {
                "two words", "", "it's", "\"q\"", "$HOME `id`", "\\", "a\nb\n", "*", "-h", "", ""
            };

            var result = machine.run("", arguments);

            assertEquals(new Result(0, "[" + String.join("]\n[", arguments) + "]\n", ""), result);
        }

        @Test
        void inputAndExitCodeOfTheProgramPass() throws Exception {
            machine.program("cat; exit 42");

            assertEquals(new Result(42, "typed", ""), machine.run("typed"));
        }

        @Test
        void programTakesThePlaceOfTheScriptSoThatSignalsReachIt() throws Exception {
            machine.program("echo $$");
            var process = machine.start();

            assertEquals(process.pid() + "\n", Result.of(process).out());
        }

        @Test
        void ownOutputAndExitCodeOfJbangPass() throws Exception {
            machine.jdk("echo '0.132.1 $HOME'; exit 3");

            assertEquals(new Result(3, "0.132.1 $HOME\n", ""), machine.run("", "version"));
        }

        @Test
        void jbangIsToldThatNobodyCanAnswer() throws Exception {
            machine.jdk("echo $JBANG_RUNTIME_SHELL $JBANG_STDIN_NOTTY");

            assertEquals(new Result(0, "bash true\n", ""), machine.run(""));
        }

        /** Issue 10, number 8. */
        @ParameterizedTest
        @CsvSource({
            "LANG,,               C.UTF-8",
            "LC_ALL, C,           C.UTF-8",
            "LANG, C,             C.UTF-8",
            "LANG, de_DE.UTF-8,   ''",
            "LC_ALL, en_US,       en_US"
        })
        void localeOfAsciiBecomesOneOfUtf8(String name, String value, String all) throws Exception {
            machine.tool("locale", "printf 'C\\nC.utf8\\nPOSIX\\n'");
            machine.set(name, value == null ? "" : value).program("echo \"$LC_ALL\"");

            assertEquals(new Result(0, all + "\n", ""), machine.run(""));
        }

        @Test
        void localeThatIsNotInstalledIsNotChosen() throws Exception {
            machine.tool("locale", "printf 'C\\nPOSIX\\n'").program("echo \"$LC_ALL\"");

            assertEquals(new Result(0, "\n", ""), machine.run(""));
        }

        @ParameterizedTest
        @CsvSource({
            "fliki.java poll a, fliki.java",
            "../fliki.java poll fliki, ../fliki.java",
            "fliki@catalog poll a, fliki@catalog"
        })
        void flikiIsToldHowItWasCalled(String arguments, String told) throws Exception {
            machine.program("echo \"$FLIKI_COMMAND\"").link("it's it");

            var result = machine.run("", arguments.split(" "));

            var script = "'" + machine.home() + "/it'\\''s it'";
            assertEquals(new Result(0, script + " " + told + "\n", ""), result);
        }

        /** What app install leaves runs fliki@catalog: it is called fliki. */
        @ParameterizedTest
        @ValueSource(strings = {"scripts/demo.java", "run fliki@catalog poll a"})
        void othersAreNotToldHowTheyWereCalled(String arguments) throws Exception {
            machine.program("echo \"${FLIKI_COMMAND-none}\"");

            assertEquals(new Result(0, "none\n", ""), machine.run("", arguments.split(" ")));
        }

        @Test
        void installedCommandWithoutJbangComesWithTheWayOut() throws Exception {
            machine.jdk("");

            var result = machine.run("", "app", "install", "fliki@catalog");

            var advice =
                    "scripts/jbang: the new command calls jbang, and there is none on the PATH:"
                            + " install JBang (jbang.dev), or: ln -s ";
            var link = "'" + machine.script() + "' '" + machine.home() + "/.jbang/bin/jbang'\n";
            assertEquals(new Result(0, "", advice + link), result);
        }

        @Test
        void nothingIsSaidOfAnInstalledCommandThatHasItsJbang() throws Exception {
            machine.jdk("").link(".jbang/bin/jbang");

            var result = machine.run("", "app", "install", "fliki@catalog");

            assertEquals(new Result(0, "", ""), result);
        }
    }

    @Nested
    class Choosing {

        @Test
        void jbangOnThePathIsPreferred() throws Exception {
            machine.tool("jbang", "echo \"installed: $*\"; exit 5");

            assertEquals(new Result(5, "installed: a b\n", ""), machine.run("", "a", "b"));
        }

        @Test
        void jbangOnThePathGetsALocaleOfUtf8() throws Exception {
            machine.tool("locale", "echo C.UTF-8").tool("jbang", "echo \"$LC_ALL\"");

            assertEquals(new Result(0, "C.UTF-8\n", ""), machine.run(""));
        }

        @Test
        void jbangOnThePathPassesOnHowFlikiWasCalled() throws Exception {
            machine.tool("jbang", "echo \"$FLIKI_COMMAND\"").link("jb");

            var told = "'" + machine.home() + "/jb' fliki.java\n";
            assertEquals(new Result(0, told, ""), machine.run("", "fliki.java", "status"));
        }

        @Test
        void ownLinkOnThePathIsNotAnInstalledJbang() throws Exception {
            machine.jdk(17).jar("genuine").link("bin/jbang");

            assertEquals(new Result(0, "[x]\n", ""), machine.run("", "x"));
        }

        @Test
        void missingJdkIsNamed() throws Exception {
            assertRefused("no JDK found: install JDK 17 or later, or set JAVA_HOME to one");
        }

        @Test
        void javaHomeWithoutCompilerIsNamed() throws Exception {
            machine.set("JAVA_HOME", "/no/jdk");

            assertRefused("JAVA_HOME (/no/jdk) is not a JDK: set JAVA_HOME to a JDK 17 or later");
        }

        @ParameterizedTest
        @CsvSource({"11.0.1, 11", "1.8.0_402, 8"})
        void oldJdkIsNamed(String version, String named) throws Exception {
            machine.jdk("echo 'openjdk version \"" + version + "\"' >&2");

            var end = ": set JAVA_HOME to a JDK 17 or later";
            assertRefused("the javac on the PATH is of Java " + named + end);
        }

        @Test
        void missingMavenIsNamed() throws Exception {
            machine.jdk(17);

            assertRefused(
                    "neither jbang nor mvn on the PATH: install JBang (jbang.dev), or Maven to"
                            + " fetch it");
        }
    }

    @Nested
    class Fetching {

        private static final String NOTE =
                "scripts/jbang: fetching JBang 0.132.1 with Maven, this once\n";

        @BeforeEach
        void setUp() throws IOException {
            machine.jdk(17);
        }

        @Test
        void jarIsFetchedOnce() throws Exception {
            machine.maven("genuine");

            assertEquals(new Result(0, "[x]\n", NOTE), machine.run("", "x"));
            assertEquals(new Result(0, "[x]\n", ""), machine.run("", "x"));
            assertEquals(List.of(Machine.JAR), machine.cached());
        }

        @Test
        void mavenUsesTheHomeOfTheEnvironment() throws Exception {
            machine.tool("mvn", "echo \"$3\" >&2; exit 1");

            var told = "-Dmaven.repo.local=" + machine.home() + "/.m2/repository\n";
            var end = "scripts/jbang: Maven could not fetch JBang 0.132.1, see above\n";
            assertEquals(new Result(1, "", NOTE + told + end), machine.run(""));
        }

        @Test
        void wrongChecksumIsRefusedAndRemoved() throws Exception {
            machine.maven("forged");

            var message =
                    "scripts/jbang: wrong SHA-256: refused. Delete dev/jbang/jbang-cli in Maven's"
                            + " repository and try again\n";
            assertEquals(new Result(1, "", NOTE + message), machine.run(""));
            assertEquals(List.of(), machine.cached());
        }

        @Test
        void damagedJarIsFetchedAnew() throws Exception {
            machine.maven("genuine").jar("genu");

            assertEquals(new Result(0, "[x]\n", NOTE), machine.run("", "x"));
            assertEquals(List.of(Machine.JAR), machine.cached());
        }

        @Test
        void twoAtOnceNeverSeeHalfAJar() throws Exception {
            machine.slowMaven("genuine");
            var slow = machine.start("slow");
            try (var halfWritten = new FileOutputStream(machine.gate().toFile())) {
                machine.maven("genuine");

                assertEquals(new Result(0, "[fast]\n", NOTE), machine.run("", "fast"));
                halfWritten.write('\n');
            }
            assertEquals(new Result(0, "[slow]\n", NOTE), Result.of(slow));
            assertEquals(List.of(Machine.JAR), machine.cached());
        }
    }

    private void assertRefused(String message) throws Exception {
        assertEquals(new Result(1, "", "scripts/jbang: " + message + "\n"), machine.run(""));
    }
}
