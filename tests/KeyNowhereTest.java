import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.Haystack;
import fliki.MockApi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.model.HttpResponse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whatever the command and whatever the server repeats, the key is nowhere but with the API. */
class KeyNowhereTest {

    static final String KEY = "K3y/s3cr3t+K3y=s3cr3t~K3y.s3cr3t";
    private static final Haystack PLACES = new Haystack(KEY);

    private static final List<String> COMMANDS =
            List.of(
                    "status a1 a2",
                    "status a1 --json --verbose",
                    "status a1 --exit-status --download=DIR/files",
                    "poll a1 --at-most 20ms --every 1ms..9ms --verbose",
                    "poll a1 a2 --at-most 20ms --every 1ms..9ms --json --download=DIR/files",
                    "bulk DIR/ids.csv -o DIR/verbose.csv --force --verbose",
                    "bulk DIR/ids.csv -o DIR/out.csv --force --column 1 --download=DIR/files",
                    "bulk DIR/ids.csv -o DIR/out.csv --resume --wait --at-most 20ms",
                    "bulk DIR/ids.csv -o DIR/pending.csv --force --pending --quiet",
                    "download a1 -d DIR/files --force --verbose",
                    "download a1 -o DIR/one.mp4",
                    "generate DIR/body.json --json --verbose",
                    "generate DIR/rows.csv --template t1 --yes -o DIR/started.csv --verbose");

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @AfterAll
    static void count() {
        System.out.println(PLACES.places() + " places of the command line hold no key");
        assertTrue(PLACES.places() > 500);
    }

    private Path keyFile() {
        return Cli.secret(folder.resolve("key"), KEY);
    }

    private void searchAll(String... more) throws Exception {
        searchAll(COMMANDS, more);
    }

    private void searchAll(List<String> commands, String... more) throws Exception {
        keyFile();
        commands.parallelStream().forEach(command -> search(command, more));
        PLACES.search(folder, List.of(folder.resolve("key")));
        for (var request : api.requests()) {
            if (!request.getPath().getValue().startsWith("/v1/generate/")) {
                PLACES.search("request to the storage server", request.toString());
            }
        }
    }

    private void search(String command, String... more) {
        var dir = folder.resolve("" + COMMANDS.indexOf(command));
        Cli.write(dir.resolve("ids.csv"), "a1\na2\n");
        Cli.write(dir.resolve("rows.csv"), "a.b\none\ntwo\n");
        Cli.write(dir.resolve("body.json"), "{\"fileId\":\"t1\"}");
        var line = command.replace("DIR", dir.toString()) + " --retries 0 --rate 1000000";
        var args = new ArrayList<>(List.of(line.split(" ")));
        args.addAll(List.of("--url", api.url(), "--key-file", folder.resolve("key").toString()));
        args.addAll(List.of(more));
        var result = Cli.run(args.toArray(String[]::new));
        PLACES.search("stdout of " + command, result.out());
        PLACES.search("stderr of " + command, result.err());
    }

    private static String unicode(String key) {
        return key.replace("3", "\\u0033").replace("/", "\\/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '|',
            value = {
                "200; {\"status\":\"KEY\",\"download\":\"https://localhost:1/KEY\",\"KEY\":[\"KEY\"]}",
                "200; {\"success\":false,\"message\":\"KEY\"}",
                "200; {\"fileId\":\"KEY\",\"status\":\"success\"}",
                "200; {\"KEY\":1,\"KEY\":2}",
                "200; <p>KEY",
                "400; {\"message\":\"KEY\"}",
                "401; {\"error\":{\"message\":\"KEY\"}}",
                "403; <p>KEY",
                "404; KEY",
                "429; KEY",
                "500; {\"message\":\"KEY\""
            })
    void answerThatRepeatsTheKeyLeadsNowhere(int http, String body) throws Exception {
        answer(http, body.replace("KEY", KEY));
        searchAll();

        answer(http, body.replace("KEY", unicode(KEY)));
        searchAll(COMMANDS.stream().filter(c -> c.contains("--json")).toList());
    }

    /** Without an end to it, a run of many would wait a 429 out for two minutes. */
    private static void answer(int http, String body) {
        var answer = response(body).withStatusCode(http);
        api.beforeEach(null);
        api.answer(http == 429 ? answer.withHeader("Retry-After", "3600") : answer);
    }

    @Test
    void redirectAndStorageServerGetNoKey() throws Exception {
        var file = api.url().replace("/v1", "/files/1.mp4");
        var done = "{\"status\":\"success\",\"download\":\"" + file + "\"}";
        api.answer("a1", response(done));
        api.answer("a2", redirect(file + "?" + KEY));
        api.answer(200, "a video");

        searchAll();

        assertTrue(Files.exists(folder.resolve("2").resolve("files").resolve("a1.mp4")));
    }

    private static HttpResponse redirect(String to) {
        return response().withStatusCode(302).withHeader("Location", to);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--key=KEY",
                "--api-key=KEY",
                "--url=https://KEY@api.example",
                "--url=https://api.example?key=KEY",
                "--key-file=/KEY\n"
            })
    void keyInTheWrongPlaceIsNotRepeated(String option) throws Exception {
        api.answer(200, "{\"status\":\"queued\"}");

        searchAll(
                COMMANDS.subList(0, 3),
                option.replace("/KEY\n", folder + "/key").replace("KEY", KEY));
    }
}
