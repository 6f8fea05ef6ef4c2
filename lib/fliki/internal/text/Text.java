package fliki.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Text, lengths of time and numbers as people read them. */
public final class Text {

    /** A server could move the cursor of a terminal, or break a line, with them. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
    private static final Pattern EDGES =
            Pattern.compile("^[\\s\\p{Z}\\p{Cc}\\p{Cf}]+|[\\s\\p{Z}\\p{Cc}\\p{Cf}]+$");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int BRIEF = 200;

    private Text() {}

    /** The text without characters that cannot be seen; blanks stay as they are. */
    public static String visible(String text) {
        return CONTROLS.matcher(text).replaceAll("");
    }

    /** The text on one line: each stretch of white space and control characters is one blank. */
    public static String line(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }

    /**
     * The text without blanks of any kind around it: also no-break and zero-width ones, and byte
     * order marks.
     */
    public static String bare(String text) {
        var plain =
                text.isEmpty() || letter(text.charAt(0)) && letter(text.charAt(text.length() - 1));
        return plain ? text : EDGES.matcher(text).replaceAll("");
    }

    private static boolean letter(char c) {
        return c > ' ' && c < '\u007f';
    }

    /**
     * The id in a cell or an argument: without blanks around it, and without the quotes of {@code
     * "a1"} and {@code ="a1"}, by which people keep spreadsheets from changing it.
     */
    public static String id(String text) {
        var bare = bare(text);
        var quoted = bare.startsWith("=\"") ? bare.substring(1) : bare;
        return quoted.length() > 2 && quoted.startsWith("\"") && quoted.endsWith("\"")
                ? bare(quoted.substring(1, quoted.length() - 1))
                : bare;
    }

    /** Whether a text is a piece of JSON or CSV: no id holds these characters. */
    public static boolean isNoId(String text) {
        return text.chars().anyMatch(c -> "\"',{}[]".indexOf(c) >= 0);
    }

    /** The text on one line, cut to a length that a message can hold. */
    public static String brief(String text) {
        return cut(line(text), BRIEF);
    }

    /** The first so many characters; an ellipsis stands for the rest. */
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        var split = Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, split ? length - 1 : length) + "\u2026";
    }

    /** The text as one part of an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** A number as short as it can be written. */
    public static Number number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? (Number) (long) number
                : (Number) number;
    }

    /** A length of time in its two largest units, such as {@code 1 h 30 min}. */
    public static String span(Duration span) {
        var seconds = Math.max(1, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min" + rest(seconds % 60, " s")
                : seconds / 3600 + " h" + rest(seconds / 60 % 60, " min");
    }

    /** A length of time in all its units, such as {@code 1 h 30 min} or {@code 500 ms}. */
    public static String exact(Duration time) {
        if (time.isNegative() || time.toNanosPart() % 1_000_000 > 0) {
            return time.toString();
        }
        var words =
                rest(time.toHours(), " h")
                        + rest(time.toMinutesPart(), " min")
                        + rest(time.toSecondsPart(), " s")
                        + rest(time.toMillisPart(), " ms");
        return words.isEmpty() ? "0 s" : words.strip();
    }

    private static String rest(long count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }

    /** A time in the reader's own zone, to the second. */
    public static String clock(Instant time) {
        return CLOCK.format(time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }
}
