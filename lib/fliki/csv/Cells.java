package fliki.csv;

import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;
import fliki.internal.text.Text;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is written into the row of one id, and read from it again. */
final class Cells {

    /** The columns of the results, in this order. */
    static final List<String> COLUMNS = List.of("status", "progress", "download", "error", "file");

    static final int STATUS = 0;
    static final int ERROR = 3;
    static final int FILE = 4;

    /** The cells of a row whose id is empty. */
    static final List<String> WITHOUT_ID = List.of("", "", "", "bad-request: the id is empty", "");

    private static final Set<Kind> FINAL =
            EnumSet.of(
                    Kind.NOT_FOUND,
                    Kind.BAD_REQUEST,
                    Kind.FORBIDDEN,
                    Kind.GENERATION_FAILED,
                    Kind.UNCERTAIN);

    private Cells() {}

    /** The columns that a run writes. */
    static List<String> columns(boolean files) {
        return COLUMNS.subList(0, files ? FILE + 1 : FILE);
    }

    /** The text for each column; empty where there is none. */
    static List<String> of(Outcome outcome) {
        Optional<Status> status =
                outcome.status().or(() -> outcome.failure().flatMap(FlikiException::lastStatus));
        return List.of(
                status.map(s -> safe(s.status())).orElse(""),
                status.map(Cells::progress).orElse(""),
                status.flatMap(Status::download).map(Cells::safe).orElse(""),
                error(outcome).map(Cells::safe).orElse(""),
                outcome.file().map(Path::toString).map(Cells::safe).orElse(""));
    }

    private static String progress(Status status) {
        var percent = status.progress();
        return percent.isEmpty() ? "" : Text.number(percent.getAsDouble()).toString();
    }

    /** A row whose time was up has no error if it has a last status. */
    private static Optional<String> error(Outcome outcome) {
        var failure = outcome.failure();
        if (failure.isEmpty()) {
            return outcome.status()
                    .flatMap(Status::message)
                    .filter(words -> outcome.failed())
                    .map(words -> Kind.GENERATION_FAILED.word() + ": " + words);
        }
        return failure.filter(e -> e.kind() != Kind.NOT_FINISHED || e.lastStatus().isEmpty())
                .map(Cells::error);
    }

    /** Whether an error cell says that the time was up. */
    static boolean timeUp(String error) {
        return error.startsWith(Kind.NOT_FINISHED.word());
    }

    /** Whether an error cell is about the generation and not about asking for it. */
    static boolean badEnd(String error) {
        return error.startsWith(Kind.GENERATION_FAILED.word());
    }

    /** Whether what an error cell tells may be otherwise the next time. */
    static boolean passing(String error) {
        return FINAL.stream().noneMatch(kind -> error.startsWith(kind.word()));
    }

    /** Whether an error cell says that its generation may have started. */
    static boolean uncertain(String error) {
        return unquoted(error).toLowerCase(Locale.ROOT).startsWith(Kind.UNCERTAIN.word());
    }

    /** The text for an error cell. */
    static String error(FlikiException e) {
        return safe(e.kind().word() + ": " + e.reason());
    }

    /** An id that a server gave; a dash in front alone makes no formula of it. */
    static String id(String id) {
        return id.matches("-?[\\w.-]*") ? id : safe(id);
    }

    /** The id that such a cell was made from. */
    static String unquotedId(String cell) {
        return cell.startsWith("'") && isFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    /** The text on one line, which no spreadsheet runs as a formula. */
    static String safe(String text) {
        String line = Text.line(text);
        return isFormula(line) ? "'" + line : line;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0;
    }

    /** The text that a cell was made from. */
    static String unquoted(String cell) {
        return cell.startsWith("'") ? cell.substring(1) : cell;
    }
}
