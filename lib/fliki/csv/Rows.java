package fliki.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;

import fliki.internal.text.Text;
import fliki.internal.text.Utf8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads the rows of a CSV one by one, skips blank lines, and refuses what is malformed. */
final class Rows implements Iterator<Rows.Row> {

    private static final String TOO_LONG =
            "a row of more than " + Format.LIMIT + " characters; is a quote never closed?";

    private final String name;
    private final Format format;
    private final Records records = new Records();
    private final CloseableIterator<Row> rows;
    private Row ahead;

    /**
     * One row.
     *
     * @param number its number from 1, as a spreadsheet counts rows
     */
    record Row(List<String> cells, long number) {

        Row {
            cells = List.copyOf(cells);
        }

        String cell(int column) {
            return cells.get(column);
        }

        /** Whether nothing can be seen in any cell. */
        boolean empty() {
            return cells.stream().allMatch(cell -> Text.bare(cell).isEmpty());
        }

        /** A line with nothing but white space; an empty cell in quotes is a row. */
        private boolean blankLine() {
            return cells.isEmpty()
                    || cells.size() == 1 && !cell(0).isEmpty() && Text.bare(cell(0)).isEmpty();
        }
    }

    private Rows(String name, Format format, BufferedReader reader) {
        this.name = name;
        this.format = format;
        this.rows = format.reader().build(records, reader).iterator();
    }

    /**
     * Reads the first row, for the format.
     *
     * @param delimiter what parts the columns, where the caller knows it
     */
    static Rows open(String name, InputStream bytes, Optional<Character> delimiter) {
        var reader = Utf8.reader(bytes);
        try {
            return new Rows(name, Format.of(name, reader, delimiter), reader);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Of a format that is known. */
    static Rows open(String name, InputStream bytes, Format format) {
        return new Rows(name, format, Utf8.reader(bytes));
    }

    Format format() {
        return format;
    }

    @Override
    public boolean hasNext() {
        try {
            while (ahead == null && rows.hasNext()) {
                Row row = rows.next();
                ahead = row.blankLine() ? null : row;
            }
        } catch (CsvParseException e) {
            throw e.getCause() instanceof CsvException ours ? ours : malformed(e);
        } catch (UncheckedIOException e) {
            throw unreadable(name, e.getCause());
        }
        return ahead != null;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException(name);
        }
        Row row = ahead;
        ahead = null;
        return row;
    }

    private static UncheckedIOException unreadable(String name, IOException e) {
        return new UncheckedIOException(name + ": cannot be read: " + e.getMessage(), e);
    }

    /** FastCSV has one exception for all complaints; only their texts differ. */
    private CsvException malformed(CsvParseException e) {
        String what = e.getMessage();
        if (what.startsWith("Unclosed")) {
            what = "a quote is never closed";
        } else if (what.startsWith("Unexpected character after closing quote")) {
            what = "text follows a closing quote; a quote inside quotes is written twice";
        } else if (what.startsWith("The maximum buffer size")) {
            what = TOO_LONG;
        }
        return CsvException.at(name, records.number, what, e);
    }

    /** Gathers the cells of a row, and knows the number of the one being read. */
    private final class Records extends AbstractBaseCsvCallbackHandler<Row> {

        private final List<String> cells = new ArrayList<>();
        private long number;
        private long length;

        @Override
        protected void handleBegin(long startingLine) {
            cells.clear();
            number++;
            length = 0;
        }

        @Override
        protected void handleField(int column, char[] text, int from, int count, boolean quoted) {
            length += count + 1;
            if (length > Format.LIMIT) {
                throw CsvException.at(name, number, TOO_LONG);
            }
            String cell = new String(text, from, count);
            if (Utf8.alien(cell)) {
                throw CsvException.at(
                        name, number, "not UTF-8 text; save the file as \"CSV UTF-8\"");
            }
            cells.add(cell);
        }

        @Override
        protected Row buildRecord() {
            return new Row(cells, number);
        }
    }
}
