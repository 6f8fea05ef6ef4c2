package fliki.csv;

import java.io.Closeable;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rows of an input, each laid out as a row of the output. */
final class Input implements Iterator<Row>, Closeable {

    private final Source source;
    private final InputStream bytes;
    private final Rows rows;
    private final Columns columns;
    private Optional<Row> first;

    private Input(
            Source source, InputStream bytes, Rows rows, Columns columns, Optional<Row> first) {
        this.source = source;
        this.bytes = bytes;
        this.rows = rows;
        this.columns = columns;
        this.first = first;
    }

    /**
     * Reads the head of the source.
     *
     * @param layout tells the columns from the first record
     */
    static Input open(Source source, Function<Row, Columns> layout) {
        InputStream bytes = source.open();
        try {
            Rows rows = Rows.open(source.name(), bytes);
            Optional<Row> first = rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
            Row head = first.orElseGet(() -> new Row(List.of(""), 1));
            Columns columns = layout.apply(head);
            return new Input(source, bytes, rows, columns, first.filter(row -> !columns.headed()));
        } catch (RuntimeException e) {
            source.close(bytes);
            throw e;
        }
    }

    String name() {
        return source.name();
    }

    Format format() {
        return rows.format();
    }

    /** The bytes that an output of these rows begins with. */
    byte[] header() {
        return format().header(columns.header());
    }

    Columns columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        return first.isPresent() || rows.hasNext();
    }

    @Override
    public Row next() {
        Row row = first.orElseGet(rows::next);
        first = Optional.empty();
        return columns.laidOut(source.name(), row);
    }

    /** Whether the last line has an end. */
    boolean endsWhole() {
        return source.endsWhole();
    }

    @Override
    public void close() {
        source.close(bytes);
    }
}
