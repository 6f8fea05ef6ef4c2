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
            assertEquals(3, api.requests().size()); // what is given twice is asked once
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
    }

    @Nested
    class ExitCodes {

        @ParameterizedTest
        @CsvSource({
            "success, 0",
            "success queued, 11",
            "odd, 11",
            "queued error success, 10",
            "canceled, 10",
            "gone error queued, 12"
        })
        void exitStatusTellsTheWorst(String ids, int code) {
            everyState();

            assertEquals(code, status(("--exit-status " + ids).split(" ")).code());
        }

        @Test
        void withoutItEveryStateIsWell() {
            everyState();

            assertEquals(0, status("success", "queued", "odd", "error", "canceled").code());
        }

        @ParameterizedTest
        @CsvSource({"401, 13", "403, 13", "429, 12", "500, 12", "302, 12"})
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
    class Ids {

        private void isAsked(String id) {
            api.answer(200, "{\"status\":\"queued\"}");

            status(id);

            assertEquals(id, api.requests().get(0).getFirstQueryStringParameter("fileId"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"@", "a=b", "${sys:user.home}", "status"})
        void idIsTakenAsItStands(String id) {
            isAsked(id);
        }

        @Test
        void fileNamedLikeAnIdWithAnAtIsNotRead() throws Exception {
            isAsked("@" + Files.writeString(folder.resolve("ids"), "x y"));
        }
    }

    @Nested
    class Help {

        @Test
        void withoutACommandItIsAMistake() {
            assertEquals(new Result(2, "", Cli.run("help").out()), Cli.run());
        }

        @Test
        void helpListsTheExitCodes() {
            var result = Cli.run("--help");

            assertEquals(0, result.code());
            assertEquals("", result.err());
            for (var code : new int[] {0, 1, 2, 10, 11, 12, 13, 130}) {
                assertTrue(result.out().matches("(?s).*\n +" + code + " +\\S.*"), result.out());
            }
        }

        @Test
        void helpOfACommandEndsWithExamplesAndWhereTheRestIs() {
            var help = Cli.run("status", "-h").out();

            var end =
                    """

                    Examples:
                      fliki status 64f0c0ffee
                      fliki status - --json < ids.txt
                      fliki status - --since seen.json < ids.txt

                    The API key and the exit codes: fliki --help
                    """;
            assertTrue(help.endsWith(end), help);
            assertEquals(help, Cli.run("help", "status").out());
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
            assertTrue(status("--verbose", "gone").err().contains("\tat fliki."));
        }
    }
}
