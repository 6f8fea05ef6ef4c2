package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

@Isolated("changes the locale")
class StatusTest {

    private static Status status(OptionalDouble progress, Optional<String> download) {
        return FakeApi.status("a1", "Processing", progress, download);
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "45, 45%", "99.9, 99%", "100, 100%", "-5, 0%", "1e9, 100%"})
    void percentIsClampedForPeople(double progress, String percent) {
        var status = status(OptionalDouble.of(progress), Optional.empty());

        assertEquals(Optional.of(percent), status.percent());
    }

    @Test
    void lineForPeopleSaysWhyItFailed() {
        var status =
                new Status(
                        "a",
                        State.ERROR,
                        "error",
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.of("no credits"),
                        "{}",
                        Optional.empty());

        assertEquals("a error no credits", status.toString());
    }

    @Test
    void fileIsTheLastFieldAndTheOnlyOneOfItsName() {
        var json = "{\"fileId\":\"a\",\"status\":\"success\",\"file\":\"theirs\",\"z\":1}";
        var none = Optional.<String>empty();
        var sent =
                new Status(
                        "a",
                        State.SUCCESS,
                        "success",
                        OptionalDouble.empty(),
                        none,
                        none,
                        json,
                        Optional.empty());

        var status = sent.file(Path.of("one.mp4")).file(Path.of("two.mp4"));

        assertEquals(
                "{\"fileId\":\"a\",\"status\":\"success\",\"z\":1,\"file\":\"two.mp4\"}",
                status.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "\"a\"", "{\n}", "{}\n"})
    void jsonThatWouldBreakALineOfJsonIsRefused(String json) {
        var none = Optional.<String>empty();
        var progress = OptionalDouble.empty();

        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new Status(
                                        "a",
                                        State.SUCCESS,
                                        "success",
                                        progress,
                                        none,
                                        none,
                                        json,
                                        Optional.empty()));

        assertEquals("json is no object on one line: " + json, e.getMessage());
    }

    @Test
    void lineForPeopleHoldsAllThatIsKnown() {
        var bare = status(OptionalDouble.empty(), Optional.empty());
        var full = status(OptionalDouble.of(45), Optional.of("https://f/1"));

        assertEquals("a1 Processing", bare.toString());
        assertEquals("a1 Processing 45% https://f/1", full.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, queued, false, false",
        "PROCESSING, processing, false, false",
        "SUCCESS, success, true, false",
        "ERROR, error, true, true",
        "CANCELED, canceled, true, true",
        "UNKNOWN, unknown, false, false"
    })
    void stateKnowsWhetherItIsTheEnd(State state, String word, boolean end, boolean bad) {
        assertEquals(word, state.word());
        assertEquals(end, state.finished());
        assertEquals(bad, state.failed());
    }

    @Test
    void languageOfTheMachineDoesNotMatterToAState() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertEquals(State.PROCESSING, State.of("PROCESSING"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void outcomeWithoutAStatusThrowsItsFailure() {
        var failure =
                FlikiException.of(
                        FlikiException.Kind.NETWORK, "m", FlikiException.Details.NONE, null);
        var outcome = Outcome.of("a1", failure);

        assertEquals(failure, assertThrows(FlikiException.class, outcome::get));
        assertEquals(
                "{\"fileId\":\"a1\",\"error\":{\"kind\":\"network\",\"message\":\"m\","
                        + "\"retryable\":true}}",
                outcome.json());
    }

    @Test
    void outcomeIsAStatusOrAFailure() {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Outcome("a1", Optional.empty(), Optional.empty()));

        assertEquals("an outcome is a status or a failure: a1", refusal.getMessage());
    }
}
