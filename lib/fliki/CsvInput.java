package fliki;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The rows of an input, each laid out as a row of the output. */
final class CsvInput implements Iterator<CsvRow>, Closeable {

    private final CsvSource source;
    private final InputStream bytes;
    private final CsvRows rows;
    private final CsvColumns columns;
    private Optional<CsvRow> first;

    private CsvInput(
            CsvSource source,
            InputStream bytes,
            CsvRows rows,
            CsvColumns columns,
            Optional<CsvRow> first) {
        this.source = source;
        this.bytes = bytes;
        this.rows = rows;
        this.columns = columns;
        this.first = first;
    }

    /**
     * Reads the head of the source.
     *
     * @param column see {@link CsvColumns#of}
     * @param files whether there is to be a column for files
     */
    static CsvInput open(CsvSource source, Optional<String> column, boolean files) {
        InputStream bytes = source.open();
        try {
            CsvRows rows = CsvRows.open(source.name(), bytes);
            Optional<CsvRow> first = rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
            CsvRow head = first.orElseGet(() -> new CsvRow(List.of(""), 1));
            CsvColumns columns = CsvColumns.of(source.name(), head, column, files);
            return new CsvInput(
                    source, bytes, rows, columns, first.filter(row -> !columns.headed()));
        } catch (RuntimeException e) {
            close(source, bytes);
            throw e;
        }
    }

    String name() {
        return source.name();
    }

    CsvFormat format() {
        return rows.format();
    }

    /** The bytes that an output of these rows begins with. */
    byte[] header() {
        return format().header(columns.header());
    }

    CsvColumns columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        return first.isPresent() || rows.hasNext();
    }

    @Override
    public CsvRow next() {
        CsvRow row = first.orElseGet(rows::next);
        first = Optional.empty();
        return columns.laidOut(source.name(), row);
    }

    @Override
    public void close() {
        close(source, bytes);
    }

    /**
     * A stream is the caller's to close. The bytes and not their reader are closed: another thread
     * may be reading, and would hold the reader.
     */
    private static void close(CsvSource source, InputStream bytes) {
        if (source.file().isEmpty()) {
            return;
        }
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(source.name() + ": cannot be closed", e);
        }
    }
}
