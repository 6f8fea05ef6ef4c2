package fliki.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void longMessageIsCut() {
        assertEquals("x".repeat(200) + "…", Text.brief("x".repeat(201)));
    }

    @Test
    void cutNeverSplitsACharacter() {
        assertEquals("x".repeat(199) + "…", Text.brief("x".repeat(199) + "😀😀"));
    }
}
