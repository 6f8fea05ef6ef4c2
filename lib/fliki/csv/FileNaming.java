package fliki.csv;

import fliki.csv.Rows.Row;
import fliki.internal.download.FileNames;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names files by the cells of their rows, each name once: all rows come by in their order. */
final class FileNaming {

    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+)}");

    private final Optional<String> template;
    private final Columns columns;

    /** The ids that have a name, both by their hashes: two alike only make a name longer. */
    private final Map<Long, Integer> taken = new HashMap<>();

    /** The names of ids that are asked about, until all rows that ask are answered. */
    private final Map<String, Asked> asked = new HashMap<>();

    private record Asked(String name, int rows) {}

    FileNaming(String file, Optional<String> template, Columns columns) {
        this.template = template;
        this.columns = columns;
        names(template.orElse("")).forEach(name -> checkColumn(file, name));
    }

    /** Throws where a template names no column. */
    static void check(String template) {
        if (names(template).isEmpty()) {
            throw new IllegalArgumentException(
                    "a file name must hold a column in braces, such as {title}, not " + template);
        }
    }

    private static List<String> names(String template) {
        return COLUMN.matcher(template).results().map(match -> match.group(1)).toList();
    }

    private void checkColumn(String file, String name) {
        if (column(name) < 0) {
            var names = String.join(", ", columns.header());
            throw CsvException.of(file, "no column " + name + " for a file name among " + names);
        }
    }

    private int column(String name) {
        return name.equals(Columns.FILE_ID)
                ? columns.id()
                : Columns.index(columns.header().subList(0, columns.width()), name);
    }

    /** Takes in a row that comes by. */
    synchronized void see(Row row, boolean asks) {
        if (template.isEmpty()) {
            return;
        }
        var id = columns.id(row);
        var name = name(row, id);
        if (asks) {
            asked.merge(id, new Asked(name, 1), (a, b) -> new Asked(a.name(), a.rows() + 1));
        }
    }

    private String name(Row row, String id) {
        var filled =
                COLUMN.matcher(template.orElseThrow())
                        .replaceAll(match -> Matcher.quoteReplacement(cell(row, match.group(1))));
        var name = FileNames.titled(filled);
        var key = name.toLowerCase(Locale.ROOT);
        var hash =
                (long) key.hashCode() << 32 ^ (key + key.length()).hashCode() * 31L + key.length();
        var other = taken.putIfAbsent(hash, id.hashCode());
        return name.isEmpty() || other != null && other != id.hashCode()
                ? FileNames.titled(filled + " " + id)
                : name;
    }

    private String cell(Row row, String name) {
        return name.equals(Columns.FILE_ID) ? columns.id(row) : row.cell(column(name));
    }

    /** What the file of an id is called; empty where it has its usual name. */
    synchronized Optional<String> name(String id) {
        return Optional.ofNullable(asked.get(id)).map(Asked::name);
    }

    /** A row that asked is answered. */
    synchronized void answered(String id) {
        asked.computeIfPresent(
                id, (i, now) -> now.rows() == 1 ? null : new Asked(now.name(), now.rows() - 1));
    }
}
