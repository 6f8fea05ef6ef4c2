package fliki.sandbox;

import static fliki.sandbox.Rehearsal.header;
import static fliki.sandbox.Rehearsal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

/** The plots, the refusals and the starts of the simulated API. */
class SandboxTest {

    private final Rehearsal rehearsal = new Rehearsal();

    @AfterEach
    void stop() {
        rehearsal.close();
    }

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
                seen, (answer.get("status") + " " + answer.opt("progress")).replace(" null", ""));
    }

    @Test
    void answersAreThoseOfTheApi() throws Exception {
        var queued = rehearsal.status("new");
        assertEquals("200 {\"fileId\":\"new\",\"status\":\"queued\"}", text(queued));
        assertEquals("application/json; charset=utf-8", header(queued, "Content-Type"));

        var link = rehearsal.sandbox.url().resolve("/files/done-1.mp4");
        assertEquals(
                "200 {\"fileId\":\"done-1\",\"status\":\"success\",\"progress\":100,\"download\":\""
                        + link
                        + "\"}",
                text(rehearsal.status("done-1")));
    }

    @Test
    void limitedAndFlakyJobsBeginWithTrouble() throws Exception {
        var first = rehearsal.status("limit-1");
        assertEquals("429 {\"message\":\"Too many requests\"}", text(first));
        assertEquals("1", header(first, "Retry-After"));
        assertEquals(200, rehearsal.status("limit-1").statusCode());

        var page = "503 <html><body><h1>Service unavailable</h1></body></html>";
        assertEquals(page, text(rehearsal.status("flaky-1")));
        var second = rehearsal.status("flaky-1");
        assertEquals(page, text(second));
        assertEquals("text/html; charset=utf-8", header(second, "Content-Type"));
        assertEquals(200, rehearsal.status("flaky-1").statusCode());
    }

    @Test
    void requestsAreCounted() throws Exception {
        rehearsal.status("counted");
        rehearsal.status("missing-counted");
        rehearsal.get("generate/status?fileId=counted");

        assertEquals(3, rehearsal.sandbox.requests());
        assertEquals(1, rehearsal.sandbox.requests("counted"));
    }

    /** A sandbox that runs for weeks does not fill the memory. */
    @Test
    void jobNotAskedForLongestIsForgotten() {
        var jobs = new Jobs(Duration.ofSeconds(10), () -> Instant.EPOCH);
        jobs.look("old");
        jobs.look("kept");
        jobs.look("old");

        for (int i = 0; i < Jobs.LIMIT - 1; i++) {
            jobs.look("job" + i);
        }

        assertEquals(2, jobs.looks("old"));
        assertEquals(0, jobs.looks("kept"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "sandbox", "Basic sandbox", ""})
    void anyOtherKeyIsRefused(String key) throws Exception {
        var headers = key.isEmpty() ? new String[0] : new String[] {"Authorization", key};
        var refused = "401 {\"message\":\"Missing or wrong API key\"}";

        assertEquals(refused, text(rehearsal.get("generate/status?fileId=a", headers)));
        assertEquals(refused, text(rehearsal.post("template", "{}", key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?fileId=", "?fileId", "?fileid=a", "?xfileId=a"})
    void missingIdIsRefused(String query) throws Exception {
        var answer = rehearsal.get("generate/status" + query, "Authorization", Rehearsal.KEY);

        assertEquals("400 {\"message\":\"fileId is required\"}", text(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing-1", "{\"fileId\":\"a\"}", "[a]", "\"a\"", "'a'", "a,b"})
    void whatCannotBeAnIdIsUnknown(String id) throws Exception {
        assertEquals("404 {\"message\":\"No file has this id\"}", text(rehearsal.status(id)));
    }

    /** The ids that a start gives choose their plot; what no id can hold is replaced. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "template | {\"fileId\":\"fail-x\"} | 200 {\"fileId\":\"fail-x-1\"}",
                "video | {\"file\":\"fail\",\"payload\":[{},{}]}"
                        + " | 200 {\"data\":{\"filesCreated\":[\"fail-1\",\"fail-2\"]}}",
                "video | {\"payload\":[{}]} | 200 {\"data\":{\"filesCreated\":[\"video-1\"]}}",
                "video | {\"file\":\"It's me, you\",\"payload\":[{}]}"
                        + " | 200 {\"data\":{\"filesCreated\":[\"It_s me_ you-1\"]}}",
                "template | {\"fileId\":\"missing-1\"} | 404 {\"message\":\"No template has this"
                        + " id\"}",
                "template | {\"fileId\":\"a,b\"} | 404 {\"message\":\"No template has this id\"}",
                "template | {} | 400 {\"message\":\"fileId is required\"}",
                "template | x | 400 {\"message\":\"The body is no JSON object\"}",
                "template | `` | 400 {\"message\":\"The body is no JSON object\"}",
                "video | {\"payload\":[]} | 400 {\"message\":\"payload is required\"}"
            })
    void startIsAnsweredAsByTheApi(String endpoint, String body, String answer) throws Exception {
        assertEquals(answer, text(rehearsal.post(endpoint, body, Rehearsal.KEY)));
    }

    @Test
    void jobBeginsWithItsStart() throws Exception {
        rehearsal.post("template", "{\"fileId\":\"fail-x\"}", Rehearsal.KEY);
        rehearsal.pass(10);

        assertEquals(
                "200 {\"fileId\":\"fail-x-1\",\"status\":\"error\","
                        + "\"message\":\"The simulated generation failed\"}",
                text(rehearsal.status("fail-x-1")));
    }
}
