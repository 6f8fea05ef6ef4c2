package fliki;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is written into the row of one id. A download that failed is a failed outcome that knows the
 * status it was tried with.
 *
 * @param file the downloaded file
 */
record Answer(Outcome outcome, Optional<Path> file) {

    /** The names of {@link #cells()}. */
    static final List<String> COLUMNS = List.of("status", "progress", "download", "error", "file");

    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]+");

    static final int STATUS = 0;
    static final int ERROR = 3;
    static final int FILE = 4;

    static Answer of(Outcome outcome) {
        return new Answer(outcome, Optional.empty());
    }

    /** The cells of a row whose id is empty. */
    static List<String> withoutId() {
        return List.of("", "", "", "bad-request: the id is empty", "");
    }

    /** The text of each column; empty where there is none. */
    List<String> cells() {
        Optional<Status> status =
                outcome.status().or(() -> outcome.failure().flatMap(FlikiException::lastStatus));
        return List.of(
                status.map(s -> safe(s.status())).orElse(""),
                status.map(Answer::progress).orElse(""),
                status.flatMap(Status::download).map(Answer::safe).orElse(""),
                outcome.failure().map(Answer::error).orElse(""),
                file.map(f -> safe(f.toString())).orElse(""));
    }

    /** The names of the columns that a run writes. */
    static List<String> columns(boolean files) {
        return COLUMNS.subList(0, files ? FILE + 1 : FILE);
    }

    private static String progress(Status status) {
        var percent = status.progress();
        return percent.isEmpty() ? "" : Answers.number(percent.getAsDouble()).toString();
    }

    private static String error(FlikiException failure) {
        return safe(failure.kind().word() + ": " + failure.getMessage());
    }

    /** The text on one line, without control characters. */
    static String line(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }

    /** The text on one line, which no spreadsheet runs as a formula. */
    private static String safe(String text) {
        String line = line(text);
        return !line.isEmpty() && "=+-@".indexOf(line.charAt(0)) >= 0 ? "'" + line : line;
    }

    /** The text that a cell was made from. */
    static String unquoted(String cell) {
        return cell.startsWith("'") ? cell.substring(1) : cell;
    }
}
