package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What a person reads of an outcome. */
class OutcomeTest {

    private static final String LINK = "https://files.example/a1.mp4";

    private static Status status(String word, Optional<String> message) {
        var json = "{\"fileId\":\"a1\",\"status\":\"" + word + "\"}";
        var link = Optional.of(LINK);
        var half = OptionalDouble.of(50);
        return new Status("a1", State.of(word), word, half, link, message, json, Optional.empty());
    }

    private static Outcome ended(String word, String message) {
        return Outcome.of(status(word, Optional.ofNullable(message)));
    }

    private static Outcome failed(Kind kind) {
        var details =
                new Details(
                        Optional.of("a1"), OptionalInt.of(503), Optional.empty(), Optional.empty());
        return Outcome.of("a1", FlikiException.of(kind, "why not", details, null));
    }

    @ParameterizedTest
    @CsvSource({
        "queued, false",
        "processing, false",
        "success, false",
        "Error, true",
        "canceled, true",
        "paused, false"
    })
    void statusSaysItsOwnWord(String word, boolean bad) {
        var outcome = ended(word, null);

        assertEquals(word, outcome.word());
        assertEquals(bad, outcome.failed());
        assertEquals("a1 " + word + " 50% " + LINK, outcome.toString());
    }

    @ParameterizedTest
    @EnumSource
    void failureSaysItsKind(Kind kind) {
        var outcome = failed(kind);

        assertEquals(kind.word(), outcome.word());
        assertEquals(true, outcome.failed());
        assertEquals(Optional.of("why not"), outcome.reason());
        assertEquals("a1: why not", outcome.toString());
        assertEquals(Optional.empty(), outcome.file());
    }

    @ParameterizedTest
    @CsvSource({
        "error, no voice left, no voice left",
        "error,, it ended in error",
        "canceled,, it ended in canceled",
        "success, done by a robot,",
        "queued, soon,"
    })
    void reasonIsThatOfABadEnd(String word, String message, String reason) {
        assertEquals(Optional.ofNullable(reason), ended(word, message).reason());
    }

    @Test
    void wordOfTheServerIsFitForATerminal() {
        assertEquals("[31mred", ended("\u001b[31mred", null).word());
    }

    @Test
    void fileStandsInPlaceOfTheLink() {
        var file = Path.of("videos", "a1.mp4");

        var outcome = Outcome.of(status("success", Optional.empty()).file(file));

        assertEquals(Optional.of(file), outcome.file());
        assertEquals("a1 success 50% " + file, outcome.toString());
    }

    @ParameterizedTest
    @CsvSource({"SERVER, true", "NOT_FOUND, false", "NOT_FINISHED, false"})
    void failureIsAnErrorInJson(Kind kind, boolean retryable) {
        assertEquals(
                "{\"fileId\":\"a1\",\"error\":{\"kind\":\""
                        + kind.word()
                        + "\",\"message\":\"why not\",\"httpStatus\":503,\"retryable\":"
                        + (retryable + "}}"),
                failed(kind).json());
    }
}
