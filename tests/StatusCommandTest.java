import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.MockApi;
import fliki.Result;
import fliki.internal.http.Version;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

class StatusCommandTest {

    private static final String NOT_FOUND = "unknown id (404); mistyped, or deleted by Fliki";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    private Result status(String... args) {
        return Cli.status(api, folder, args);
    }

    private void everyState() {
        for (var word : new String[] {"queued", "processing", "success", "error", "canceled"}) {
            api.state(word, word);
        }
        api.state("odd", "rendering");
        api.answer("gone", response().withStatusCode(404));
    }

    @Nested
    class Table {

        @Test
        void columnsAreAligned() {
            var link = "\"download\":\"https://f/1.mp4\",\"progress\":100}";
            api.answer("64f0c0ffee64f0c0ffee64f0", response("{\"status\":\"success\"," + link));
            api.answer("b", response("{\"status\":\"processing\",\"progress\":\"45.5\"}"));

            var result = status("64f0c0ffee64f0c0ffee64f0", "b");

            assertEquals(
                    """
                    FILE_ID                   STATUS      PROGRESS  DOWNLOAD
                    64f0c0ffee64f0c0ffee64f0  success     100%      https://f/1.mp4
                    b                         processing  45%       -
                    """,
                    result.out());
            assertEquals("", result.err());
            assertEquals(0, result.code());
        }

        @Test
        void longIdsKeepTheColumnsAligned() {
            api.answer(200, "{\"status\":\"queued\"}");

            var result = status("b", "123e4567-e89b-12d3-a456-426614174000");

            assertEquals(
                    """
                    FILE_ID                               STATUS      PROGRESS  DOWNLOAD
                    b                                     queued      -         -
                    123e4567-e89b-12d3-a456-426614174000  queued      -         -
                    """,
                    result.out());
        }

        @Test
        void failedLookUpHasARowAndALineOnStandardError() {
            everyState();

            var result = status("gone", "odd");

            assertEquals(
                    """
                    FILE_ID  STATUS      PROGRESS  DOWNLOAD
                    gone     not-found   -         NOT_FOUND
                    odd      rendering   -         -
                    """
                            .replace("NOT_FOUND", NOT_FOUND),
                    result.out());
            assertEquals("fliki: gone: " + NOT_FOUND + "\n", result.err());
            assertEquals(12, result.code());
        }

        @Test
        void escapeSequencesOfTheServerAreStripped() {
            var word = "\\u001b[31mred\\u009b0m\\u202e\\r\\n";
            api.answer(200, "{\"status\":\"" + word + "\",\"download\":\"\\u001b]0;x\\u0007y\"}");

            var result = status("a1");

            assertEquals(
                    """
                    FILE_ID  STATUS      PROGRESS  DOWNLOAD
                    a1       [31mred0m   -         ]0;xy
                    """,
                    result.out());
        }

        @Test
        void duplicateIsAskedOnce() {
            api.answer(200, "{\"status\":\"queued\"}");

            status("a", "b", "a", " a ");

            assertEquals(2, api.requests().size());
        }
    }

    @Nested
    class Json {

        @Test
        void eachIdIsOneObjectInInputOrder() {
            everyState();
            api.answer("full", response("{\"z\":1,\"progress\":\"7\",\"status\":\"queued\"}"));

            var result = status("--json", "full", "gone", "odd", "full");

            assertEquals(
                    """
                    {"fileId":"full","status":"queued","progress":7,"z":1}
                    {"fileId":"gone","error":{"kind":"not-found","message":"%s",\
                    "httpStatus":404,"retryable":false}}
                    {"fileId":"odd","status":"rendering"}
                    """
                            .formatted(NOT_FOUND),
                    result.out());
            assertEquals(12, result.code());
        }

        @Test
        void refusedKeyIsAnErrorObjectForEachIdLeft() {
            api.answer(401, "{\"message\":\"bad\"}");

            var result = status("--json", "a", "b");

            var error =
                    ",\"error\":{\"kind\":\"unauthorized\",\"message\":\"the API key is refused"
                            + " (401); check it\",\"httpStatus\":401,\"retryable\":false}}\n";
            assertEquals("{\"fileId\":\"a\"" + error + "{\"fileId\":\"b\"" + error, result.out());
            assertEquals(13, result.code());
        }

        @Test
        void controlCharactersAreEscaped() {
            api.answer(200, "{\"status\":\"\\u001b[31m\\u009b\\n\"}");

            assertEquals(
                    "{\"fileId\":\"a1\",\"status\":\"\\u001b[31m\\u009b\"}\n",
                    status("--json", "a1").out());
        }

        @Test
        void optionsMayFollowTheIds() {
            everyState();

            var result = status("odd", "--json", "queued");

            assertEquals(
                    """
                    {"fileId":"odd","status":"rendering"}
                    {"fileId":"queued","status":"queued"}
                    """,
                    result.out());
        }
    }

    @Nested
    class ExitCodes {

        @ParameterizedTest
        @CsvSource({
            "success, 0",
            "success queued, 11",
            "odd, 11",
            "processing, 11",
            "error, 10",
            "canceled, 10",
            "queued error success, 10",
            "gone error queued, 12",
            "queued gone, 12"
        })
        void exitStatusTellsTheWorst(String ids, int code) {
            everyState();

            assertEquals(code, status(("--exit-status " + ids).split(" ")).code());
        }

        @ParameterizedTest
        @ValueSource(strings = {"success", "queued", "odd", "error", "canceled"})
        void withoutItEveryStateIsWell(String id) {
            everyState();

            assertEquals(0, status(id).code());
        }

        @ParameterizedTest
        @CsvSource({"401, 13", "403, 13", "404, 12", "429, 12", "500, 12", "302, 12", "400, 12"})
        void refusalsHaveTheirCodes(int http, int code) {
            api.answer(http, "");

            assertEquals(code, status("a1").code());
        }

        @Test
        void refusedKeyWinsOverFailures() {
            everyState();
            api.answer(401, "");

            assertEquals(13, status("--parallel", "1", "gone", "new").code());
        }

        @Test
        void forbiddenIdBehindAnAnswerIsAFailureOfItsOwn() {
            everyState();
            api.answer(403, "");

            assertEquals(12, status("--parallel", "1", "queued", "new").code());
        }

        @Test
        void unreachableServerIsAFailure() {
            var result = status("a1", "--url", "http://localhost:1");

            assertEquals("fliki: a1: cannot connect to localhost:1\n", result.err());
            assertEquals(12, result.code());
        }
    }

    @Nested
    class Usage {

        private String usage(Result result, String command) {
            assertEquals(2, result.code(), result.err());
            assertEquals("", result.out());
            var hint = "Try '" + command + " --help'.\n";
            assertTrue(result.err().endsWith(hint), result.err());
            return result.err().replace(hint, "");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0s", "PT0S", "PT-5S"})
        void timeoutIsLongerThanZero(String time) {
            assertEquals(
                    "fliki: Invalid value for option '--timeout': '%s' is not longer than zero\n"
                            .formatted(time),
                    usage(status("--timeout", time, "a1"), "fliki status"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"5", "1x", "-5s", "", "s", "1.5s", "1h30m", "PT", "9999999999s"})
        void timeoutIsADuration(String time) {
            assertEquals(
                    ("fliki: Invalid value for option '--timeout': '%s' is not a duration such as"
                                    + " 500ms, 30s, 30m, 2h or PT1H30M\n")
                            .formatted(time),
                    usage(status("--timeout", time, "a1"), "fliki status"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"500ms", "30s", "30m", "2h", "PT1H30M", "pt5s"})
        void everyWayToWriteADurationIsRead(String time) {
            everyState();

            assertEquals(0, status("--timeout", time, "odd").code());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "--timeout 25h; timeout must be up to 24 hours, not 25 h",
                    "--retries -1; retries must be 0 or more, not -1",
                    "--retries x; Invalid value for option '--retries': 'x' is not an int",
                    "--parallel 0; parallel must be 1 to 1000, not 0",
                    "--rate -1; rate must be 0 (no ceiling) to 1000000 a second, not -1.0",
                    "--rate NaN; rate must be 0 (no ceiling) to 1000000 a second, not NaN",
                    "--url http://api.fliki.ai; url must be https, as it gets the key"
                            + " (http to this machine), not http://api.fliki.ai",
                    "--url api.fliki.ai; url must be https://HOST/PATH, not api.fliki.ai",
                    "--url https://me:s3cret@api.fliki.ai;"
                            + " url must be https://HOST/PATH without a user, a password, ? or #",
                    "--nonsense; Unknown option: '--nonsense'",
                    "--verbos; 'Unknown option: ''--verbos''; did you mean ''--verbose''?'"
                })
        void badOptionIsOneClearLine(String option, String message) {
            var args = (option + " a1").split(" ");

            assertEquals("fliki: " + message + "\n", usage(status(args), "fliki status"));
        }

        @Test
        void keyInAnUnknownOptionIsNotShown() {
            var result = status("--key=" + Cli.KEY, "a1");

            assertEquals(
                    "fliki: Unknown option: '--key'; did you mean '--key-file'?\n",
                    usage(result, "fliki status"));
        }

        @Test
        void idsAreNeeded() {
            assertEquals(
                    "fliki: Missing required parameter: 'ID'\n", usage(status(), "fliki status"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " "})
        void emptyIdIsRefused(String id) {
            assertEquals("fliki: an id is empty\n", usage(status("a1", id), "fliki status"));
            assertEquals(0, api.requests().size());
        }

        @Test
        void commandIsNeeded() {
            var result = Cli.run();

            assertEquals(new Result(2, "", Cli.run("--help").out()), result);
        }

        @Test
        void unknownCommandIsRefused() {
            assertEquals(
                    "fliki: Unknown command: 'stauts'; did you mean 'status'?\n",
                    usage(Cli.run("stauts"), "fliki"));
        }

        @Test
        void standardInputIsForOneThing() {
            assertEquals(
                    "fliki: --key-file - and ids from standard input do not go together\n",
                    usage(Cli.run("status", "--key-file", "-", "-"), "fliki status"));
        }
    }

    @Nested
    class KeyFile {

        @Test
        void missingFileIsNamed() {
            var file = folder.resolve("none").toString();

            var result = Cli.run("status", "--key-file", file, "a1");

            assertEquals("fliki: cannot read the key file " + file + "\n", result.err());
            assertEquals(13, result.code());
        }

        @ParameterizedTest
        @CsvSource({
            "'', the API key is empty",
            "' \n', the API key is empty",
            "'a b', 'the API key holds a space, a control character or one that is not ASCII;"
                    + " copy it again from your Fliki account'"
        })
        void unusableKeyIsRefusedBeforeAnyRequest(String text, String message) throws Exception {
            var file = Files.writeString(folder.resolve("bad"), text).toString();

            var result = status("--key-file", file, "a1");

            assertEquals(13, result.code());
            assertEquals("fliki: " + file + ": " + message + "\n", result.err());
            assertEquals(0, api.requests().size());
        }

        @Test
        void keyOfTheFileIsSent() {
            everyState();

            status("odd");

            assertEquals(
                    "Bearer " + Cli.KEY, api.requests().get(0).getFirstHeader("Authorization"));
        }
    }

    @Nested
    class Ids {

        @ParameterizedTest
        @ValueSource(strings = {"@a", "@", "a=b", "a,b", "${sys:user.home}", "status"})
        void idIsTakenAsItStands(String id) {
            api.answer(200, "{\"status\":\"queued\"}");

            status(id);

            assertEquals(id, api.requests().get(0).getFirstQueryStringParameter("fileId"));
        }

        @Test
        void idsMayStartWithADashBehindTwo() {
            api.answer(200, "{\"status\":\"queued\"}");

            status("--", "-x");

            assertEquals("-x", api.requests().get(0).getFirstQueryStringParameter("fileId"));
        }

        @Test
        void fileNamedLikeAnIdWithAnAtIsNotRead() throws Exception {
            api.answer(200, "{\"status\":\"queued\"}");
            var id = "@" + Files.writeString(folder.resolve("ids"), "x y");

            status(id);

            assertEquals(id, api.requests().get(0).getFirstQueryStringParameter("fileId"));
        }
    }

    @Nested
    class Help {

        @ParameterizedTest
        @ValueSource(strings = {"--help", "-h", "help"})
        void helpListsTheExitCodes(String args) {
            var result = Cli.run(args.split(" "));

            assertEquals(0, result.code());
            assertEquals("", result.err());
            for (var code : new int[] {0, 1, 2, 10, 11, 12, 13, 130}) {
                assertTrue(result.out().matches("(?s).*\n +" + code + " +\\S.*"), result.out());
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"status --help", "status -h", "help status"})
        void helpOfACommandEndsWithExamplesAndWhereTheRestIs(String args) {
            var help = Cli.run(args.split(" ")).out();

            var end =
                    """

                    Examples:
                      fliki status 64f0c0ffee
                      fliki status - --json < ids.txt

                    The API key and the exit codes: fliki --help
                    """;
            assertTrue(help.endsWith(end), help);
            assertTrue(help.indexOf("--exit-status") < help.indexOf("--url"), help);
        }

        @Test
        void versionIsOneLine() {
            assertEquals(new Result(0, "fliki " + Version.NUMBER + "\n", ""), Cli.run("--version"));
        }
    }

    @Nested
    class Noise {

        @Test
        void retriesAreNoticedOnStandardError() {
            api.next(response().withStatusCode(503).withHeader("Retry-After", "0"));
            everyState();

            var result = status("--retries", "1", "odd");

            assertTrue(result.err().endsWith("; asking again in 1 s\n"), result.err());
            assertEquals(0, result.code());
        }

        @Test
        void quietPrintsErrorsOnly() {
            api.answer(response().withStatusCode(503));

            var result = status("--quiet", "--retries", "1", "a1");

            assertEquals("fliki: a1: trouble on the side of Fliki (503)\n", result.err());
        }

        @Test
        void stackTraceNeedsVerbose() {
            everyState();

            assertFalse(status("gone").err().contains("\tat "));
            assertTrue(status("--verbose", "gone").err().contains("\tat fliki.internal.Api."));
        }

        @Test
        void closedPipeEndsQuietlyButNotWell() {
            everyState();
            var err = new StringWriter();
            var out = new PrintWriter(new ClosedPipe());
            var args = new String[] {"status", "--url", api.url(), "--key-file", keyFile(), "odd"};

            var code = fliki.run(out, new PrintWriter(err), args);

            assertEquals(12, code);
            assertEquals("", err.toString());
        }

        private String keyFile() {
            status("odd");
            return folder.resolve("key").toString();
        }
    }

    @Nested
    class Secret {

        @ParameterizedTest
        @ValueSource(ints = {200, 400, 401, 404, 500})
        void keyThatTheServerRepeatsIsInNoOutput(int http) {
            var key = Cli.KEY;
            var body = "{\"message\":\"%s\",\"status\":\"%s\",\"download\":\"x%s\",\"%s\":\"%s\"}";
            api.answer(http, body.formatted(key, key, key, key, key));

            for (var options : new String[] {"a1", "a1 --verbose", "a1 --json", "a1 --json -v"}) {
                var result = status(options.split(" "));

                assertFalse((result.out() + result.err()).contains(key), result::toString);
            }
        }
    }

    private static final class ClosedPipe extends Writer {

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void close() {}
    }
}
