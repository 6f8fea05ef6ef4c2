package fliki.csv;

import java.io.Closeable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** The rows of an output of {@code bulk}, read again: what the report is made of. */
public final class Results implements Iterator<Results.Result>, Closeable {

    private final Source source;
    private final InputStream bytes;
    private final Rows rows;
    private final Columns columns;

    private Results(Source source, InputStream bytes, Rows rows) {
        this.source = source;
        this.bytes = bytes;
        this.rows = rows;
        if (!rows.hasNext()) {
            throw CsvException.of(source.name(), "is empty; a report is made of what bulk wrote");
        }
        columns = Columns.ofOutput(source.name(), rows.next());
    }

    /**
     * One row; a text is empty where the row has none.
     *
     * @param cells all cells, as many as there are columns
     * @param status the word of the API
     * @param error the kind of the failure and the reason: {@code not-found: unknown id (404)}
     * @param file the path of the file that was fetched
     */
    public record Result(List<String> cells, String status, String error, String file) {

        /** Whether the error only says that the time was up: the generation may go on. */
        public boolean timeUp() {
            return Cells.timeUp(error);
        }
    }

    /**
     * Reads the header of a file.
     *
     * @throws CsvException where it cannot be read, or has no column {@code status}
     */
    public static Results open(Path csv) {
        var source = Source.of(csv);
        var bytes = source.open();
        try {
            return new Results(source, bytes, Rows.open(source.name(), bytes));
        } catch (RuntimeException e) {
            source.close(bytes);
            throw e;
        }
    }

    /** The names of the columns. */
    public List<String> header() {
        return columns.header();
    }

    /** The column of the ids, from 0; -1 where it has another name than {@code fileId}. */
    public int id() {
        return columns.id();
    }

    /** The column of the words of the API, from 0. */
    public int status() {
        return columns.results().get(Cells.STATUS);
    }

    /** The column of the files, from 0; -1 without one. */
    public int file() {
        return columns.results().get(Cells.FILE);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Result next() {
        var row = columns.laidOut(source.name(), rows.next());
        return new Result(
                row.cells(),
                word(row, Cells.STATUS),
                word(row, Cells.ERROR),
                word(row, Cells.FILE));
    }

    private String word(Row row, int place) {
        return Cells.unquoted(columns.result(row, place).strip());
    }

    @Override
    public void close() {
        source.close(bytes);
    }
}
