package fliki.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/**
 * How a CSV is written down, by its first record.
 *
 * @param delimiter whichever of comma, semicolon and tab is most frequent outside quotes; the first
 *     of these where it is a tie
 * @param lineEnd CRLF if the record ends so, else LF
 */
record Format(char delimiter, boolean bom, LineDelimiter lineEnd) {

    /** Characters of one row at most: far beyond any spreadsheet, far below any heap. */
    static final int LIMIT = 1 << 20;

    private static final String DELIMITERS = ",;\t";

    /**
     * Quotes every candidate, so that the delimiter of an output is found again from its first
     * record.
     */
    private static final QuoteStrategy AMBIGUOUS =
            new QuoteStrategy() {
                @Override
                public boolean quoteValue(int line, int column, String cell) {
                    return DELIMITERS.chars().anyMatch(c -> cell.indexOf(c) >= 0);
                }
            };

    /** Looks at the first record and leaves the reader in front of it, behind a byte order mark. */
    static Format of(BufferedReader in) throws IOException {
        in.mark(1);
        boolean bom = in.read() == '\uFEFF';
        if (!bom) {
            in.reset();
        }
        in.mark(LIMIT);
        Format format = of(in, bom);
        in.reset();
        return format;
    }

    private static Format of(BufferedReader in, boolean bom) throws IOException {
        int[] counts = new int[DELIMITERS.length()];
        boolean started = false;
        boolean quoted = false;
        int before = '\n';
        int c = in.read();
        for (int i = 2; i < LIMIT && c >= 0 && !(started && !quoted && endsLine(c)); i++) {
            started |= !endsLine(c);
            boolean opens = c == '"' && !quoted && (before == '"' || startsCell(before));
            boolean closes = c == '"' && quoted;
            if (!quoted && DELIMITERS.indexOf(c) >= 0) {
                counts[DELIMITERS.indexOf(c)]++;
            }
            quoted = opens || quoted && !closes;
            before = c == '"' && !opens && !closes ? 'x' : c;
            c = in.read();
        }
        return new Format(mostFrequent(counts), bom, lineEnd(c, in));
    }

    private static boolean endsLine(int c) {
        return c == '\n' || c == '\r';
    }

    private static boolean startsCell(int before) {
        return endsLine(before) || DELIMITERS.indexOf(before) >= 0;
    }

    private static LineDelimiter lineEnd(int c, BufferedReader in) throws IOException {
        return c == '\r' && in.read() == '\n' ? LineDelimiter.CRLF : LineDelimiter.LF;
    }

    private static char mostFrequent(int[] counts) {
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return DELIMITERS.charAt(best);
    }

    CsvReader.CsvReaderBuilder reader() {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(LIMIT);
    }

    /** One record with its line end; only cells that need quotes have them. */
    byte[] encoded(List<String> cells) {
        return text(cells).getBytes(UTF_8);
    }

    /** One record without its line end. */
    byte[] begun(List<String> cells) {
        var text = text(cells);
        return text.substring(0, text.length() - (lineEnd == LineDelimiter.CRLF ? 2 : 1))
                .getBytes(UTF_8);
    }

    /** The first record of an output. */
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
