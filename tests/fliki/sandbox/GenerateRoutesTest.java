package fliki.sandbox;

import static fliki.sandbox.Rehearsal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateRoutesTest {

    private final Rehearsal rehearsal = new Rehearsal();

    @AfterEach
    void stop() {
        rehearsal.close();
    }

    private String post(String endpoint, String body) throws Exception {
        var key = "Bearer " + Sandbox.KEY;
        return text(rehearsal.post(endpoint, body, "Authorization", key));
    }

    @Test
    void idBeginsWithTheTemplatesAndTheJobWithItsStart() throws Exception {
        assertEquals("200 {\"fileId\":\"fail-x-1\"}", post("template", "{\"fileId\":\"fail-x\"}"));
        rehearsal.pass(10);

        var answer = text(rehearsal.status("fail-x-1"));

        assertEquals(
                "200 {\"fileId\":\"fail-x-1\",\"status\":\"error\","
                        + "\"message\":\"The simulated generation failed\"}",
                answer);
    }

    @Test
    void eachPayloadIsAVideo() throws Exception {
        assertEquals(
                "200 {\"data\":{\"filesCreated\":[\"fail-1\",\"fail-2\"]}}",
                post("video", "{\"file\":\"fail\",\"payload\":[{},{}]}"));
        assertEquals(
                "200 {\"data\":{\"filesCreated\":[\"video-3\"]}}",
                post("video", "{\"payload\":[{}]}"));
    }

    @Test
    void nameOfAVideoMayHoldWhatAnIdCannot() throws Exception {
        assertEquals(
                "200 {\"data\":{\"filesCreated\":[\"It_s me_ you-1\"]}}",
                post("video", "{\"file\":\"It's me, you\",\"payload\":[{}]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "template | {\"fileId\":\"missing-1\"} | 404 | No template has this id",
                "template | {\"fileId\":\"a,b\"} | 404 | No template has this id",
                "template | {} | 400 | fileId is required",
                "template | x | 400 | The body is no JSON object",
                "template | `` | 400 | The body is no JSON object",
                "video | {\"payload\":[]} | 400 | payload is required"
            })
    void badBodyIsRefused(String endpoint, String body, int code, String message) throws Exception {
        assertEquals(code + " {\"message\":\"" + message + "\"}", post(endpoint, body));
    }

    @Test
    void wrongKeyIsRefused() throws Exception {
        var answer = rehearsal.post("template", "{}", "Authorization", "Bearer x");

        assertEquals("401 {\"message\":\"Missing or wrong API key\"}", text(answer));
    }
}
