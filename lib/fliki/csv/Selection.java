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
        if (id.isEmpty() || isComplete(row)) {
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

    /**
     * Whether a row needs no answer. Where a file is all that it lacks, it is complete as soon as
     * that is there: so a run that is resumed writes what an undisturbed one writes.
     */
    boolean isComplete(Row row) {
        if (!csv.isPending()) {
            return false;
        }
        State state = State.of(in.columns().result(row, Cells.STATUS).strip());
        return state.finished() && (!files || state != State.SUCCESS || downloaded(row));
    }

    private boolean downloaded(Row row) {
        String file = Cells.unquoted(in.columns().result(row, Cells.FILE));
        try {
            return !file.isEmpty()
                    && in.columns().result(row, Cells.ERROR).isBlank()
                    && Files.isRegularFile(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
