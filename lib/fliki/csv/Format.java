package fliki.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;

import fliki.csv.Rows.Row;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a CSV is written down, by its first row.
 *
 * @param delimiter the one of comma, semicolon and tab under which a column has a name that fliki
 *     knows; otherwise whichever is most frequent outside quotes; the first of these where it is a
 *     tie
 * @param lineEnd CRLF if the first row ends so, otherwise LF
 */
record Format(char delimiter, boolean bom, LineDelimiter lineEnd) {

    /** Characters of one row at most: far beyond any spreadsheet, far below any heap. */
    static final int LIMIT = 1 << 20;

    private static final List<Character> DELIMITERS = List.of(',', ';', '\t');

    /** Excel writes and reads this first line; it is no row. */
    private static final Pattern SEP = Pattern.compile("\"?sep=(.)\"?");

    private static final Pattern JSON = Pattern.compile("(?s)\\s*(\\[.*|\\{\\s*\".*)");

    private static final Pattern PAGE =
            Pattern.compile("(?is)\\s*<(!doctype|html|head|body|table|\\?xml)\\b.*");

    /**
     * Quotes every candidate, so that the delimiter of an output is found again from its first row.
     */
    private static final QuoteStrategy AMBIGUOUS =
            new QuoteStrategy() {
                @Override
                public boolean quoteValue(int line, int column, String cell) {
                    return DELIMITERS.stream().anyMatch(c -> cell.indexOf(c) >= 0);
                }
            };

    /** The text of the first row, without its line end. */
    private record Head(String text, int[] counts, LineDelimiter lineEnd) {

        char delimiter() {
            return DELIMITERS.stream()
                    .filter(this::known)
                    .findFirst()
                    .orElseGet(this::mostFrequent);
        }

        /** Whether a column has a name that fliki knows, if this is the delimiter. */
        private boolean known(char candidate) {
            return count(candidate) > 0 && cells(candidate).stream().anyMatch(Columns::isKnown);
        }

        private List<String> cells(char candidate) {
            var reader = CsvReader.builder().fieldSeparator(candidate).maxBufferSize(LIMIT);
            try {
                return reader.ofSingleCsvRecord(text).getFields();
            } catch (CsvParseException e) {
                return List.of();
            }
        }

        private char mostFrequent() {
            var best = DELIMITERS.get(0);
            for (var candidate : DELIMITERS) {
                best = count(candidate) > count(best) ? candidate : best;
            }
            return best;
        }

        private int count(char candidate) {
            return counts[DELIMITERS.indexOf(candidate)];
        }
    }

    /**
     * Looks at the first row and leaves the reader in front of it, behind a byte order mark and a
     * line {@code sep=;}.
     */
    static Format of(String name, BufferedReader in, Optional<Character> delimiter)
            throws IOException {
        in.mark(1);
        boolean bom = in.read() == '\uFEFF';
        if (!bom) {
            in.reset();
        }
        in.mark(LIMIT);
        var head = head(in);
        if (PAGE.matcher(head.text()).matches()) {
            throw CsvException.of(name, "an HTML page, no CSV; download the CSV itself");
        }
        if (JSON.matcher(head.text()).matches()) {
            throw CsvException.of(
                    name, "a JSON text, no CSV; take the ids out of it, such as by jq -r '.[]'");
        }
        var sep = SEP.matcher(head.text());
        if (sep.matches()) {
            return new Format(delimiter.orElse(sep.group(1).charAt(0)), bom, head.lineEnd());
        }
        in.reset();
        return new Format(delimiter.orElseGet(head::delimiter), bom, head.lineEnd());
    }

    private static Head head(BufferedReader in) throws IOException {
        var text = new StringBuilder();
        int[] counts = new int[DELIMITERS.size()];
        boolean started = false;
        boolean quoted = false;
        int before = '\n';
        int c = in.read();
        for (int i = 2; i < LIMIT && c >= 0 && !(started && !quoted && endsLine(c)); i++) {
            text.append((char) c);
            started |= !endsLine(c);
            boolean opens = c == '"' && !quoted && (before == '"' || startsCell(before));
            boolean closes = c == '"' && quoted;
            if (!quoted && DELIMITERS.contains((char) c)) {
                counts[DELIMITERS.indexOf((char) c)]++;
            }
            quoted = opens || quoted && !closes;
            before = c == '"' && !opens && !closes ? 'x' : c;
            c = in.read();
        }
        return new Head(text.toString().strip(), counts, lineEnd(c, in));
    }

    private static boolean endsLine(int c) {
        return c == '\n' || c == '\r';
    }

    private static boolean startsCell(int before) {
        return endsLine(before) || DELIMITERS.contains((char) before);
    }

    private static LineDelimiter lineEnd(int c, BufferedReader in) throws IOException {
        return c == '\r' && in.read() == '\n' ? LineDelimiter.CRLF : LineDelimiter.LF;
    }

    CsvReader.CsvReaderBuilder reader() {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(LIMIT);
    }

    /** One row with its line end; only cells that need quotes have them. */
    byte[] encoded(List<String> cells) {
        return text(cells).getBytes(UTF_8);
    }

    /** The cells of a row before its first result, and the delimiter behind them. */
    byte[] start(Row row, Columns columns) {
        var cells =
                new ArrayList<>(
                        row.cells().subList(0, Collections.min(columns.results().values())));
        if (cells.isEmpty()) {
            return new byte[0];
        }
        cells.add("");
        return text(cells).replaceFirst("\\R$", "").getBytes(UTF_8);
    }

    /** The first row of an output. */
    byte[] header(List<String> cells) {
        return ((bom ? "\uFEFF" : "") + text(cells)).getBytes(UTF_8);
    }

    private String text(List<String> cells) {
        var text = new StringWriter();
        CsvWriter.builder()
                .fieldSeparator(delimiter)
                .lineDelimiter(lineEnd)
                .quoteStrategy(AMBIGUOUS)
                .bufferSize(0)
                .build(text)
                .writeRecord(cells);
        return text.toString();
    }
}
