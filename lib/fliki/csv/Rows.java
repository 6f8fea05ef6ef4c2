package fliki.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;

import fliki.internal.text.Utf8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads the records of a CSV one by one, blank lines skipped, and refuses what is malformed. */
final class Rows implements Iterator<Row> {

    private static final String TOO_LONG =
            "a row of more than " + Format.LIMIT + " characters; is a quote never closed?";

    private final String name;
    private final Format format;
    private final Records records = new Records();
    private final CloseableIterator<Row> rows;
    private Row ahead;

    private Rows(String name, Format format, BufferedReader reader) {
        this.name = name;
        this.format = format;
        this.rows = format.reader().build(records, reader).iterator();
    }

    /** Reads the first record, for the format. */
    static Rows open(String name, InputStream bytes) {
        var reader = Utf8.reader(bytes);
        try {
            return new Rows(name, Format.of(reader), reader);
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
                ahead = row.blank() ? null : row;
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
        return CsvException.at(name, records.line, what, e);
    }

    /** Gathers the cells of a record, and knows the line of the one being read. */
    private final class Records extends AbstractBaseCsvCallbackHandler<Row> {

        private final List<String> cells = new ArrayList<>();
        private long line = 1;
        private long length;

        @Override
        protected void handleBegin(long startingLine) {
            cells.clear();
            line = startingLine;
            length = 0;
        }

        @Override
        protected void handleField(int column, char[] text, int from, int count, boolean quoted) {
            length += count + 1;
            if (length > Format.LIMIT) {
                throw CsvException.at(name, line, TOO_LONG);
            }
            String cell = new String(text, from, count);
            if (Utf8.alien(cell)) {
                throw CsvException.at(name, line, "not UTF-8 text; save the file as \"CSV UTF-8\"");
            }
            cells.add(cell);
        }

        @Override
        protected Row buildRecord() {
            return new Row(cells, line);
        }
    }
}
