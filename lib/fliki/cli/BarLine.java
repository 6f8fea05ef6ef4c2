package fliki.cli;

import static java.util.stream.Collectors.joining;

import fliki.internal.text.Text;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a bar says.
 *
 * @param done how much is done, from 0 to 1
 * @param elapsed how long it took so far
 * @param ended how many have ended, such as {@code 1/3}; empty for a single id
 * @param words the states, or the bytes of a download
 */
record BarLine(double done, Duration elapsed, String ended, String words) {

    /** Columns for the bar; where the words leave fewer, they stand alone. */
    private static final int LEAST = 10;

    /** A blank, then blocks of one eighth to seven eighths of a column. */
    private static final String EIGHTHS = " \u258f\u258e\u258d\u258c\u258b\u258a\u2589";

    /** The line, in at most this many columns. */
    String in(int columns) {
        var percent = (int) (100 * done) + "%";
        var count = ended.isEmpty() ? "" : ended + " ";
        var head = String.format("%5s |", percent);
        var tail = "| " + count + "(" + clock(elapsed) + " / " + left() + ")  " + words;
        var room = columns - head.length() - tail.length();
        return room < LEAST
                ? cut(Stream.of(percent, ended, left(), words), columns)
                : head + blocks(room) + tail;
    }

    /** As long as it took so far, in proportion; half-done generations of many count, too. */
    private String left() {
        var millis = (long) (elapsed.toMillis() * (1 / done - 1));
        return (done > 0 ? clock(Duration.ofMillis(millis)) : "?") + " left";
    }

    private static String clock(Duration time) {
        var minutes = time.toMinutesPart();
        return String.format("%d:%02d:%02d", time.toHours(), minutes, time.toSecondsPart());
    }

    private String blocks(int room) {
        var eighths = (int) (8 * room * done);
        var full = "\u2588".repeat(eighths / 8);
        return (full + EIGHTHS.charAt(eighths % 8) + " ".repeat(room)).substring(0, room);
    }

    /** These words, as many as fit. */
    static String cut(Stream<String> words, int columns) {
        var line = words.filter(word -> !word.isEmpty()).collect(joining(", "));
        return line.length() <= columns ? line : Text.cut(line, Math.max(1, columns - 1));
    }
}
