package fliki.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class TextTest {

    @ParameterizedTest
    @CsvSource({
        "'a\u001b[31mb', 'a [31mb'",
        "'a\u009b31mb', 'a 31mb'",
        "'a\r\n\tb', 'a b'",
        "'a\u202eb', 'a b'",
        "'a\u2028b', 'a b'",
        "'a\u007fb', 'a b'"
    })
    void controlCharactersBecomeSpaces(String sent, String shown) {
        assertEquals(shown, Text.brief(sent));
    }

    @ParameterizedTest
    @CsvSource({
        "'a\u001b[31mb', 'a[31mb'",
        "'a\r\nb', 'ab'",
        "'a\u202eb', 'ab'",
        "'a\u2028b', 'ab'",
        "'a\u2029b', 'ab'",
        "'a \tb', 'a b'"
    })
    void charactersThatCannotBeSeenAreLeftOut(String sent, String shown) {
        assertEquals(shown, Text.visible(sent));
    }

    /** Issue 10, number 14. */
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.001S, 1 ms",
        "PT1.5S, 1 s 500 ms",
        "PT1M, 1 min",
        "PT25H30M, 25 h 30 min",
        "PT999999999H, 999999999 h",
        "PT-1S, PT-1S",
        "PT0.0000001S, PT0.0000001S"
    })
    void exactLengthOfTimeHasAllItsUnits(Duration time, String words) {
        assertEquals(words, Text.exact(time));
    }

    @Test
    void longMessageIsCut() {
        assertEquals("x".repeat(200) + "…", Text.brief("x".repeat(201)));
    }

    @Test
    void cutNeverSplitsACharacter() {
        assertEquals("x".repeat(199) + "…", Text.brief("x".repeat(199) + "😀😀"));
    }
}
