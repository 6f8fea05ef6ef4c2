package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"fileId\":\"a1\"} | [a1]",
                "{\"fileId\":\" a1 \"} | [a1]",
                "{\"fileId\":42} | [42]",
                "{\"success\":true,\"data\":{\"fileId\":\"a1\"}} | [a1]",
                "{\"fileId\":\"a1\",\"data\":null} | [a1]",
                "{\"filesCreated\":[\"a1\"]} | [a1]",
                "{\"data\":{\"filesCreated\":[\"a1\",2]}} | [a1, 2]"
            })
    void idsOfEveryShapeAreRead(String body, String ids) throws Exception {
        assertEquals(ids, GenerationJson.ids(body).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"fileId\":null}",
                "{\"fileId\":\" \"}",
                "{\"fileId\":true}",
                "{\"fileId\":{\"id\":1}}",
                "{\"fileId\":\"a b\"}",
                "{\"fileId\":\"a\\nb\"}",
                "{\"fileId\":\"a\\u202eb\"}",
                "{\"data\":{}}",
                "{\"data\":{\"filesCreated\":[]}}",
                "{\"data\":{\"filesCreated\":[null]}}",
                "{\"data\":{\"filesCreated\":[\"a1\",{}]}}",
                "{\"data\":{\"filesCreated\":\"a1\"}}"
            })
    void answerWithoutAnIdIsShown(String body) {
        var e = assertThrows(StatusJson.NoAnswer.class, () -> GenerationJson.ids(body));

        assertEquals("an answer without an id: " + body, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | an empty body",
                "null | no JSON object: null",
                "[\"a1\"] | no JSON object: [\"a1\"]",
                "{\"fileId\":\"a1\"}x | no JSON object: {\"fileId\":\"a1\"}x",
                "<html> | an HTML page",
                "{\"success\":false} | a failure without a reason: {\"success\":false}",
                "{\"success\":false,\"message\":\"no credits\"}"
                        + " | a failure: no credits: {\"success\":false,\"message\":\"no credits\"}"
            })
    void whatIsNoGoodAnswerSaysSo(String body, String why) {
        var e = assertThrows(StatusJson.NoAnswer.class, () -> GenerationJson.ids(body));

        assertEquals(why, e.getMessage());
    }
}
