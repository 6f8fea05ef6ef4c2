package fliki.csv;

import fliki.csv.Rows.Row;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rows of an input, each laid out as a row of the output. */
final class Input implements Iterator<Row>, Closeable {

    private final Source source;
    private final InputStream bytes;
    private final Rows rows;
    private final Columns columns;
    private Optional<Row> ahead;

    /**
     * Where the rows come from.
     *
     * @param file the file; empty for a stream
     * @param stream the stream; the caller's to close
     * @param held all bytes, where they were read already
     */
    record Source(
            String name, Optional<Path> file, Optional<InputStream> stream, Optional<byte[]> held) {

        /** Leads to the file that a shell redirected, on Linux and macOS, not on Windows. */
        private static final Path STDIN = Path.of("/dev/stdin");

        static Source of(Path file) {
            return new Source(
                    file.toString(), Optional.of(file), Optional.empty(), Optional.empty());
        }

        static Source of(InputStream stream) {
            var name = "standard input";
            return new Source(name, Optional.empty(), Optional.of(stream), Optional.empty());
        }

        /** The same with all its bytes in memory: each input that is opened then has the same. */
        Source inMemory() {
            var bytes = open();
            try {
                return new Source(name, file, stream, Optional.of(bytes.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(name + ": cannot be read: " + e.getMessage(), e);
            } finally {
                close(bytes);
            }
        }

        /** Whether the last row has a line end. */
        boolean endsWhole() {
            var bytes = held.orElseThrow();
            return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        }

        /** Whether the file still has the bytes in memory. */
        boolean isUnchanged() {
            try {
                return !isFile() || Arrays.equals(Files.readAllBytes(file.get()), held.get());
            } catch (IOException e) {
                return false;
            }
        }

        /** The file that is read, as far as that can be known; also behind standard input. */
        Optional<Path> origin() {
            return file.or(() -> stream.filter(in -> in == System.in).map(in -> STDIN))
                    .filter(Files::exists);
        }

        /** Whether it can be read twice, which a pipe cannot. */
        boolean isFile() {
            return file.filter(Files::isRegularFile).isPresent();
        }

        private InputStream open() {
            if (file.filter(Files::isDirectory).isPresent()) {
                throw CsvException.of(name, "a directory, not a CSV");
            }
            try {
                if (held.isPresent()) {
                    return new ByteArrayInputStream(held.get());
                }
                return stream.isPresent() ? stream.get() : Files.newInputStream(file.get());
            } catch (IOException e) {
                throw CsvException.of(name, "cannot be read: " + CsvException.reason(e));
            }
        }

        /**
         * Closes what was opened, but for a stream, which is the caller's. The bytes and not their
         * reader are closed: another thread may be reading, and would hold the reader.
         */
        private void close(InputStream bytes) {
            if (file.isEmpty()) {
                return;
            }
            try {
                bytes.close();
            } catch (IOException e) {
                throw new UncheckedIOException(name + ": cannot be closed", e);
            }
        }
    }

    private Input(
            Source source, InputStream bytes, Rows rows, Columns columns, Optional<Row> ahead) {
        this.source = source;
        this.bytes = bytes;
        this.rows = rows;
        this.columns = columns;
        this.ahead = ahead;
    }

    /**
     * Reads the first row of the source.
     *
     * @param delimiter what parts the columns, where the caller knows it
     * @param layout tells the columns from the first row
     */
    static Input open(Source source, Optional<Character> delimiter, Function<Row, Columns> layout) {
        InputStream bytes = source.open();
        try {
            Rows rows = Rows.open(source.name(), bytes, delimiter);
            Optional<Row> first = rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
            Row head = first.orElseGet(() -> new Row(List.of(""), 1));
            Columns columns = layout.apply(head);
            first = first.filter(row -> !columns.headed());
            return new Input(
                    source,
                    bytes,
                    rows,
                    columns,
                    first.map(row -> columns.laidOut(source.name(), row)));
        } catch (RuntimeException e) {
            source.close(bytes);
            throw e;
        }
    }

    String name() {
        return source.name();
    }

    Format format() {
        return rows.format();
    }

    Columns columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        return ahead.isPresent() || rows.hasNext();
    }

    @Override
    public Row next() {
        var row = peek();
        ahead = Optional.empty();
        return row;
    }

    /** The next row, which stays the next one. */
    Row peek() {
        if (ahead.isEmpty()) {
            ahead = Optional.of(columns.laidOut(source.name(), rows.next()));
        }
        return ahead.get();
    }

    @Override
    public void close() {
        source.close(bytes);
    }
}
