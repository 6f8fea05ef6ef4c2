package fliki.csv;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An output that shows, after any crash, which row was at work. That row is begun before its
 * request goes out: on disk, as one that may have started, without its line break. It is committed
 * before the next one is begun. A stream gets the cells before the first result when a row is
 * begun, and the rest of it when it is committed.
 */
final class Journal implements Closeable {

    private final String name;
    private final Input in;
    private final Output out;

    /** The bytes of the row that is begun; of an earlier run, as many as there are. */
    private byte[] begun = {};

    /** Where they start, in a file. */
    private long start;

    private Journal(String name, Input in, Output out) {
        this.name = name;
        this.in = in;
        this.out = out;
    }

    /**
     * Opens the output; one that is resumed may hold a row that a run has begun and not committed.
     *
     * @param committed takes each whole row that is there
     */
    static Journal open(Target target, Input in, Consumer<Row> committed) {
        var out = Output.openTorn(target, in, committed);
        var journal = new Journal(target.name(), in, out);
        try {
            journal.checkStream();
            journal.change(journal::readBegun);
            return journal;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** Where a result comes first, there is nothing of a row that a stream could get early. */
    private void checkStream() {
        if (out.file().isEmpty() && in.columns().results().contains(0)) {
            throw CsvException.of(
                    name,
                    "a result is its first column, so it cannot tell which row was at work;"
                            + " name an output file");
        }
    }

    private void readBegun(OutputFile file) throws IOException {
        file.forceName();
        start = file.position();
        begun = file.rest();
        file.seek(start + begun.length);
    }

    /**
     * Moves the input past the rows that a resumed run would not start, and changes nothing.
     *
     * @param committed takes each whole row that is there
     */
    static void skip(Target target, Input in, Consumer<Row> committed) {
        var path = target.file().orElseThrow();
        try (var file = OutputFile.open(target.name(), path, target.existing())) {
            var kept = Resume.ofTexts(target.name(), file, in).keep(committed);
            file.seek(kept);
            if (kept > 0 && file.rest().length > 0 && in.hasNext()) {
                in.next();
            }
        } catch (IOException e) {
            throw Output.unwritable(target.name(), e);
        }
    }

    /** Whether a row is begun. */
    boolean isBegun() {
        return begun.length > 0;
    }

    /** Whether the row that is begun can be this one, by all that is there before the results. */
    boolean isBegun(Row row) {
        var known = encodedStart(row);
        var length = Math.min(known.length, begun.length);
        return Arrays.equals(known, 0, length, begun, 0, length);
    }

    /** The row that is begun, as far as its text is one. */
    Optional<Row> begunRow() {
        try {
            var rows = Rows.open(name, new ByteArrayInputStream(begun), in.format());
            return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
        } catch (CsvException e) {
            return Optional.empty();
        }
    }

    /** Writes a row that takes no request. */
    void append(Row row) {
        out.write(row);
    }

    /**
     * Begins a row: its request is about to go out.
     *
     * @param row as one that may have started
     */
    void begin(Row row) {
        change(this::checkCurrent);
        try {
            change(file -> start = file.position());
            if (!isBegun()) {
                begun = out.file().isPresent() ? in.format().begun(row.cells()) : encodedStart(row);
                out.send(begun);
            }
            change(OutputFile::force);
        } catch (UncheckedIOException e) {
            rollback(); // there is room for that on a disk that is full
            throw e;
        }
    }

    /** The cells before the first result, and the delimiter behind them; nothing without any. */
    private byte[] encodedStart(Row row) {
        var results = Collections.min(in.columns().results());
        var cells = new ArrayList<>(row.cells().subList(0, results));
        cells.add("");
        return results == 0 ? new byte[0] : in.format().begun(cells);
    }

    /**
     * The row that is begun was not started: now it is as if it had not been begun. A stream takes
     * nothing back: there it stays, until it is begun again.
     */
    void rollback() {
        change(file -> file.cut(start));
        change(OutputFile::force);
        if (out.file().isPresent()) {
            begun = new byte[0];
        }
    }

    /** Writes a row: what it has more than the one that is begun, or all of it. */
    void commit(Row row) {
        var text = in.format().encoded(row.cells());
        var same = Arrays.mismatch(text, begun);
        var known = same < 0 ? begun.length : same;
        if (isBegun()) {
            change(this::checkCurrent);
        }
        // Cut before it is written: it is without an end all the while.
        change(file -> file.cut(isBegun() ? start + known : file.position()));
        out.send(Arrays.copyOfRange(text, known, text.length));
        change(OutputFile::force);
        begun = new byte[0];
    }

    /** Others may save another file under the name, or change this one; locks do not keep them. */
    private void checkCurrent(OutputFile file) throws IOException {
        if (!file.isCurrent()) {
            throw new IOException("another program has replaced or changed it");
        }
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
