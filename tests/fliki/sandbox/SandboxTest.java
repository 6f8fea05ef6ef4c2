package fliki.sandbox;

import static fliki.sandbox.Rehearsal.header;
import static fliki.sandbox.Rehearsal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
    private static Rehearsal rehearsal;

    @BeforeAll
    static void start() {
        rehearsal = new Rehearsal();
    }

    @AfterAll
    static void stop() {
        rehearsal.close();
    }

    @Nested
    class Answered {
        /** Jobs take ten seconds, as seen at the first look and after so many seconds. */
        @ParameterizedTest
        @CsvSource({
            "a, 1, queued",
            "b, 2, processing 0",
            "c, 6, processing 50",
            "fail-a, 6, processing 50",
            "d, 9, processing 87",
            "e, 10, success 100",
            "f, 500, success 100",
            "failed, 10, success 100",
            "fail-b, 10, error",
            "cancel-a, 10, canceled",
            "stuck-a, 10000, queued",
            "busy-a, 0, processing 37"
        })
        void jobGoesOnByTime(String id, int seconds, String seen) throws Exception {
            rehearsal.status(id);
            rehearsal.pass(seconds);

            var answer = new JSONObject(new String(rehearsal.status(id).body(), UTF_8));

            assertEquals(
                    seen,
                    (answer.get("status") + " " + answer.opt("progress")).replace(" null", ""));
        }

        @Test
        void newJobIsQueuedWithoutProgress() throws Exception {
            var answer = rehearsal.status("new");

            assertEquals("200 {\"fileId\":\"new\",\"status\":\"queued\"}", text(answer));
            assertEquals("application/json; charset=utf-8", header(answer, "Content-Type"));
        }

        @Test
        void successLinksToAFileOfTheSameServer() throws Exception {
            var answer = rehearsal.status("done-1");

            String link = rehearsal.sandbox.url().resolve("/files/done-1.mp4").toString();
            String json = "{\"fileId\":\"done-1\",\"status\":\"success\",\"progress\":100,";
            assertEquals("200 " + json + "\"download\":\"" + link + "\"}", text(answer));
        }

        @Test
        void limitedJobSaysWhenToComeBack() throws Exception {
            var first = rehearsal.status("limit-1");
            var second = rehearsal.status("limit-1");

            assertEquals("429 {\"message\":\"Too many requests\"}", text(first));
            assertEquals("1", header(first, "Retry-After"));
            assertEquals("200 {\"fileId\":\"limit-1\",\"status\":\"queued\"}", text(second));
        }

        @Test
        void flakyJobBeginsWithAnHtmlPage() throws Exception {
            var answer = rehearsal.status("flaky-1");

            String page = "<html><body><h1>Service unavailable</h1></body></html>";
            assertEquals("503 " + page, text(answer));
            assertEquals(503, rehearsal.status("flaky-1").statusCode());
            assertEquals(200, rehearsal.status("flaky-1").statusCode());
            assertEquals("text/html; charset=utf-8", header(answer, "Content-Type"));
        }

        @Test
        void requestsAreCounted() throws Exception {
            long before = rehearsal.sandbox.requests();

            rehearsal.status("counted");
            rehearsal.status("missing-counted");
            rehearsal.statusQuery("?fileId=counted");

            assertEquals(3, rehearsal.sandbox.requests() - before);
            assertEquals(1, rehearsal.sandbox.requests("counted"));
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @ValueSource(strings = {"Bearer wrong", "sandbox", "Basic sandbox", ""})
        void anyOtherKey(String authorization) throws Exception {
            var headers = new String[] {"Authorization", authorization};
            var none = authorization.isEmpty();

            var answer = rehearsal.statusQuery("?fileId=a", none ? new String[0] : headers);

            assertEquals("401 {\"message\":\"Missing or wrong API key\"}", text(answer));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "?fileId=", "?fileId", "?fileid=a", "?xfileId=a"})
        void missingId(String query) throws Exception {
            var answer = rehearsal.statusQuery(query, "Authorization", "Bearer " + Sandbox.KEY);

            assertEquals("400 {\"message\":\"fileId is required\"}", text(answer));
        }

        @ParameterizedTest
        @ValueSource(strings = {"missing-1", "{\"fileId\":\"a\"}", "[a]", "\"a\"", "'a'", "a,b"})
        void unknownIdAndWhatCannotBeOne(String id) throws Exception {
            var answer = rehearsal.status(id);

            assertEquals("404 {\"message\":\"No file has this id\"}", text(answer));
        }
    }
}
