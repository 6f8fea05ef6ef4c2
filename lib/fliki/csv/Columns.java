package fliki.csv;

import fliki.csv.Rows.Row;
import fliki.internal.text.Text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which column is which: the input's columns in their order, then those results that the input has
 * no column for.
 *
 * @param header the names in the output
 * @param headed whether the first row of the input is a header
 * @param width columns of the input
 * @param id the column of the ids, from 0; -1 in an output where it has a name of its own
 * @param results the column of each result that a run writes, by its name
 */
record Columns(
        List<String> header, boolean headed, int width, int id, Map<String, Integer> results) {

    static final String FILE_ID = "fileId";

    /** The results of look-ups, in this order; {@code file} only when files are asked for. */
    static final List<String> RESULTS = List.of("status", "progress", "download", "error", "file");

    private static final List<String> ID_NAMES = List.of(FILE_ID, "file_id", "id");

    /** What can be the key of a scene and of a layer: nobody means {@code No. of seats}. */
    private static final Pattern TEXT =
            Pattern.compile(
                    "([\\p{L}\\p{N}_][^\\s\\p{Z}.,;|]*)\\.([\\p{L}\\p{N}_][^\\s\\p{Z},;|]*)(?<!\\.)");

    /**
     * Tells the columns of ids to look up from the first row.
     *
     * <p>Without a header, one column is called {@code fileId}, and several are called {@code
     * column1}, {@code column2} and so on, but for the {@code fileId} among them.
     *
     * @param column the name of the id column, or its number from 1
     */
    static Columns of(String file, Row first, Optional<String> column, boolean files) {
        checkParted(file, first);
        boolean numbered = column.filter(Columns::isNumber).isPresent();
        boolean headed = column.isPresent() && !numbered || idColumn(first.cells()) >= 0;
        int id = column.map(c -> find(file, first, c)).orElseGet(() -> guess(file, first));
        List<String> header = new ArrayList<>(headed ? first.cells() : names(first.cells(), id));
        checkTwice(file, first, header, header.get(id));
        var results = results(header, RESULTS.subList(0, files ? 5 : 4), List.of());
        if (results.containsValue(id)) {
            throw CsvException.at(
                    file, first.number(), "column " + (id + 1) + " takes results, not ids");
        }
        return new Columns(header, headed, first.cells().size(), id, results);
    }

    /** The columns of a CSV of texts, whose first row is its header. */
    static Columns ofTexts(String file, Row first) {
        checkParted(file, first);
        var header = new ArrayList<>(first.cells());
        var ids = named(header, List.of(FILE_ID, "file_id"));
        if (ids.size() > 1 || named(header, List.of("error")).size() > 1) {
            var which = ids.size() > 1 ? "ids" : "errors";
            throw CsvException.at(file, first.number(), "more than one column for " + which);
        }
        var idName = ids.isEmpty() ? FILE_ID : header.get(ids.get(0));
        // Columns of one's own that are called status or file are none of bulk's.
        var former = RESULTS.subList(0, 3).stream().allMatch(name -> index(header, name) >= 0);
        var results = results(header, List.of(idName, "error"), former ? RESULTS : List.of());
        return new Columns(header, true, first.cells().size(), results.get(idName), results);
    }

    /** The columns of an output of look-ups that is read again. */
    static Columns ofOutput(String file, Row first) {
        var header = new ArrayList<>(first.cells());
        var results = results(header, List.of(), RESULTS);
        if (!results.containsKey("status")) {
            throw CsvException.at(
                    file,
                    first.number(),
                    "no column is called status, of "
                            + names(first)
                            + "; a report is made of what bulk wrote");
        }
        return new Columns(header, true, header.size(), idColumn(header), results);
    }

    /** The places of results in a header, which gets those of the first ones that it lacks. */
    private static Map<String, Integer> results(
            List<String> header, List<String> needed, List<String> known) {
        var results = new LinkedHashMap<String, Integer>();
        for (var name : needed) {
            if (index(header, name) < 0) {
                header.add(name);
            }
            results.put(name, index(header, name));
        }
        for (var name : known) {
            if (index(header, name) >= 0) {
                results.put(name, index(header, name));
            }
        }
        return results;
    }

    private static void checkParted(String file, Row first) {
        if (first.cells().size() == 1 && first.cell(0).contains("|")) {
            throw CsvException.at(
                    file,
                    first.number(),
                    "one column, with a | in it; set delimiter to | if it parts the columns");
        }
    }

    private static void checkTwice(String file, Row first, List<String> header, String name) {
        if (Collections.frequency(header, name) > 1) {
            throw CsvException.at(file, first.number(), "two columns are called " + name);
        }
    }

    /** Whether this is the name of a column that means something to fliki. */
    static boolean isKnown(String name) {
        var names = List.of(name);
        return idColumn(names) >= 0
                || RESULTS.stream().anyMatch(result -> index(names, result) >= 0)
                || TEXT.matcher(Text.bare(name)).matches();
    }

    /** The keys of scene and layer in the name of a column, if it is one of texts. */
    Optional<List<String>> keys(int column) {
        var name = TEXT.matcher(Text.bare(header.get(column)));
        // pandas calls the second column of a name so
        return name.matches() && !(isNumber(name.group(2)) && index(header, name.group(1)) >= 0)
                ? Optional.of(List.of(name.group(1), name.group(2)))
                : Optional.empty();
    }

    static boolean isNumber(String column) {
        return column.matches("[0-9]{1,9}");
    }

    private static int find(String file, Row first, String column) {
        int width = first.cells().size();
        int found = isNumber(column) ? Integer.parseInt(column) - 1 : index(first.cells(), column);
        if (found < 0 || found >= width) {
            throw CsvException.at(
                    file, first.number(), "no column " + column + " among " + names(first));
        }
        return found;
    }

    static String names(Row first) {
        return Text.brief(String.join(", ", first.cells()));
    }

    private static int guess(String file, Row first) {
        int known = idColumn(first.cells());
        if (known < 0 && first.cells().size() > 1) {
            throw CsvException.at(
                    file,
                    first.number(),
                    "no column is called fileId, file_id or id, of "
                            + names(first)
                            + "; set column to the one with the ids");
        }
        return Math.max(0, known);
    }

    private static int idColumn(List<String> names) {
        return ID_NAMES.stream()
                .mapToInt(name -> index(names, name))
                .filter(i -> i >= 0)
                .findFirst()
                .orElse(-1);
    }

    /** The column of exactly this name, or the first of this name in any case, or -1. */
    static int index(List<String> names, String name) {
        return names.contains(name)
                ? names.indexOf(name)
                : named(names, List.of(name)).stream().findFirst().orElse(-1);
    }

    /** The columns that have one of these names, in any case. */
    private static List<Integer> named(List<String> header, Collection<String> names) {
        return IntStream.range(0, header.size())
                .filter(
                        i ->
                                names.stream()
                                        .map(Text::bare)
                                        .anyMatch(bare(header, i)::equalsIgnoreCase))
                .boxed()
                .toList();
    }

    private static String bare(List<String> header, int column) {
        return Text.bare(header.get(column));
    }

    private static List<String> names(List<String> cells, int id) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> i == id ? FILE_ID : "column" + (i + 1))
                .toList();
    }

    /** A row of the input as one of the output; short rows are padded. */
    Row laidOut(String file, Row row) {
        var extra = row.cells().subList(Math.min(width, row.cells().size()), row.cells().size());
        if (!extra.stream().allMatch(String::isEmpty)) {
            throw CsvException.at(
                    file,
                    row.number(),
                    row.cells().size() + " cells, where the first row has " + width);
        }
        var cells = new ArrayList<>(row.cells().subList(0, row.cells().size() - extra.size()));
        cells.addAll(Collections.nCopies(header.size() - cells.size(), ""));
        return new Row(cells, row.number());
    }

    /** Whether there is nothing to do for a row: nothing is in it, or the header once more. */
    boolean isIdle(Row row) {
        return row.empty()
                || headed && row.cells().subList(0, width).equals(header.subList(0, width));
    }

    /** The row with these results by their names, and without any other. */
    Row with(Row row, Map<String, String> texts) {
        var cells = new ArrayList<>(row.cells());
        results.forEach((name, column) -> cells.set(column, texts.getOrDefault(name, "")));
        return new Row(cells, row.number());
    }

    /** The id of a row, as it is asked about. */
    String id(Row row) {
        return Text.id(Cells.unquotedId(Text.bare(row.cell(id))));
    }

    /** The text in the column of this result; empty without the column. */
    String result(Row row, String name) {
        var column = results.get(name);
        return column == null ? "" : row.cell(column);
    }

    /** Whether two rows are alike but for their results. */
    boolean alike(Row one, Row other) {
        return one.cells().size() == other.cells().size()
                && IntStream.range(0, one.cells().size())
                        .filter(i -> !results.containsValue(i))
                        .allMatch(i -> one.cell(i).equals(other.cell(i)));
    }
}
