package fliki.csv;

import fliki.csv.Rows.Row;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks that an output is the beginning of what a run would write; changes nothing. */
final class Resume {

    private final String name;
    private final RandomAccessFile out;
    private final Input in;
    private final boolean starts;
    private final Optional<InFlight.Left> left;
    private Format format;
    private byte[] torn = {};
    private Row last;
    private long rows;

    /**
     * An output that a run has left.
     *
     * @param left what is known of the row that was sent last
     */
    Resume(
            String name,
            RandomAccessFile out,
            Input in,
            boolean starts,
            Optional<InFlight.Left> left) {
        this.name = name;
        this.out = out;
        this.in = in;
        this.starts = starts;
        this.left = left;
    }

    /** The length in bytes, and the number, of rows whose line break lies outside quotes. */
    private record Whole(long length, long rows) {}

    /** How the output is written: another program may have saved it in another way. */
    Format format() {
        return format;
    }

    /**
     * Passes over the rows of the input that are finished.
     *
     * @param finished takes each row found, as it is in the output
     * @return how many bytes of the output are to be kept; 0 where not even the header is whole
     */
    long keep(Consumer<Row> finished) throws IOException {
        var whole = whole();
        if (whole.rows() == 0) {
            checkTornHeader();
            return 0;
        }
        var rows =
                headed(Optional.of(in.format().delimiter()))
                        .or(() -> headed(Optional.empty()))
                        .orElseThrow(this::otherHeader);
        format = rows.format();
        for (; this.rows + 1 < whole.rows(); this.rows++) {
            finished.accept(next(rows));
        }
        hidden(rows)
                .ifPresent(
                        row -> {
                            throw mismatch(
                                    row.number(), "a stray quote hides the rows from here on");
                        });
        torn = rest(whole.length());
        return whole.length();
    }

    /** The rows behind the header, if that is ours with this delimiter. */
    private Optional<Rows> headed(Optional<Character> delimiter) {
        var header = in.columns().header();
        try {
            return Optional.of(Rows.open(name, read(), delimiter))
                    .filter(Rows::hasNext)
                    .filter(found -> found.next().cells().equals(header));
        } catch (CsvException e) {
            return Optional.empty(); // with another delimiter, quotes may not pair
        }
    }

    private CsvException otherHeader() {
        return mismatch(1, "not the header that a run over " + in.name() + " writes");
    }

    private void checkTornHeader() throws IOException {
        var header = in.format().header(in.columns().header());
        var found = read().readNBytes(header.length);
        if (!Arrays.equals(found, Arrays.copyOf(header, found.length))) {
            throw otherHeader();
        }
    }

    private Row next(Rows rows) {
        if (!rows.hasNext()) {
            throw CsvException.of(name, "blank lines among the rows" + wayOut());
        }
        var row = rows.next();
        var oneMore = isOneMore(row);
        if (isNext(row) && !(oneMore && isUnsent(row))) {
            last = in.next();
        } else if (!oneMore) {
            throw in.hasNext()
                    ? mismatch(
                            row.number(),
                            "not the row in " + in.name() + " row " + in.peek().number())
                    : mismatch(row.number(), in.name() + " has fewer rows");
        }
        return row;
    }

    private boolean isNext(Row row) {
        return in.hasNext() && in.columns().alike(in.peek(), row);
    }

    /**
     * Whether the next row of the input was not sent before this row was written, and this row is
     * no copy of it: then they are only alike.
     */
    private boolean isUnsent(Row row) {
        var sent = left.map(it -> rows < it.before() ? it.row() - 1 : it.row());
        return in.peek().number() > sent.orElse(Long.MAX_VALUE)
                && !row.cells().equals(in.peek().cells());
    }

    /** How many rows the output has. */
    long rows() {
        return rows;
    }

    /** Whether the next row is like the last one, which may have started several. */
    boolean isDoubtful() {
        return left.isPresent()
                && last != null
                && in.hasNext()
                && in.columns().alike(last, in.peek());
    }

    /** Whether the row before has started this one, too. */
    private boolean isOneMore(Row row) {
        return starts
                && last != null
                && in.columns().alike(last, row)
                && !in.columns().id(row).isEmpty();
    }

    /**
     * The row left over, if it is not the last: then it was not torn, but its quotes do not pair.
     */
    private static Optional<Row> hidden(Rows rows) {
        try {
            Optional<Row> left = rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
            return left.filter(row -> rows.hasNext());
        } catch (CsvException torn) {
            return Optional.empty();
        }
    }

    /**
     * What is known of the next row, where a killed run had begun it: no rows where its end is not
     * known.
     */
    Optional<List<Row>> begun() {
        var next = in.hasNext() ? Optional.of(in.peek()) : Optional.<Row>empty();
        var number = next.map(Row::number).orElse(Long.MAX_VALUE);
        var sent = left.map(InFlight.Left::row).orElse(0L);
        if (sent > number || next.isEmpty() && sent > (last == null ? 0 : last.number())) {
            throw CsvException.of(
                    name,
                    "lacks rows that a run had written before row "
                            + sent
                            + " of "
                            + in.name()
                            + "; put it back as it was");
        }
        if (sent == number) {
            return Optional.of(known(rows(left.get().text()), true));
        }
        if (torn.length == 0) {
            return Optional.empty();
        }
        checkTorn(next);
        return Optional.of(known(rows(torn), false));
    }

    /** The rows of a text, as far as it is whole. */
    private List<Row> rows(byte[] text) {
        var rows = new ArrayList<Row>();
        try {
            Rows.open(name, new ByteArrayInputStream(text), format).forEachRemaining(rows::add);
        } catch (CsvException e) {
            return List.of();
        }
        return rows;
    }

    /** Those of the next row that have an id which cannot be torn. */
    private List<Row> known(List<Row> rows, boolean whole) {
        var columns = in.columns();
        var behindId = whole || columns.id() < columns.header().size() - 1;
        return rows.stream()
                .filter(row -> behindId && row.cells().size() == columns.header().size())
                .filter(row -> !columns.id(row).isEmpty() && columns.alike(in.peek(), row))
                .toList();
    }

    /** All that stands before the first result must be of the next row. */
    private void checkTorn(Optional<Row> next) {
        var known = next.map(row -> format.start(row, in.columns())).orElse(new byte[0]);
        var common = Math.min(known.length, torn.length);
        if (next.isEmpty() || !Arrays.equals(known, 0, common, torn, 0, common)) {
            throw CsvException.of(
                    name,
                    "its last row was begun, and is not the next one of "
                            + in.name()
                            + "; put that back as it was");
        }
    }

    /** Looks for the last whole row; a quote in a cell is written twice, so quotes pair up. */
    private Whole whole() throws IOException {
        var buffer = new byte[1 << 16];
        boolean quoted = false;
        long read = 0;
        Whole whole = new Whole(0, 0);
        out.seek(0);
        for (int count; (count = out.read(buffer)) > 0; read += count) {
            for (int i = 0; i < count; i++) {
                quoted ^= buffer[i] == '"';
                if (buffer[i] == '\n' && !quoted) {
                    whole = new Whole(read + i + 1, whole.rows() + 1);
                }
            }
        }
        return whole;
    }

    private byte[] rest(long position) throws IOException {
        out.seek(position);
        var rest = new byte[(int) Math.min(Format.LIMIT, out.length() - position)];
        out.readFully(rest);
        return rest;
    }

    /** Reads from the start; not to be closed. */
    private InputStream read() {
        try {
            out.seek(0);
            return new BufferedInputStream(new FileInputStream(out.getFD()));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private CsvException mismatch(long row, String what) {
        return CsvException.at(name, row, what + wayOut());
    }

    /** To replace an output, or to name another one, would start its rows once more. */
    private String wayOut() {
        return starts
                ? "; put "
                        + in.name()
                        + " back as it was, or let "
                        + name
                        + " be the input, with another output"
                : "; name another output, or use force to replace this one";
    }
}
