package fliki.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.function.Consumer;

/**
 * An output that shows, after any crash, which row was at work: it is on disk before its request,
 * without its line break, and whole before the next one's. A stream gets as much of it as is not
 * going to change.
 */
final class Journal implements Closeable {

    private static final long NONE = -1;

    private final String name;
    private final Output out;

    /** The first column of the results. */
    private final int results;

    /** Where the row starts that is begun and not ended, in the file. */
    private long begun = NONE;

    private Journal(String name, Output out, int results) {
        this.name = name;
        this.out = out;
        this.results = results;
    }

    /**
     * Opens the output; one that is resumed may have a row that a run began and did not end.
     *
     * @param finished takes each whole row that is there
     */
    static Journal open(Target target, Input in, Consumer<Row> finished) {
        var out = Output.openTorn(target, in, finished);
        var journal = new Journal(target.name(), out, Collections.min(in.columns().results()));
        journal.change(file -> journal.begun = file.overwrites() ? file.position() : NONE);
        return journal;
    }

    /**
     * Moves the input past the rows that a resumed run would not start, and changes nothing.
     *
     * @param finished takes each whole row that is there
     */
    static void pass(Target target, Input in, Consumer<Row> finished) {
        var path = target.file().orElseThrow();
        try (var file = OutputFile.open(target.name(), path, target.existing())) {
            var kept = new Resume(target.name(), file, in).keep(finished);
            file.write(kept);
            if (kept > 0 && file.overwrites() && in.hasNext()) {
                in.next();
            }
        } catch (IOException e) {
            throw Output.unwritable(target.name(), e);
        }
    }

    /** Whether a row is begun. */
    boolean begun() {
        return begun != NONE;
    }

    /** Writes a row that takes no request. */
    void copy(Row row) {
        out.write(row);
    }

    /**
     * A request for this row is about to be sent.
     *
     * @param row without results
     */
    void begin(Row row) {
        try {
            if (out.file().isPresent()) {
                change(file -> begun = file.position());
                out.begin(row);
                change(OutputFile::force);
            } else if (!begun() && start(row).cells().size() > 1) {
                begun = 0;
                out.begin(start(row));
            }
        } catch (UncheckedIOException e) {
            retract(); // there is room for that on a disk that is full
            throw e;
        }
    }

    /** The cells before the first result, and the delimiter: all that a stream can have of it. */
    private Row start(Row row) {
        var cells = new ArrayList<>(row.cells().subList(0, results));
        cells.add("");
        return new Row(cells, row.line());
    }

    /**
     * The row that is begun was not started: now it is as if it had not been begun. Down a stream
     * it stays, until it is begun again.
     */
    void retract() {
        if (out.file().isPresent()) {
            change(file -> file.cut(begun));
            change(OutputFile::force);
            begun = NONE;
        }
    }

    /** Writes a row, over what there is of it where it is begun. */
    void end(Row row) {
        if (begun() && out.file().isEmpty()) {
            out.end(start(row), row);
        } else {
            change(file -> file.write(begun() ? begun : file.position()));
            out.write(row);
            change(file -> file.cut(file.position()));
            change(OutputFile::force);
        }
        begun = NONE;
    }

    /** A change of the file, if it is one. */
    private interface Change {
        void of(OutputFile file) throws IOException;
    }

    private void change(Change change) {
        try {
            if (out.file().isPresent()) {
                change.of(out.file().get());
            }
        } catch (IOException e) {
            throw Output.unwritable(name, e);
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
