import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mockserver.model.HttpResponse.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.Haystack;
import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.mockserver.model.Delay;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a process has around it: environment, standard input, signals. */
@Tag("slow")
class ProcessTest {

    private static final String NO_KEY =
            "fliki: no API key: create one in your Fliki account (see developer.fliki.ai) and put"
                    + " it into FLIKI_API_KEY, ./.env or ~/.config/fliki/key\n";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    private Result run(Map<String, String> env, String stdin, String... args) throws Exception {
        return Cli.run(Cli.process(folder, env, args), stdin);
    }

    private Map<String, String> env() {
        return env(Cli.KEY);
    }

    private Map<String, String> env(String key) {
        return Map.of("FLIKI_API_KEY", key, "FLIKI_API_URL", api.url());
    }

    private String header() {
        return api.requests().get(0).getFirstHeader("Authorization");
    }

    @Nested
    class Environment {

        @Test
        void keyAndUrlComeFromTheEnvironment() throws Exception {
            api.state("a1", "queued");

            var result = run(env(), "", "status", "--json", "a1");

            assertEquals(new Result(0, MockApi.json("a1", "queued") + "\n", ""), result);
            assertEquals("Bearer " + Cli.KEY, header());
        }

        @Test
        void withoutAKeyOneLineSaysWhereToGetOne() throws Exception {
            Files.writeString(folder.resolve(".env"), "FLIKI_API_URL=" + api.url() + "\n");

            var result = run(Map.of(), "", "status", "a1");

            assertEquals(new Result(13, "", NO_KEY), result);
        }

        @Test
        void addressInDotenvIsIgnored() throws Exception {
            api.state("a1", "queued");
            Files.writeString(
                    folder.resolve(".env"),
                    "FLIKI_API_URL=http://localhost:1\nexport FLIKI_API_KEY='" + Cli.KEY + "'\n");

            var result = run(Map.of("FLIKI_API_URL", api.url()), "", "status", "a1");

            assertEquals(0, result.code(), result.err());
            assertEquals("Bearer " + Cli.KEY, header());
        }

        @Test
        void passwordOfAProxyIsRefusedInOneLineThatDoesNotShowIt() throws Exception {
            var env = Map.of("FLIKI_API_KEY", Cli.KEY, "HTTPS_PROXY", "http://me:s3cret@proxy:1");

            var result = run(env, "", "status", "a1");

            var message =
                    """
                    fliki: HTTPS_PROXY holds a password: the JDK's client would then drop the API \
                    key from requests; use a local proxy that adds it, or unset HTTPS_PROXY
                    """;
            assertEquals(new Result(2, "", message), result);
        }

        @Test
        void badAddressIsNotTheFaultOfTheKeyFile() throws Exception {
            Files.writeString(folder.resolve("key"), Cli.KEY);
            var env = Map.of("FLIKI_API_URL", "http://api.example");

            var result = run(env, "", "status", "--key-file", "key", "a1");

            var message =
                    """
                    fliki: FLIKI_API_URL must be https, as it gets the key (http to this \
                    machine), not http://api.example
                    """;
            assertEquals(new Result(2, "", message), result);
        }

        @Test
        void outputIsUtf8WhateverTheLocale() throws Exception {
            api.answer(200, "{\"status\":\"Übergabe 😀\"}");
            var env = Map.of("FLIKI_API_KEY", Cli.KEY, "FLIKI_API_URL", api.url(), "LC_ALL", "C");

            var result = run(env, "ä\n", "status", "--json", "--rate", "99", "-");

            assertEquals("{\"fileId\":\"ä\",\"status\":\"Übergabe 😀\"}\n", result.out());
        }
    }

    @Nested
    class StandardInput {

        /** Runs in this process, of which nothing else reads standard input. */
        private Result status(String stdin, String options) {
            var line = "status --rate=99 " + Cli.connection(api.url(), folder, Cli.KEY);
            return Cli.piped(stdin.getBytes(UTF_8), (line + " " + options).split(" "));
        }

        @Test
        void idsAreReadOneALine() throws Exception {
            api.answer(200, "{\"status\":\"queued\"}");
            var stdin = "\uFEFFa1\r\n\r\n  a2  \n\n\na1\na3";

            var result = status(stdin, "--json -");

            assertEquals(
                    """
                    {"fileId":"a1","status":"queued"}
                    {"fileId":"a2","status":"queued"}
                    {"fileId":"a3","status":"queued"}
                    """,
                    result.out());
        }

        @Test
        void noIdsAreRefused() throws Exception {
            var result = status("\n \n", "-");

            var message = "fliki: no ids on standard input\nTry 'fliki status --help'.\n";
            assertEquals(new Result(2, "", message), result);
        }

        /** In a process of its own: where this one is at a terminal, a key would be typed there. */
        @Test
        void keyIsReadFromIt() throws Exception {
            api.state("a1", "queued");

            var result = run(env(), "k3y-from-stdin\r\n", "status", "--key-file", "-", "a1");

            assertEquals(0, result.code(), result.err());
            assertEquals("Bearer k3y-from-stdin", header());
        }
    }

    /** The rest of what KeyNowhereTest looks for. */
    @Nested
    class Key {

        private static final String KEY = KeyNowhereTest.KEY;

        private final Haystack places = new Haystack(KEY);

        @Test
        void isNotInTheRowsOfABulk() throws Exception {
            var answer = "{\"status\":\"KEY\",\"download\":\"KEY\"}";
            api.answer(200, answer.replace("KEY", KEY));
            Cli.write(folder.resolve("ids.csv"), "a1\n");

            var result = run(env(KEY), "", "bulk", "ids.csv", "--verbose");

            assertTrue(result.out().startsWith("fileId,status,"), result.err());
            places.search("stdout of bulk", result.out());
            places.search("stderr of bulk", result.err());
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void isNotInTheListOfProcesses() throws Exception {
            api.answer(response("{\"status\":\"queued\"}").withDelay(Delay.seconds(9)));
            var process = Cli.process(folder, env(KEY), "status", "a1").start();
            while (api.requests().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }

            var shown = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            process.destroyForcibly();

            assertTrue(shown.contains("status"));
            places.search("process list", shown);
            assertEquals(0, process.descendants().count());
        }
    }

    @Nested
    class Endings {

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void interruptEndsWithinASecond() throws Exception {
            assumeTrue(CliProcess.interruptible(), "SIGINT is ignored, as behind an & in a script");
            var late = response(MockApi.json("a1", "queued")).withDelay(Delay.seconds(20));
            api.answer(late);
            var nothing = new File("/dev/null");
            var process =
                    Cli.process(folder, env(), "status", "a1", "a2")
                            .redirectOutput(nothing)
                            .redirectError(nothing)
                            .start();
            while (api.requests().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }

            new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();

            assertTrue(process.waitFor(1, TimeUnit.SECONDS));
            assertEquals(130, process.exitValue());
        }
    }
}
