import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

/** What is wrong with a command line is said before anything is looked for or asked. */
class UsageFirstTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    /** What is said of a command line whose key file does not exist. */
    private String usage(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(1, List.of("--key-file", folder.resolve("none").toString()));
        var result = Cli.run(all.toArray(String[]::new));
        assertEquals(2, result.code(), result.err());
        assertEquals("", result.out());
        return result.err();
    }

    private static String refusal(String command, String message) {
        return "fliki: " + message + "\nTry 'fliki " + command + " --help'.\n";
    }

    @ParameterizedTest
    @CsvSource({"status, ''", "poll, ' '", "download, ''"})
    void emptyIdIsNamedBeforeAMissingKey(String command, String id) {
        assertEquals(refusal(command, "an id is empty"), usage(command, "a1", id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "poll", "bulk"})
    void folderBehindDownloadIsNoId(String command) throws Exception {
        var videos = Files.createDirectory(folder.resolve("videos")).toString();

        var said = usage(command, "--download", videos).lines().findFirst().orElseThrow();

        var advice = "' is a folder; write --download=";
        assertEquals("fliki: '" + videos + advice + videos, said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "status; Missing required parameter: 'ID'",
                "status a1 --retries -1; retries must be 0 or more, not -1",
                "status a1 --retries x; Invalid value for option '--retries': 'x' is not an int",
                "status a1 --rate NaN; rate must be 0 (no ceiling) to 1000000 a second, not NaN",
                "status a1 --url http://api.fliki.ai; url must be https, as it gets the key"
                        + " (http to this machine), not http://api.fliki.ai",
                "poll a1 --every 3s..2s; every must go from the shorter to the longer, not from 3 s"
                        + " to 2 s",
                "poll a1 --at-most 999999999h; atMost must be up to 366 days, not 999999999 h",
                "bulk a.csv --at-most 1h; --at-most and --every go with --wait",
                "bulk a.csv --every 2s; --at-most and --every go with --wait",
                "bulk a.csv --parallel 0; parallel must be 1 to 1000, not 0",
                "bulk a.csv --column 0; column \"0\": expected a name, or a number from 1",
                "bulk a.csv --download videos; 'Unexpected argument: ''videos'';"
                        + " write --download=videos'",
                "download a1 a2 -o f.mp4; '-o is for one id; use -d DIR'",
                "download a1 -o -; '-o is for a file, not standard output'"
            })
    void badOptionIsNamedBeforeAMissingKey(String line, String message) {
        var command = line.replaceFirst(" .*", "");

        assertEquals(refusal(command, message), usage(line.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "-, out.html, 'report reads a file, not standard input'",
        "out.csv, -, '-o is for a file, not standard output'"
    })
    void standardStreamIsForNoReport(String in, String out, String message) {
        var result = Cli.run("report", in, "-o", out);

        assertEquals(new Result(2, "", refusal("report", message)), result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "1x", "-5s", "", "1h30m", "PT", "9999999999s", "0s", "PT-5S"})
    void whatIsNoDurationIsRefused(String time) {
        var why =
                time.matches("0s|PT-5S")
                        ? "longer than zero"
                        : "a duration such as 500ms, 30s, 30m, 2h or PT1H30M";
        var refusal = "Invalid value for option '--timeout': '" + time + "' is not " + why;

        assertEquals(refusal("status", refusal), usage("status", "--timeout", time, "a1"));
    }

    /** The refusal says how it was read. */
    @ParameterizedTest
    @ValueSource(strings = {"90000000ms", "90000s", "1500m", "25h", "PT24H60M", "pt25h"})
    void everyWayToWriteADurationIsRead(String time) {
        assertEquals(
                refusal("status", "timeout must be up to 24 hours, not 25 h"),
                usage("status", "a1", "--timeout", time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1s..", "..2s", "1s..2s..3s"})
    void rangeOfDurationsHasTwoEnds(String every) {
        var wrong = every.replaceAll("^\\.\\..*|.*s\\.\\.$", "");

        var said = usage("poll", "a", "--every=" + every);

        assertEquals(true, said.contains("'" + wrong + "' is not "), said);
    }

    @Test
    void unknownCommandIsRefused() {
        var message =
                """
                fliki: Unknown command: 'stauts'; did you mean 'status'?
                Try 'fliki --help'.
                """;
        assertEquals(new Result(2, "", message), Cli.run("stauts"));
    }

    @Test
    void standardInputIsForOneThing() {
        var message = "--key-file - and ids from standard input do not go together";

        assertEquals(
                new Result(2, "", refusal("status", message)),
                Cli.run("status", "--key-file", "-", "-"));
    }

    /** On Windows, a bar or a question mark is as impossible. */
    @Test
    void fileThatCannotBeNamedIsSaidPlainly() {
        var message =
                "Invalid value for positional parameter at index 0 (IDS.csv|-): no file can be"
                        + " called 'ab' here";

        assertEquals(new Result(2, "", refusal("bulk", message)), Cli.run("bulk", "a\0b"));
    }

    /** It may be the key itself; on Windows, one with a colon is no name either. */
    @Test
    void keyFileThatCannotBeNamedIsAMistakeInTheOptions() {
        var message =
                "Invalid value for option '--key-file': no name of a file, and not repeated here";

        assertEquals(
                new Result(2, "", refusal("status", message)),
                Cli.run("status", "a1", "--key-file", "a\0b"));
    }

    /** The end of a command in a process of its own with nothing but these variables. */
    private Result process(Map<String, String> env, String line) throws Exception {
        Files.writeString(folder.resolve("ids.csv"), "a1\n");
        return Cli.run(Cli.process(folder, env, line.split(" ")), "");
    }

    @Test
    @Tag("slow")
    void badProxyOfTheEnvironmentIsNamedBeforeAMissingKey() throws Exception {
        var env = Map.of("HTTPS_PROXY", "http://me:s3cret@proxy.example:1");

        var message =
                """
                fliki: HTTPS_PROXY holds a password: the JDK's client would then drop the API key \
                from requests; use a local proxy that adds it, or unset HTTPS_PROXY
                """;
        assertEquals(new Result(2, "", message), process(env, "poll a1 a2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status a1", "bulk ids.csv -o out.csv"})
    @Tag("slow")
    void missingKeyIsOneLine(String line) throws Exception {
        var message =
                """
                fliki: no API key: create one in your Fliki account (see developer.fliki.ai) and \
                put it into FLIKI_API_KEY, ./.env or ~/.config/fliki/key
                """;
        assertEquals(new Result(13, "", message), process(Map.of(), line));
    }

    @Test
    @Tag("slow")
    void badAddressOfTheEnvironmentIsNamedByItsVariable() throws Exception {
        var message =
                """
                fliki: FLIKI_API_URL must be https, as it gets the key (http to this machine), not \
                http://api.example
                """;
        var env = Map.of("FLIKI_API_URL", "http://api.example");
        assertEquals(new Result(2, "", message), process(env, "download a1 -d dir"));
    }

    @Test
    @Tag("slow")
    void optionOverridesABadAddressOfTheEnvironment() throws Exception {
        api.state("a1", "queued");
        var env = Map.of("FLIKI_API_KEY", Cli.KEY, "FLIKI_API_URL", "http://api.example");

        var result = process(env, "status --json --url " + api.url() + " a1");

        assertEquals(new Result(0, MockApi.json("a1", "queued") + "\n", ""), result);
    }
}
