package fliki.csv;

import fliki.internal.text.Text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which column is which: the input's columns in their order, then those results that the input has
 * no column for.
 *
 * @param header the names in the output
 * @param headed whether the first record of the input is a header
 * @param width columns of the input
 * @param id the column of the ids, from 0; -1 in an output where it has a name of its own
 * @param results the column of each of {@link Cells#COLUMNS}, {@code file} only when files are
 *     asked for, or of each of {@link #OF_TEXTS}; -1 for one that an output lacks
 */
record Columns(List<String> header, boolean headed, int width, int id, List<Integer> results) {

    /** The results of starting generations. */
    static final List<String> OF_TEXTS = List.of("fileId", "error");

    private static final List<String> ID_NAMES = List.of("fileId", "file_id", "id");

    /**
     * Tells the columns from the first record.
     *
     * <p>Without a header, one column is called {@code fileId}, and several are called {@code
     * column1}, {@code column2} and so on, but for the {@code fileId} among them.
     *
     * @param column the name of the id column, or its number from 1
     */
    static Columns of(String file, Row first, Optional<String> column, boolean files) {
        boolean numbered = column.filter(Columns::isNumber).isPresent();
        boolean headed = column.isPresent() && !numbered || known(first.cells()) >= 0;
        int id = column.map(c -> find(file, first, c)).orElseGet(() -> guess(file, first));
        List<String> header = new ArrayList<>(headed ? first.cells() : names(first.cells(), id));
        List<Integer> results = results(header, Cells.columns(files));
        if (results.contains(id)) {
            throw CsvException.at(
                    file, first.line(), "column " + (id + 1) + " takes results, not ids");
        }
        return new Columns(header, headed, first.cells().size(), id, results);
    }

    /** The columns of a CSV of texts, whose first record is its header. */
    static Columns ofTexts(String file, Row first) {
        var header = new ArrayList<>(first.cells());
        var ids = named(header, "fileId", "file_id");
        if (ids > 1 || named(header, "error") > 1) {
            var which = ids > 1 ? "ids" : "errors";
            throw CsvException.at(file, first.line(), "more than one column for " + which);
        }
        var older = index(header, "file_id");
        var results = results(header, List.of(older < 0 ? "fileId" : header.get(older), "error"));
        return new Columns(header, true, first.cells().size(), results.get(0), results);
    }

    /** How many columns have one of these names, in any case. */
    private static long named(List<String> header, String... names) {
        return header.stream()
                .filter(cell -> List.of(names).stream().anyMatch(cell.strip()::equalsIgnoreCase))
                .count();
    }

    /** Whether the input has all columns of the output. */
    boolean ofOutput() {
        return header.size() == width;
    }

    /** The places of these columns in a header, which gets those that it lacks. */
    private static List<Integer> results(List<String> header, List<String> names) {
        List<Integer> results = new ArrayList<>();
        for (String name : names) {
            if (index(header, name) < 0) {
                header.add(name);
            }
            results.add(index(header, name));
        }
        return results;
    }

    /** The columns of an output that is read again. */
    static Columns ofOutput(String file, Row first) {
        var header = first.cells();
        var results = Cells.COLUMNS.stream().map(name -> index(header, name)).toList();
        if (results.get(Cells.STATUS) < 0) {
            throw CsvException.at(
                    file,
                    first.line(),
                    "no column is called status, of "
                            + names(first)
                            + "; a report is made of what bulk wrote");
        }
        return new Columns(header, true, header.size(), known(header), results);
    }

    static boolean isNumber(String column) {
        return column.matches("[0-9]{1,9}");
    }

    private static int find(String file, Row first, String column) {
        int width = first.cells().size();
        int found = isNumber(column) ? Integer.parseInt(column) - 1 : index(first.cells(), column);
        if (found < 0 || found >= width) {
            throw CsvException.at(
                    file, first.line(), "no column " + column + " among " + names(first));
        }
        return found;
    }

    static String names(Row first) {
        return Text.brief(String.join(", ", first.cells()));
    }

    private static int guess(String file, Row first) {
        int known = known(first.cells());
        if (known < 0 && first.cells().size() > 1) {
            throw CsvException.at(
                    file,
                    first.line(),
                    "no column is called fileId, file_id or id, of "
                            + names(first)
                            + "; set column to the one with the ids");
        }
        return Math.max(0, known);
    }

    private static int known(List<String> names) {
        return ID_NAMES.stream()
                .mapToInt(name -> index(names, name))
                .filter(i -> i >= 0)
                .findFirst()
                .orElse(-1);
    }

    /** The column of exactly this name, else of this name in any case, else -1. */
    static int index(List<String> names, String name) {
        return names.contains(name)
                ? names.indexOf(name)
                : IntStream.range(0, names.size())
                        .filter(i -> names.get(i).strip().equalsIgnoreCase(name.strip()))
                        .findFirst()
                        .orElse(-1);
    }

    private static List<String> names(List<String> cells, int id) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> i == id ? "fileId" : "column" + (i + 1))
                .toList();
    }

    /** A row of the input as one of the output; short rows are padded. */
    Row laidOut(String file, Row row) {
        var extra = row.cells().subList(Math.min(width, row.cells().size()), row.cells().size());
        if (!extra.stream().allMatch(String::isEmpty)) {
            throw CsvException.at(
                    file,
                    row.line(),
                    row.cells().size() + " cells, where the first row has " + width);
        }
        var cells = new ArrayList<>(row.cells().subList(0, row.cells().size() - extra.size()));
        cells.addAll(Collections.nCopies(header.size() - cells.size(), ""));
        return new Row(cells, row.line());
    }

    /** The row with new results. */
    Row with(Row row, List<String> texts) {
        var cells = new ArrayList<>(row.cells());
        for (int i = 0; i < results.size(); i++) {
            cells.set(results.get(i), texts.get(i));
        }
        return new Row(cells, row.line());
    }

    /** The id of a row, without white space around it. */
    String id(Row row) {
        return Cells.unquotedId(row.cell(id).strip());
    }

    /** The text in the column of {@link Cells#COLUMNS} at this place; empty without the column. */
    String result(Row row, int place) {
        int column = place < results.size() ? results.get(place) : -1;
        return column < 0 ? "" : row.cell(column);
    }

    /** Whether two rows are alike but for their results. */
    boolean alike(Row one, Row other) {
        return one.cells().size() == other.cells().size()
                && IntStream.range(0, one.cells().size())
                        .filter(i -> !results.contains(i))
                        .allMatch(i -> one.cell(i).equals(other.cell(i)));
    }
}
