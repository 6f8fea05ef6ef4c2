package fliki.cli;

import fliki.FlikiException;
import fliki.Outcome;
import fliki.Status;
import fliki.internal.text.Text;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** What came of some ids, a row for each. */
final class Table {

    private final Output output;
    private final int columns;
    private final int widest;
    private boolean begun;

    /**
     * A table of these ids.
     *
     * @param columns the width of the terminal; a link that does not fit beside the rest gets a
     *     line of its own, for nobody can open half of it
     */
    Table(Output output, Collection<String> ids, int columns) {
        this.output = output;
        this.columns = columns;
        var widths = ids.stream().mapToInt(id -> Text.visible(id).length());
        widest = widths.reduce("FILE_ID".length(), Math::max);
    }

    /**
     * Adds a row: with the file in place of the link, or else with why there is neither. The head
     * comes with the first one, as a bar may be where it is to stand.
     */
    void row(Outcome outcome) {
        if (!begun) {
            begun = true;
            row("FILE_ID", "STATUS", "PROGRESS", "DOWNLOAD");
        }
        var status =
                outcome.status().or(() -> outcome.failure().flatMap(FlikiException::lastStatus));
        var link = outcome.file().map(Path::toString).or(() -> link(outcome));
        row(
                Text.visible(outcome.fileId()),
                Text.visible(status.map(Status::status).orElseGet(outcome::word)),
                status.flatMap(Status::percent).orElse("-"),
                Text.visible(link.or(() -> why(outcome)).orElse("-")));
    }

    private static Optional<String> link(Outcome outcome) {
        return outcome.status().flatMap(Status::download);
    }

    private static Optional<String> why(Outcome outcome) {
        return outcome.failure()
                .map(FlikiException::reason)
                .or(() -> outcome.status().filter(s -> outcome.failed()).flatMap(Status::message));
    }

    private void row(String id, String status, String progress, String download) {
        var row = String.format("%-" + widest + "s  %-10s  %-8s  ", id, status, progress);
        if (row.length() + download.length() > columns) {
            output.data(row.stripTrailing());
            output.data("  " + download);
        } else {
            output.data(row + download);
        }
    }
}
