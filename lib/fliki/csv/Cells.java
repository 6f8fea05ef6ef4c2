package fliki.csv;

import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;
import fliki.internal.text.Text;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is written into the cells of the results, and read from them again. */
final class Cells {

    /** The results of a row whose id is empty. */
    static final Map<String, String> WITHOUT_ID = Map.of("error", "bad-request: the id is empty");

    /** The results of a row whose id is a piece of JSON, say. */
    static final Map<String, String> NO_ID =
            Map.of("error", "bad-request: no id; take ids out of JSON, such as by jq -r '.[]'");

    private static final Set<Kind> FINAL =
            EnumSet.of(
                    Kind.NOT_FOUND,
                    Kind.BAD_REQUEST,
                    Kind.FORBIDDEN,
                    Kind.GENERATION_FAILED,
                    Kind.UNCERTAIN);

    private Cells() {}

    /** The text for each result, by its name. */
    static Map<String, String> of(Outcome outcome) {
        Optional<Status> status =
                outcome.status().or(() -> outcome.failure().flatMap(FlikiException::lastStatus));
        return Map.of(
                "status", status.map(s -> safe(s.status())).orElse(""),
                "progress", status.map(Cells::progress).orElse(""),
                "download", status.flatMap(Status::download).map(Cells::safe).orElse(""),
                "error", error(outcome).map(Cells::safe).orElse(""),
                "file", outcome.file().map(Path::toString).map(Cells::safe).orElse(""));
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

    /** Whether bulk or generate may have written this into an error cell. */
    static boolean isError(String error) {
        var text = unquoted(error);
        return Stream.of(Kind.values()).anyMatch(kind -> text.startsWith(kind.word()));
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
