package fliki.csv;

import fliki.State;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Which rows of an input are asked about. */
final class Selection {

    /** How many different ids can be waited for together: all of them are in memory. */
    private static final int TOGETHER = 10_000;

    private final Csv csv;
    private final boolean files;
    private final Input in;
    private final Set<String> together = new HashSet<>();

    Selection(Csv csv, boolean files, Input in) {
        this.csv = csv;
        this.files = files;
        this.in = in;
    }

    /**
     * Takes a row in; gives whether to ask about it. Throws where too many are to be waited for.
     */
    boolean take(Row row) {
        var id = in.columns().id(row);
        if (id.isEmpty() || csv.isPending() && ended(row)) {
            return false;
        }
        if (csv.isWaiting() && together.add(id) && together.size() > TOGETHER) {
            throw CsvException.at(
                    in.name(),
                    row.line(),
                    "more than " + TOGETHER + " different ids to wait for; split the file");
        }
        return true;
    }

    private boolean ended(Row row) {
        State state = State.of(in.columns().result(row, Cells.STATUS).strip());
        return state.finished() && (!files || state != State.SUCCESS || downloaded(row));
    }

    private boolean downloaded(Row row) {
        String file = Cells.unquoted(in.columns().result(row, Cells.FILE));
        try {
            return !file.isEmpty() && Files.isRegularFile(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
