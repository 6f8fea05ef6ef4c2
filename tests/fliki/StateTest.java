package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

@Isolated("changes the locale")
class StateTest {

    @Test
    void everyWordNamesItsState() {
        var states = Stream.of("queued", "processing", "success", "error", "canceled");

        assertEquals(
                List.of(State.QUEUED, State.PROCESSING, State.SUCCESS, State.ERROR, State.CANCELED),
                states.map(State::of).toList());
    }

    @Test
    void caseOfTheWordDoesNotMatter() {
        assertEquals(State.PROCESSING, State.of("Processing"));
    }

    @Test
    void languageOfTheMachineDoesNotMatter() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertEquals(State.PROCESSING, State.of("PROCESSING"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void newWordIsUnknownAndNotFinished() {
        var state = State.of("rendering");

        assertEquals(State.UNKNOWN, state);
        assertEquals(false, state.finished());
    }

    @Test
    void successErrorAndCanceledEndAWait() {
        var finished = Stream.of(State.values()).filter(State::finished).toList();

        assertEquals(List.of(State.SUCCESS, State.ERROR, State.CANCELED), finished);
    }

    @Test
    void errorAndCanceledLeaveNoFile() {
        var failed = Stream.of(State.values()).filter(State::failed).toList();

        assertEquals(List.of(State.ERROR, State.CANCELED), failed);
    }
}
