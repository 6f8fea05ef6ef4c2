package fliki.csv;

import fliki.csv.Input.Source;
import fliki.csv.Rows.Row;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The rows of an output of {@code bulk}, read again: what the report is made of. */
public final class Results implements Iterator<Results.Result>, Closeable {

    private final Input in;
    private final Columns columns;

    private Results(Input in) {
        this.in = in;
        columns = in.columns();
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
        return new Results(
                Input.open(source, Optional.empty(), head -> columns(source.name(), head)));
    }

    private static Columns columns(String name, Row head) {
        if (head.cells().equals(List.of(""))) {
            throw CsvException.of(name, "is empty; a report is made of what bulk wrote");
        }
        return Columns.ofOutput(name, head);
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
        return columns.results().get("status");
    }

    /** The column of the files, from 0; -1 without one. */
    public int file() {
        return columns.results().getOrDefault("file", -1);
    }

    @Override
    public boolean hasNext() {
        return in.hasNext();
    }

    @Override
    public Result next() {
        var row = in.next();
        return new Result(row.cells(), word(row, "status"), word(row, "error"), word(row, "file"));
    }

    private String word(Row row, String name) {
        return Cells.unquoted(columns.result(row, name).strip());
    }

    @Override
    public void close() {
        in.close();
    }
}
