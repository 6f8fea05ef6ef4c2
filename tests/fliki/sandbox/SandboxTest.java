package fliki.sandbox;

import static fliki.sandbox.Rehearsal.header;
import static fliki.sandbox.Rehearsal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        @Test
        void newJobIsQueuedWithoutProgress() throws Exception {
            var answer = rehearsal.status("new");

            assertEquals("200 {\"fileId\":\"new\",\"status\":\"queued\"}", text(answer));
            assertEquals("application/json; charset=utf-8", header(answer, "Content-Type"));
        }

        @Test
        void laterTheJobReportsProgress() throws Exception {
            rehearsal.status("later");
            rehearsal.pass(6);

            var answer = rehearsal.status("later");

            String json = "{\"fileId\":\"later\",\"status\":\"processing\",\"progress\":50}";
            assertEquals("200 " + json, text(answer));
        }

        @Test
        void successLinksToAFileOfTheSameServer() throws Exception {
            var answer = rehearsal.status("done-1");

            String link = rehearsal.sandbox.url().resolve("/files/done-1.mp4").toString();
            String json = "{\"fileId\":\"done-1\",\"status\":\"success\",\"progress\":100,";
            assertEquals("200 " + json + "\"download\":\"" + link + "\"}", text(answer));
        }

        @Test
        void errorCarriesAMessage() throws Exception {
            rehearsal.status("fail-1");
            rehearsal.pass(10);

            var answer = rehearsal.status("fail-1");

            String message = "\"message\":\"The simulated generation failed\"}";
            String json = "{\"fileId\":\"fail-1\",\"status\":\"error\"," + message;
            assertEquals("200 " + json, text(answer));
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
        @ValueSource(strings = {"Bearer wrong", "Bearer", "sandbox", "Basic sandbox"})
        void anyOtherKey(String authorization) throws Exception {
            var answer = rehearsal.statusQuery("?fileId=a", "Authorization", authorization);

            assertEquals("401 {\"message\":\"Missing or wrong API key\"}", text(answer));
        }

        @Test
        void missingKey() throws Exception {
            var answer = rehearsal.statusQuery("?fileId=a");

            assertEquals("401 {\"message\":\"Missing or wrong API key\"}", text(answer));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "?fileId=", "?fileId", "?fileid=a", "?xfileId=a"})
        void missingId(String query) throws Exception {
            var answer = rehearsal.statusQuery(query, "Authorization", "Bearer " + Sandbox.KEY);

            assertEquals("400 {\"message\":\"fileId is required\"}", text(answer));
        }

        @Test
        void unknownId() throws Exception {
            var answer = rehearsal.status("missing-1");

            assertEquals("404 {\"message\":\"No file has this id\"}", text(answer));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"fileId\":\"a\"}", "[a]", "{a}", "\"a\"", "'a'", "a,b"})
        void whatCannotBeAnId(String id) throws Exception {
            var answer = rehearsal.status(id);

            assertEquals("404 {\"message\":\"No file has this id\"}", text(answer));
        }

        @Test
        void unknownPath() throws Exception {
            var answer = rehearsal.get(rehearsal.sandbox.url().resolve("/v2"));

            assertEquals("404 {\"message\":\"No such endpoint: GET /v2\"}", text(answer));
        }
    }
}
