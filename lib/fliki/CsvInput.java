package fliki;

import java.io.Closeable;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The rows of an input, each laid out as a row of the output. */
final class CsvInput implements Iterator<CsvRow>, Closeable {

    private final CsvSource source;
    private final CsvRows rows;
    private final CsvColumns columns;
    private Optional<CsvRow> first;

    private CsvInput(CsvSource source, CsvRows rows, CsvColumns columns, Optional<CsvRow> first) {
        this.source = source;
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
        CsvRows rows = CsvRows.open(source.name(), source.open());
        try {
            Optional<CsvRow> first = rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
            CsvRow head = first.orElseGet(() -> new CsvRow(List.of(""), 1));
            CsvColumns columns = CsvColumns.of(source.name(), head, column, files);
            return new CsvInput(source, rows, columns, first.filter(row -> !columns.headed()));
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    /** How many rows there are; throws where one is malformed, or there are too many ids. */
    static long count(CsvSource source, Optional<String> column, CsvRun.Plan plan) {
        try (CsvInput input = open(source, column, plan.files())) {
            var ids = new HashSet<String>();
            long count = 0;
            for (; input.hasNext(); count++) {
                CsvRow row = input.next();
                if (plan.most() < Long.MAX_VALUE && ids.add(input.columns().id(row))) {
                    input.check(ids.size() <= plan.most(), plan.most());
                }
            }
            return count;
        }
    }

    private void check(boolean fewEnough, long most) {
        if (!fewEnough) {
            throw CsvException.of(
                    name(), "more than " + most + " different ids to wait for: split the file");
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
        if (source.file().isPresent()) {
            rows.close();
        }
    }
}
