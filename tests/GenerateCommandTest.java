import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.MockApi;
import fliki.Result;
import fliki.SharedSandbox;
import fliki.sandbox.Sandbox;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code fliki generate}. */
class GenerateCommandTest {

    private static final String BODY = "{\"fileId\":\"t1\",\"scenes\":[]}";
    private static final String ROWS = "title,a.b\nA,one\nB,two\n";
    private static final String DOUBT =
            "; it may have started: look into your Fliki library before asking again";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;
    private String key;

    @BeforeEach
    void key() {
        key = Cli.secret(folder.resolve("key"), Cli.KEY).toString();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    /** Runs it against the API that each test plays. */
    private Result generate(String... args) {
        var all = new ArrayList<>(List.of("generate", "--url", api.url(), "--key-file", key));
        all.addAll(List.of(args));
        return plain(Cli.run(all.toArray(String[]::new)));
    }

    private Result plain(Result result) {
        var err =
                result.err()
                        .replace(folder + "/", "")
                        .replaceAll("in \\d+\\.\\d s|since \\S+ \\S+:|after \\d+ s", "T");
        return new Result(result.code(), result.out(), err);
    }

    private List<String> bodies() {
        return api.requests().stream()
                .map(request -> new String(request.getBodyAsRawBytes(), UTF_8))
                .toList();
    }

    private List<String> paths() {
        return api.requests().stream().map(request -> request.getPath().getValue()).toList();
    }

    @Nested
    class Body {

        @Test
        void printsTheIdOfWhatWasStarted() throws Exception {
            api.answer(200, "{\"fileId\":\"a1\"}");

            var result = generate(file("body.json", BODY));

            assertEquals(new Result(0, "a1\n", ""), result);
            assertEquals(List.of("/v1/generate/template"), paths());
            assertEquals(List.of(BODY), bodies());
        }

        @Test
        void printsAnObjectForEachIdOfSeveral() throws Exception {
            api.answer(200, "{\"data\":{\"filesCreated\":[\"a1\",\"a\\\"2\"]}}");

            var result = generate(file("body.json", "{\"payload\":[{},{}]}"), "--json");

            var lines = "{\"fileId\":\"a1\"}\n{\"fileId\":\"a\\\"2\"}\n";
            assertEquals(new Result(0, lines, ""), result);
            assertEquals(List.of("/v1/generate/video"), paths());
        }

        @ParameterizedTest
        @CsvSource({"template", "video", "VIDEO"})
        void goesWhereItIsSent(String endpoint) throws Exception {
            api.answer(200, "{\"fileId\":\"a1\"}");
            var body = "{\"fileId\":\"t1\",\"payload\":[{}]}";

            var hook = "https://me.example/";
            generate(file("body.json", body), "--endpoint", endpoint, "--webhook", hook);

            assertEquals(List.of("/v1/generate/" + endpoint.toLowerCase()), paths());
            var sent = "{\"webhook\":\"https://me.example/\"," + body.substring(1);
            assertEquals(List.of(sent), bodies());
        }

        @Test
        void doubtIsToldInWordsAndAsAnObject() throws Exception {
            api.answer(502, "");

            var result = generate(file("body.json", BODY), "--json");

            var why = "trouble on the side of Fliki (502)" + DOUBT;
            var error = "{\"kind\":\"uncertain\",\"message\":\"" + why + "\",";
            error += "\"httpStatus\":502,\"retryable\":false}";
            var object = "{\"error\":" + error + "}\n";
            assertEquals(new Result(12, object, "fliki: " + why + "\n"), result);
            assertEquals(1, api.requests().size());
        }

        @ParameterizedTest
        @CsvSource({
            "400, 12, refused (400: why)",
            "401, 13, the API key is refused (401); check it",
            "402, 12, refused (402: why)",
            "403, 13, refused (403: why); this key or its plan may not do that",
        })
        void refusalIsOneLineAndAnExitCode(int http, int code, String message) throws Exception {
            api.answer(http, "{\"message\":\"why\"}");

            var result = generate(file("body.json", BODY));

            assertEquals(new Result(code, "", "fliki: " + message + "\n"), result);
        }

        @Test
        void unknownTemplateIsNamedAsSuch() throws Exception {
            api.answer(404, "{\"message\":\"Template not found\"}");

            var result = generate(file("body.json", BODY));

            var line = "fliki: not found (404: Template not found); is the template's id right?\n";
            assertEquals(new Result(12, "", line), result);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{ | no JSON object: A JSONObject text must end with '}' at 1",
                    "{} | fileId, which names the template, is empty",
                    "{\"payload\":[]} | payload holds nothing to start"
                })
        void badBodyIsRefusedBeforeAnyRequest(String body, String why) throws Exception {
            var result = generate(file("body.json", body));

            assertEquals(2, result.code());
            assertTrue(result.err().startsWith("fliki: body.json: " + why), result.err());
            assertEquals(1, result.err().lines().count());
            assertEquals(List.of(), api.requests());
        }

        @Test
        void whatIsNoTextIsRefused() throws Exception {
            Files.write(folder.resolve("body.json"), new byte[] {'{', (byte) 0xff, '}'});

            var result = generate(out("body.json"));

            var line = "fliki: body.json: not UTF-8 text; save it as UTF-8\n";
            assertEquals(new Result(2, "", line), result);
        }

        @Test
        void missingFileIsNamed() {
            var line = "fliki: no.json: cannot be read: no such file or directory\n";

            assertEquals(new Result(2, "", line), generate(out("no.json")));
        }

        @Test
        void dryRunPrintsItAndSendsNothing() throws Exception {
            var result = generate(file("body.json", BODY + "\n"), "--dry-run");

            assertEquals(new Result(0, BODY + "\n", ""), result);
            assertEquals(List.of(), api.requests());
        }
    }

    @Nested
    class Rows {

        private Result rows(String rows, String... more) throws IOException {
            var args = new ArrayList<>(List.of(file("rows.csv", rows), "--template", "t1"));
            args.addAll(List.of(more));
            return generate(args.toArray(String[]::new));
        }

        private String written() throws IOException {
            return Files.readString(folder.resolve("out.csv"));
        }

        @Test
        void goWithTheirTextsAndComeBackWithIds() throws Exception {
            api.next(response("{\"fileId\":\"x1\"}"));
            api.next(response("{\"fileId\":\"x2\"}"));

            var result = rows(ROWS, "--yes", "-o", out("out.csv"));

            assertEquals("title,a.b,fileId,error\nA,one,x1,\nB,two,x2,\n", written());
            assertEquals(
                    new Result(
                            0,
                            "",
                            "fliki: to be sent: a.b; not: title\n"
                                    + "fliki: 2 rows: started 2; 2 requests T\n"
                                    + "fliki: to go on: fliki bulk out.csv --url="
                                    + api.url()
                                    + " --key-file=key --wait --download -o done.csv\n"),
                    result);
        }

        @Test
        void areNotStartedUnasked() throws Exception {
            var result = rows(ROWS, "-o", out("out.csv"));

            var line =
                    "fliki: to be sent: a.b; not: title\n"
                        + "fliki: 2 generations cost credits: say --yes to start, or --dry-run to"
                        + " look";
            var hint = " first\nTry 'fliki generate --help'.\n";
            assertEquals(new Result(2, "", line + hint), result);
            assertEquals(List.of(), api.requests());
            assertTrue(Files.notExists(folder.resolve("out.csv")));
        }

        @Test
        void needNoYesWhereNothingIsToStart() throws Exception {
            var result = rows("a.b,fileId\none,x1\n", "-o", out("out.csv"));

            assertEquals(0, result.code());
            assertEquals("a.b,fileId,error\none,x1,\n", written());
        }

        @Test
        void dryRunPrintsTheirBodiesAndWritesNothing() throws Exception {
            var hook = "https://me.example/";
            var result = rows(ROWS, "--dry-run", "-o", out("out.csv"), "--webhook", hook);

            var body =
                    "{\"fileId\":\"t1\",\"webhook\":\"https://me.example/\",\"scenes\":[{\"key\":"
                            + "\"a\",\"layers\":[{\"key\":\"b\",\"text\":\"one\"}]}]}\n";
            var said = "fliki: to be sent: a.b; not: title\nfliki: 2 to start; nothing was sent\n";
            assertEquals(new Result(0, body + body.replace("one", "two"), said), result);
            assertEquals(List.of(), api.requests());
            assertTrue(Files.notExists(folder.resolve("out.csv")));
        }

        @Test
        void badRowIsNamedBeforeAnythingIsPrintedOrSent() throws Exception {
            var bad = ROWS + "C,\n";

            var line = "fliki: rows.csv row 4: the text of a.b is empty\n";
            assertEquals(new Result(2, "", line), rows(bad, "--dry-run"));
            assertEquals(new Result(2, "", line), rows(bad, "--yes", "-o", out("out.csv")));
            assertEquals(List.of(), api.requests());
        }

        @Test
        void thatFailedAreNamedWithTheCommandForThem() throws Exception {
            api.next(response("{}"));
            api.next(response("{\"message\":\"no\"}").withStatusCode(422));
            api.next(response("{\"fileId\":\"x3\"}"));
            file("done.csv", "");

            var result = rows(ROWS + "C,three\n", "--yes", "-o", out("out.csv"));

            var doubt = "\"uncertain: Fliki sent an answer without an id: {} (200)" + DOUBT + "\"";
            assertEquals(
                    "title,a.b,fileId,error\nA,one,,"
                            + doubt
                            + "\nB,two,,bad-request: refused (422: no)\nC,three,x3,\n",
                    written());
            var options = "--url=" + api.url() + " --key-file=key";
            assertEquals(
                    new Result(
                            12,
                            "",
                            "fliki: to be sent: a.b; not: title\n"
                                + "fliki: no good answer T Fliki sent an answer without an id: {}"
                                + " (200); the next row waits\n"
                                + "fliki: answers again T\n"
                                + "fliki: 3 rows: started 1, refused 1, uncertain 1; 3 requests T\n"
                                + "fliki: refused: 1; what is wrong with a row is in its error\n"
                                + "fliki: uncertain: 1; look for each in your Fliki library: if it"
                                + " is there, write its id into fileId, else clear its error\n"
                                    + ("fliki: then start these rows by: fliki generate " + options)
                                    + " --template=t1 out.csv -o out-2.csv\n"
                                    + ("fliki: to go on: fliki bulk out.csv " + options)
                                    + " --wait --download -o done-2.csv\n"),
                    result);
        }

        @Test
        void refusedKeyEndsTheRunAndLeavesThemToBeResumed() throws Exception {
            api.answer(401, "");

            var result = rows(ROWS, "--yes", "-o", out("out.csv"));

            assertEquals("title,a.b,fileId,error\n", written());
            assertEquals(
                    new Result(
                            13,
                            "",
                            "fliki: to be sent: a.b; not: title\n"
                                    + "fliki: the API key is refused (401); check it\n"
                                    + "fliki: 0 of 2 rows; 1 request T\n"
                                    + "fliki: carry on with: fliki generate --url="
                                    + api.url()
                                    + " --key-file=key --template=t1 --yes --output=out.csv"
                                    + " --resume rows.csv\n"),
                    result);
        }

        @Test
        void withoutAKeyNothingIsBegun() throws Exception {
            key = out("no-key");

            var result = rows(ROWS, "--yes", "-o", out("out.csv"));

            assertEquals(13, result.code());
            assertTrue(Files.notExists(folder.resolve("out.csv")));
        }

        @Test
        void existingOutputNeedsAWord() throws Exception {
            file("out.csv", "mine");

            var result = rows(ROWS, "--yes", "-o", out("out.csv"));

            var line =
                    "fliki: out.csv: exists already; use resume to carry on with it, or force to"
                            + " replace it\n";
            assertEquals(new Result(2, "", line), result);
            assertEquals("mine", written());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rows.csv | a CSV needs a template: --template ID",
                "rows.csv --template t1 --json | --endpoint and --json are for a body of JSON",
                "rows.csv --template t1 --endpoint video | --endpoint and --json are for a body of"
                        + " JSON",
                "b.json -o x.csv | --output, --resume, --force and --yes are for a CSV: say its"
                        + " --template",
                "b.json --yes | --output, --resume, --force and --yes are for a CSV: say its"
                        + " --template",
                "r.csv --template t1 --resume --force | resume and force exclude each other",
                "r.csv --template= | the template's id is empty",
                "r.csv --template t1 --webhook x | webhook must be https://HOST/PATH, not x",
                "- --key-file - | --key-file - and ids from standard input do not go together"
            })
    void optionsThatDoNotGoTogetherAreRefused(String line, String why) {
        var result = Cli.run(("generate " + line).split(" "));

        var hint = "\nTry 'fliki generate --help'.\n";
        assertEquals(new Result(2, "", "fliki: " + why + hint), result);
    }

    @Test
    void unknownEndpointIsNamed() {
        var result = Cli.run("generate", "b.json", "--endpoint", "song");

        assertEquals(2, result.code());
        assertTrue(result.err().startsWith("fliki: Invalid value for option '--endpoint'"));
    }

    /** From texts to files and a page, by the commands that each summary names. */
    @Test
    void leadsTheWholeRoad() throws Exception {
        var sandbox = Cli.secret(folder.resolve("sandbox"), Sandbox.KEY).toString();
        var url = SharedSandbox.SANDBOX.url().toString();
        var rows = file("rows.csv", ROWS);

        var started =
                Cli.run(
                        ("generate --template film --yes -o "
                                        + out("started.csv")
                                        + " "
                                        + rows
                                        + " --url "
                                        + url
                                        + " --key-file "
                                        + sandbox)
                                .split(" "));
        var bulk = command(started, "to go on: fliki ");
        var done = Cli.run(bulk.replace("--download", "-d " + folder).split(" "));
        var report = Cli.run(command(done, "to look at it: fliki ").split(" "));

        assertEquals(List.of(0, 0, 0), List.of(started.code(), done.code(), report.code()));
        var lines = Files.readAllLines(folder.resolve("done.csv"));
        assertTrue(lines.get(1).matches("A,one,film-\\d+,,success,100,http.*,.*film-\\d+.mp4"));
        assertTrue(Files.exists(folder.resolve("done.html")));
    }

    private static String command(Result result, String words) {
        return result.err()
                .lines()
                .filter(line -> line.contains(words))
                .map(line -> line.replaceFirst(".*" + words, ""))
                .findFirst()
                .orElseThrow();
    }
}
