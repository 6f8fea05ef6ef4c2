package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What the JSON of an answer means; PropertiesTest has what holds for any. */
class AnswerJsonTest {

    private static Status status(String body) throws AnswerJson.NoAnswer {
        return AnswerJson.status("a1", body);
    }

    private static String refusal(String body) {
        return assertThrows(AnswerJson.NoAnswer.class, () -> status(body)).getMessage();
    }

    private static String processing(String fields) {
        return "{\"fileId\":\"a1\",\"status\":\"processing\"" + fields + "}";
    }

    /** Issue 27, number 7. Other fields are about the generation. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"message\":\"no voice left\"; no voice left",
                "\"error\":\"no voice left\"; no voice left",
                "\"error\":{\"code\":7,\"reason\":\"no voice left\"}; no voice left",
                "\"failureReason\":\"no voice left\"; no voice left",
                "\"errorMessage\":\"no voice left\"; no voice left",
                "\"message\":\"first\",\"error\":\"second\"; first",
                "\"message\":\" \",\"error\":\"second\"; second",
                "\"message\":7,\"error\":{\"code\":7};",
                "\"title\":\"My film\",\"detail\":\"A film\";",
            })
    void messageIsWhatFlikiSaysOfIt(String field, String message) throws Exception {
        var status = status("{\"status\":\"error\"," + field + "}");

        assertEquals(Optional.ofNullable(message), status.message());
    }

    @Test
    void documentedFieldsAreReadAndTheOthersComeLastByName() throws Exception {
        var body =
                """
                {"zone": "eu", "download": "https://f/1", "b": [1, null], "progress": "7",
                 "a": {"x": true}, "none": null, "status": "success", "fileId": "a1"}\
                """;

        var status = status(body);

        var json =
                "{\"fileId\":\"a1\",\"status\":\"success\",\"progress\":7,"
                        + "\"download\":\"https://f/1\",\"a\":{\"x\":true},\"b\":[1,null],"
                        + "\"none\":null,\"zone\":\"eu\"}";
        assertEquals(
                new Status(
                        "a1",
                        State.SUCCESS,
                        "success",
                        OptionalDouble.of(7),
                        Optional.of("https://f/1"),
                        Optional.empty(),
                        json,
                        Optional.empty()),
                status);
        assertEquals(status, status("{\"success\":true,\"data\":" + body + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "PROCESSING, PROCESSING",
        "Success, SUCCESS",
        "cancelled, UNKNOWN",
        "Rendering 2, UNKNOWN"
    })
    void everyWordIsKeptAsSent(String word, State state) throws Exception {
        var status = status("{\"status\":\"" + word + "\"}");

        assertEquals(state, status.state());
        assertEquals(word, status.status());
        assertEquals("{\"fileId\":\"a1\",\"status\":\"" + word + "\"}", status.json());
    }

    /** What is not as documented, and what the JSON says of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",\"progress\":45 | 45 | ,\"progress\":45",
                ",\"progress\":\"45\" | 45 | ,\"progress\":45",
                ",\"progress\":-5 | -5 | ,\"progress\":-5",
                ",\"progress\":33.333333333333336 | 33.333333333333336 |"
                        + " ,\"progress\":33.333333333333336",
                ",\"progress\":1e300 | 1e300 | ,\"progress\":1.0E300",
                ",\"progress\":null | | ``",
                ",\"progress\":\"\" | | ``",
                ",\"progress\":\"45%\" | | ``",
                ",\"progress\":1e999 | | ``",
                ",\"progress\":-1e999999999 | | ``",
                ",\"download\":null | | ``",
                ",\"download\":\"  \" | | ``",
                ",\"data\":{\"status\":\"error\"} | | ,\"data\":{\"status\":\"error\"}",
                ",\"x\":12345678901234567890 | | ,\"x\":12345678901234567890",
                ",\"x\":0.12345678901234567890123 | | ,\"x\":0.12345678901234567890123",
                ",\"x\":1e1000000000 | | ,\"x\":1E+1000000000",
                ",\"x\":\"\\u0085\\u2028\\u001b[2J\\n\" | | ,\"x\":\"\\u0085\\u2028\\u001b[2J\\n\"",
                ",\"x\":\"[{[{[{\\\"\" | | ,\"x\":\"[{[{[{\\\"\""
            })
    void fieldIsRead(String sent, Double progress, String kept) throws Exception {
        var status = status(processing(sent));

        assertEquals(State.PROCESSING, status.state());
        assertEquals(
                progress == null ? OptionalDouble.empty() : OptionalDouble.of(progress),
                status.progress());
        assertEquals(Optional.empty(), status.download());
        assertEquals(processing(kept), status.json());
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "' a1', '\"a1\"'"})
    void idThatDiffersByTypeOrWhiteSpaceIsBelieved(String id, String sent) throws Exception {
        var status = AnswerJson.status(id, "{\"fileId\":" + sent + ",\"status\":\"queued\"}");

        assertEquals(id, status.fileId());
        assertEquals("{\"fileId\":\"" + id + "\",\"status\":\"queued\"}", status.json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"a2\"; a2",
                "\"A1\"; A1",
                "7; 7",
                "true; true",
                "{}; {}",
                "[\"a1\"]; [\"a1\"]"
            })
    void anotherIdIsRefused(String sent, String shown) {
        var answer = "{\"fileId\":" + sent + ",\"status\":\"success\"}";

        for (var body : List.of(answer, "{\"data\":" + answer + "}")) {
            assertEquals("an answer about another file, " + shown, refusal(body));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"success\":false,\"error\":{\"message\":\"no\"}}; a failure: no",
                "{\"success\":false,\"data\":{\"status\":\"success\"}}; a failure without a reason",
                "{\"status\":\" \"}; an answer without a status",
                "{\"error\":\"gone\"}; an answer without a status: gone",
                "{\"data\":[{\"status\":\"success\"}]}; an answer without a status"
            })
    void objectWithoutAStatusIsAFailure(String body, String message) {
        assertEquals(message, refusal(body));
    }

    static Stream<String> noObjects() {
        var nested = Stream.of(64, 1_000, 100_000);
        return Stream.concat(
                nested.flatMap(
                        depth ->
                                Stream.of(
                                        processing(
                                                ",\"x\":" + "[".repeat(depth) + "]".repeat(depth)),
                                        "{\"a\":".repeat(depth))),
                Stream.of(
                        processing(",\"x\":\"a\tb\""),
                        "[{\"status\":\"queued\"}]",
                        "null",
                        "{\"status\":\"queued\"",
                        "{\"status\":\"queued\"}}",
                        "{\"status\":\"queued\"} x",
                        "{'status':'queued'}",
                        "{\"status\":queued}",
                        "{\"status\":\"queued\",}"));
    }

    @ParameterizedTest
    @MethodSource("noObjects")
    void anythingButOneStrictObjectIsRefused(String body) {
        assertEquals("no JSON object", refusal(body));
    }

    /** Of a generation that was started. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"fileId\":\" a1 \"} | [a1]",
                "{\"fileId\":\"a1\",\"data\":null} | [a1]",
                "{\"filesCreated\":[\"a1\"]} | [a1]",
                "{\"data\":{\"filesCreated\":[\"a1\",2]}} | [a1, 2]",
                "{\"fileId\":\"a\\u202eb\"} |",
                "{\"data\":{\"filesCreated\":\"a1\"}} |"
            })
    void idsOfEveryShapeAreReadOrShown(String body, String ids) throws Exception {
        if (ids == null) {
            var e = assertThrows(AnswerJson.NoAnswer.class, () -> AnswerJson.ids(body));
            assertEquals("an answer without an id: " + body, e.getMessage());
        } else {
            assertEquals(ids, AnswerJson.ids(body).toString());
        }
    }
}
