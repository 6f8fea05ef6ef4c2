package fliki.internal.text;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text that has to be UTF-8: read in another encoding, an id would be another one. */
public final class Utf8 {

    /** Stands for bytes that are not UTF-8: a noncharacter, which no text holds. */
    private static final char MALFORMED = '\uFFFF';

    private Utf8() {}

    /** The characters of a text, among them some that are {@link #alien} where it is no UTF-8. */
    public static BufferedReader reader(InputStream bytes) {
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(MALFORMED));
        return new BufferedReader(new InputStreamReader(bytes, decoder));
    }

    /** Whether a text holds such a character. */
    public static boolean alien(String text) {
        return text.indexOf(MALFORMED) >= 0 || text.indexOf('\0') >= 0;
    }

    /** Whether a character shows that the text is no UTF-8; UTF-16 has many a NUL. */
    public static boolean alien(int character) {
        return character == MALFORMED || character == '\0';
    }
}
