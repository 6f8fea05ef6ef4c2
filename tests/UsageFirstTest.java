import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.MockApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    @CsvSource(
            delimiter = ';',
            value = {
                "status a1 --retries -1; retries is 0 or more, not -1",
                "poll a1 --every 3s..2s; every goes from the shorter to the longer, not PT3S",
                "bulk a.csv --parallel 0; parallel is 1 to 1000, not 0",
                "bulk a.csv --column 0; column \"0\": expected a name, or a number from 1",
                "download a1 a2 -o f.mp4; '-o is for one id; use -d DIR'"
            })
    void badOptionIsNamedBeforeAMissingKey(String line, String message) {
        assertEquals("fliki: " + message, usage(line.split(" ")));
    }

    @Test
    void badAddressOfTheEnvironmentIsNamedByItsVariable() throws Exception {
        var env = Map.of("FLIKI_API_KEY", Cli.KEY, "FLIKI_API_URL", "http://api.example");

        var result = Cli.run(Cli.process(folder, env, "poll", "a1"), "");

        var message =
                """
                fliki: FLIKI_API_URL is https (http only to this machine): the key travels, not \
                http://api.example
                Try 'fliki poll --help'.
                """;
        assertEquals(new Cli.Result(2, "", message), result);
    }

    @Test
    void optionOverridesABadAddressOfTheEnvironment() throws Exception {
        api.state("a1", "queued");
        var env = Map.of("FLIKI_API_KEY", Cli.KEY, "FLIKI_API_URL", "http://api.example");

        var process = Cli.process(folder, env, "status", "--json", "--url", api.url(), "a1");

        var answer = MockApi.json("a1", "queued") + "\n";
        assertEquals(new Cli.Result(0, answer, ""), Cli.run(process, ""));
    }
}
