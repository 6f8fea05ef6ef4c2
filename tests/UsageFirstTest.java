import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is wrong with a command line is said before anything is looked for or asked. */
class UsageFirstTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    private String noKey() {
        return folder.resolve("none").toString();
    }

    private String usage(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--key-file", noKey()));
        var result = Cli.run(all.toArray(String[]::new));
        assertEquals(2, result.code(), result.err());
        return result.err().lines().findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"status", "poll", "download"})
    void emptyIdIsNamedBeforeAMissingKey(String command) {
        assertEquals("fliki: an id is empty", usage(command, "a1", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "poll", "bulk"})
    void folderBehindDownloadIsNoId(String command) throws Exception {
        var videos = Files.createDirectory(folder.resolve("videos")).toString();

        assertEquals(
                "fliki: '" + videos + "' is a folder; write --download=" + videos,
                usage(command, "--download", videos));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "status a1 --retries -1; retries must be 0 or more, not -1",
                "poll a1 --every 3s..2s; every must go from the shorter to the longer, not from 3 s"
                        + " to 2 s",
                "poll a1 --at-most 999999999h; atMost must be up to 366 days, not 999999999 h",
                "bulk a.csv --at-most 1h; --at-most and --every go with --wait",
                "bulk a.csv --every 2s; --at-most and --every go with --wait",
                "bulk a.csv --parallel 0; parallel must be 1 to 1000, not 0",
                "bulk a.csv --column 0; column \"0\": expected a name, or a number from 1",
                "download a1 a2 -o f.mp4; '-o is for one id; use -d DIR'"
            })
    void badOptionIsNamedBeforeAMissingKey(String line, String message) {
        assertEquals("fliki: " + message, usage(line.split(" ")));
    }

    @Test
    void folderBehindDownloadOfACsvIsNoSecondOne() {
        assertEquals(
                "fliki: Unexpected argument: 'videos'; write --download=videos",
                usage("bulk", "a.csv", "--download", "videos"));
    }

    /** A test for each command, which runs with these variables. */
    private Stream<DynamicTest> each(Map<String, String> env, Cli.Check check) throws Exception {
        Files.writeString(folder.resolve("ids.csv"), "a1\n");
        var lines =
                List.of("status a1", "poll a1 a2", "bulk ids.csv -o out.csv", "download a1 -d dir");
        return Cli.each(folder, env, lines, check);
    }

    private static final String PROXY = "http://me:s3cret@proxy.example:1";

    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> badProxyOfTheEnvironmentIsNamedBeforeAMissingKey() throws Exception {
        var message =
                """
                fliki: HTTPS_PROXY holds a password: the JDK's client would then drop the API key \
                from requests; use a local proxy that adds it, or unset HTTPS_PROXY
                """;
        return each(
                Map.of("HTTPS_PROXY", PROXY),
                (line, result) -> assertEquals(new Result(2, "", message), result));
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> missingKeyIsOneLine() throws Exception {
        var message =
                """
                fliki: no API key: create one in your Fliki account (see developer.fliki.ai) and \
                put it into FLIKI_API_KEY, ./.env or ~/.config/fliki/key
                """;
        return each(Map.of(), (line, result) -> assertEquals(new Result(13, "", message), result));
    }

    /** On Windows, a bar or a question mark is as impossible. */
    @Test
    void fileThatCannotBeNamedIsSaidPlainly() {
        var result = Cli.run("bulk", "a\0b");

        var message =
                """
                fliki: Invalid value for positional parameter at index 0 (IDS.csv|-): no file can be \
                called 'ab' here
                Try 'fliki bulk --help'.
                """;
        assertEquals(new Result(2, "", message), result);
    }

    /** It may be the key itself; on Windows, one with a colon is no name either. */
    @Test
    void keyFileThatCannotBeNamedIsAMistakeInTheOptions() {
        var result = Cli.run("status", "a1", "--key-file", "a\0b");

        var message =
                """
                fliki: Invalid value for option '--key-file': no name of a file, and not repeated here
                Try 'fliki status --help'.
                """;
        assertEquals(new Result(2, "", message), result);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> badAddressOfTheEnvironmentIsNamedByItsVariable() throws Exception {
        var message =
                """
                fliki: FLIKI_API_URL must be https, as it gets the key (http to this machine), not \
                http://api.example
                """;
        return each(
                Map.of("FLIKI_API_URL", "http://api.example"),
                (line, result) -> assertEquals(new Result(2, "", message), result));
    }

    @Test
    @Tag("slow")
    void optionOverridesABadAddressOfTheEnvironment() throws Exception {
        api.state("a1", "queued");
        var env = Map.of("FLIKI_API_KEY", Cli.KEY, "FLIKI_API_URL", "http://api.example");

        var process = Cli.process(folder, env, "status", "--json", "--url", api.url(), "a1");

        var answer = MockApi.json("a1", "queued") + "\n";
        assertEquals(new Result(0, answer, ""), Cli.run(process, ""));
    }
}
