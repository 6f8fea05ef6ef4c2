package fliki.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** Words of a command for people to type again: a POSIX shell makes exactly the text of them. */
public final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[\\w.,:/@%+-][\\w.,:/@%+=-]*");

    private Shell() {}

    /** A word that holds nothing but what people see. */
    public static String word(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        var seen = Text.visible(text).equals(text);
        return seen ? "'" + text.replace("'", "'\\''") + "'" : printed(text);
    }

    /** The name of a file, which no command takes for an option. */
    public static String file(String name) {
        return word(name.startsWith("-") ? "./" + name : name);
    }

    /** By the numbers of its bytes; {@code $'...'} would be shorter, but not every shell has it. */
    private static String printed(String text) {
        var format = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            var letter = b > 0 && Character.isLetterOrDigit(b);
            format.append(letter ? Character.toString(b) : String.format("\\%03o", b & 0xff));
        }
        return "\"$(printf '" + format + "')\"";
    }
}
