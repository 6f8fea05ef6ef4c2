package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.OptionalDouble;

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

    @ParameterizedTest
    @ValueSource(ints = {64, 1_000, 100_000})
    void deepNestingIsRefused(int depth) {
        var nested = "[".repeat(depth) + "]".repeat(depth);

        assertEquals("no JSON object", refusal(processing(",\"x\":" + nested)));
        assertEquals("no JSON object", refusal("{\"a\":".repeat(depth)));
    }

    @Test
    void bracketsInTextAreNoNesting() throws Exception {
        var text = "[{\\\"".repeat(100);

        assertEquals("processing", status(processing(",\"x\":\"" + text + "\"")).status());
    }

    @Test
    void bareControlCharacterInTextIsRefused() {
        assertEquals("no JSON object", refusal(processing(",\"x\":\"a\tb\"")));
    }

    @Test
    void idWithWhiteSpaceAroundItIsAnswered() throws Exception {
        assertEquals(" a1", AnswerJson.status(" a1", processing("")).fileId());
    }

    @Nested
    class Content {

        @Test
        void documentedFieldsAreRead() throws Exception {
            var body =
                    """
                    {"fileId": "a1", "status": "success", "progress": 100,
                     "download": "https://files.example/a1.mp4"}\
                    """;

            var status = status(body);

            var json =
                    "{\"fileId\":\"a1\",\"status\":\"success\",\"progress\":100,"
                            + "\"download\":\"https://files.example/a1.mp4\"}";
            var link = Optional.of("https://files.example/a1.mp4");
            var progress = OptionalDouble.of(100);
            assertEquals(
                    new Status(
                            "a1",
                            State.SUCCESS,
                            "success",
                            progress,
                            link,
                            Optional.empty(),
                            json,
                            Optional.empty()),
                    status);
        }

        @Test
        void envelopeIsUnwrapped() throws Exception {
            var body = "{\"success\":true,\"data\":" + processing(",\"progress\":7") + "}";

            var status = status(body);

            assertEquals(status(processing(",\"progress\":7")), status);
        }

        @Test
        void dataBesideAStatusIsNoEnvelope() throws Exception {
            var status = status(processing(",\"data\":{\"status\":\"error\"}"));

            assertEquals(State.PROCESSING, status.state());
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

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "45; 45; 45",
                    "\"45\"; 45; 45",
                    "-5; -5; -5",
                    "33.333333333333336; 33.333333333333336; 33.333333333333336",
                    "1e300; 1e300; 1.0E300"
                })
        void progressIsANumber(String sent, double progress, String shown) throws Exception {
            var status = status(processing(",\"progress\":" + sent));

            assertEquals(OptionalDouble.of(progress), status.progress());
            assertEquals(processing(",\"progress\":" + shown), status.json());
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "\"\"", "\"45%\"", "1e999", "-1e999999999"})
        void progressThatIsNoNumberIsAbsent(String sent) throws Exception {
            var status = status(processing(",\"progress\":" + sent));

            assertEquals(OptionalDouble.empty(), status.progress());
            assertEquals(processing(""), status.json());
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "\"\"", "\"  \""})
        void downloadThatIsNoLinkIsAbsent(String sent) throws Exception {
            var status = status(processing(",\"download\":" + sent));

            assertEquals(Optional.empty(), status.download());
            assertEquals(processing(""), status.json());
        }

        @Test
        void otherFieldsComeLastByName() throws Exception {
            var body =
                    """
                    {"zone": "eu", "download": "https://f/1", "b": [1, null], "progress": "7",
                     "a": {"x": true}, "none": null, "status": "queued", "fileId": "a1"}\
                    """;

            var status = status(body);

            assertEquals(
                    "{\"fileId\":\"a1\",\"status\":\"queued\",\"progress\":7,"
                            + "\"download\":\"https://f/1\",\"a\":{\"x\":true},\"b\":[1,null],"
                            + "\"none\":null,\"zone\":\"eu\"}",
                    status.json());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"12345678901234567890", "0.12345678901234567890123", "9007199254740993"})
        void numbersOfOtherFieldsStayExact(String number) throws Exception {
            var status = status(processing(",\"x\":" + number));

            assertEquals(processing(",\"x\":" + number), status.json());
        }

        @Test
        void hugeExponentCostsNoTime() throws Exception {
            var status = status(processing(",\"x\":1e1000000000"));

            assertEquals(processing(",\"x\":1E+1000000000"), status.json());
        }

        @Test
        void jsonStaysOnOneLineWhateverTheServerSends() throws Exception {
            var status = status(processing(",\"note\":\"a\\n\\r\\u0085\\u2028\\u001b[2J\""));

            assertEquals(
                    processing(",\"note\":\"a\\n\\r\\u0085\\u2028\\u001b[2J\""), status.json());
        }
    }

    @Nested
    class AboutTheRightFile {

        @Test
        void idThatDiffersByCaseIsAnother() {
            var body = "{\"fileId\":\"aB\",\"status\":\"queued\"}";

            var e = assertThrows(AnswerJson.NoAnswer.class, () -> AnswerJson.status("Ab", body));
            assertEquals("an answer about another file, aB", e.getMessage());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {"\"a2\"; a2", "7; 7", "true; true", "{}; {}", "[\"a1\"]; [\"a1\"]"})
        void anotherIdIsRefused(String sent, String shown) {
            var message = refusal("{\"fileId\":" + sent + ",\"status\":\"success\"}");

            assertEquals("an answer about another file, " + shown, message);
        }

        @Test
        void idSentAsANumberIsBelieved() throws Exception {
            var status = AnswerJson.status("7", "{\"fileId\":7,\"status\":\"queued\"}");

            assertEquals("{\"fileId\":\"7\",\"status\":\"queued\"}", status.json());
        }

        @Test
        void envelopeAboutAnotherFileIsRefused() {
            var message = refusal("{\"data\":{\"fileId\":\"a2\",\"status\":\"success\"}}");

            assertEquals("an answer about another file, a2", message);
        }
    }

    @Nested
    class NotAnAnswer {

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "{\"success\":false,\"error\":{\"message\":\"no\"}}; a failure: no",
                    "{\"success\":false,\"data\":{\"status\":\"success\"}};"
                            + " a failure without a reason",
                    "{\"status\":\" \"}; an answer without a status",
                    "{\"error\":\"gone\"}; an answer without a status: gone",
                    "{\"data\":[{\"status\":\"success\"}]}; an answer without a status"
                })
        void objectWithoutAStatusIsAFailure(String body, String message) {
            assertEquals(message, refusal(body));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[{\"status\":\"queued\"}]",
                    "null",
                    "{\"status\":\"queued\"",
                    "{\"status\":\"queued\"}}",
                    "{\"status\":\"queued\"} x",
                    "{'status':'queued'}",
                    "{\"status\":queued}",
                    "{\"status\":\"queued\",}",
                })
        void anythingButOneStrictObjectIsRefused(String body) {
            assertEquals("no JSON object", refusal(body));
        }
    }

    @Nested
    class Ids {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"fileId\":\" a1 \"} | [a1]",
                    "{\"fileId\":\"a1\",\"data\":null} | [a1]",
                    "{\"filesCreated\":[\"a1\"]} | [a1]",
                    "{\"data\":{\"filesCreated\":[\"a1\",2]}} | [a1, 2]"
                })
        void ofEveryShapeAreRead(String body, String ids) throws Exception {
            assertEquals(ids, AnswerJson.ids(body).toString());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"fileId\":\"a\\u202eb\"} | an answer without an id:"
                            + " {\"fileId\":\"a\\u202eb\"}",
                    "{\"data\":{\"filesCreated\":\"a1\"}} | an answer without an id:"
                            + " {\"data\":{\"filesCreated\":\"a1\"}}",
                })
        void areShownWhereTheyCannotBeRead(String body, String why) {
            var e = assertThrows(AnswerJson.NoAnswer.class, () -> AnswerJson.ids(body));

            assertEquals(why, e.getMessage());
        }
    }
}
