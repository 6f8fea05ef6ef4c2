package fliki.csv;

import fliki.csv.Input.Source;
import fliki.csv.Rows.Row;
import fliki.internal.download.LockedFile;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The output of a run: ours alone from opening to closing, looked at before each row, and only ever
 * appended to, a whole row at a time. Where rows are started, {@link InFlight} knows more than the
 * output does.
 */
final class OutputFile implements Closeable {

    private final Target target;
    private final Input in;
    private final boolean starts;
    private Format format;
    private Optional<LockedFile> locked = Optional.empty();
    private Optional<InFlight> inFlight = Optional.empty();
    private Optional<List<Row>> begun = Optional.empty();

    /** Where the next row goes, in a file; of a stream, how much of it is there already. */
    private long end;

    /** How long we left the file; behind the end is a torn row. */
    private long length;

    /** The row that was sent and is not written. */
    private Optional<Row> sent = Optional.empty();

    /** How many rows the output has. */
    private long rows;

    /** Whether the output alone cannot tell which of equal rows have started. */
    private boolean doubtful;

    private boolean lost;

    enum Existing {
        REFUSED,
        RESUMED,
        REPLACED
    }

    /**
     * Where the rows go.
     *
     * @param file the file; empty for a stream
     * @param stream the stream; the caller's to close
     * @param existing what becomes of rows that are there already
     */
    record Target(Optional<Path> file, Optional<OutputStream> stream, Existing existing) {

        Target file(Path path) {
            return new Target(Optional.of(path), Optional.empty(), existing);
        }

        Target stream(OutputStream out) {
            return new Target(Optional.empty(), Optional.of(out), existing);
        }

        Target existing(Existing wanted) {
            if (existing != Existing.REFUSED && existing != wanted) {
                throw new IllegalArgumentException("resume and force exclude each other");
            }
            return new Target(file, stream, wanted);
        }

        String name() {
            return file.map(Path::toString).orElse("standard output");
        }

        /** Throws unless this may be written with rows from the source. */
        void check(Source source) {
            if (file.isEmpty() && stream.isEmpty()) {
                throw new IllegalArgumentException("no output: say where with to(...)");
            }
            if (existing == Existing.RESUMED && file.isEmpty()) {
                throw CsvException.of(name(), "only a file can be resumed");
            }
            if (name().matches("(?i).*\\.(xls[xmb]?|ods|numbers)")) {
                throw CsvException.of(name(), "a CSV is written, no such file; call it .csv");
            }
            if (file.filter(path -> Files.isSymbolicLink(path) && !Files.exists(path))
                    .isPresent()) {
                throw CsvException.of(name(), "a link to what is not there; name another output");
            }
            file.filter(Files::exists).ifPresent(path -> checkPresent(path, source));
        }

        private void checkPresent(Path path, Source source) {
            if (source.origin().filter(in -> same(in, path)).isPresent()) {
                throw CsvException.of(name(), "the input itself; name another output");
            }
            if (!Files.isRegularFile(path)) {
                throw CsvException.of(name(), "not a file that can be replaced or resumed");
            }
            if (existing == Existing.REFUSED) {
                throw refused();
            }
        }

        private boolean same(Path in, Path out) {
            try {
                return Files.isSameFile(in, out);
            } catch (IOException e) {
                throw CsvException.of(
                        name(), "cannot be compared with the input: " + e.getMessage());
            }
        }

        private CsvException refused() {
            return CsvException.of(
                    name(),
                    "exists already; use resume to carry on with it, or force to replace it");
        }
    }

    private OutputFile(Target target, Input in, boolean starts) {
        this.target = target;
        this.in = in;
        this.starts = starts;
        format = in.format();
    }

    /**
     * Locks an output that is carried on, and moves the input past its rows; changes nothing.
     *
     * @param starts whether rows are started, and not looked up
     * @param found takes each whole row that is there
     */
    static OutputFile open(Target target, Input in, boolean starts, Consumer<Row> found) {
        var output = new OutputFile(target, in, starts);
        try {
            output.carryOn(found);
            return output;
        } catch (IOException e) {
            output.release();
            throw output.unwritable(e);
        } catch (RuntimeException e) {
            output.release();
            throw e;
        }
    }

    private void carryOn(Consumer<Row> found) throws IOException {
        if (target.file().isEmpty()) {
            return;
        }
        var path = target.file().get();
        var there = Files.exists(path);
        if (target.existing() == Existing.RESUMED && there) {
            lock();
            var left = starts ? InFlight.left(path) : Optional.<InFlight.Left>empty();
            var resume = new Resume(target.name(), file(), in, starts, left);
            end = resume.keep(found);
            rows = resume.rows();
            doubtful = resume.isDoubtful();
            length = file().length();
            format = end == 0 ? format : resume.format();
            begun = end == 0 || !starts ? Optional.empty() : resume.begun();
        } else if (starts && !there && InFlight.left(path).isPresent()) {
            throw CsvException.of(
                    target.name(),
                    "a run has left only its .inflight file here; put the output back, or take that"
                            + " file away: its rows would start once more");
        }
    }

    /** The rows known of one that a killed run had begun; none is known of it where it is torn. */
    Optional<List<Row>> begun() {
        return begun;
    }

    /** Makes the file, or drops what is not to stay of it, and writes the header. */
    void start() {
        if (starts && target.file().isEmpty() && in.columns().results().containsValue(0)) {
            throw CsvException.of(
                    target.name(),
                    "a result is its first column, so it cannot tell which row was at work;"
                            + " name an output file");
        }
        try {
            if (target.file().isPresent()) {
                if (locked.isEmpty()) {
                    lock();
                }
                inFlight =
                        starts ? Optional.of(new InFlight(target.file().get())) : Optional.empty();
                if (begun.isEmpty()) {
                    length = file().length();
                    cut();
                }
                if (inFlight.isPresent() && end == 0) {
                    inFlight.get().delete();
                }
            }
            if (end == 0) {
                put(format.header(in.columns().header()));
                force();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void lock() throws IOException {
        var path = target.file().orElseThrow();
        var made = target.existing() == Existing.REFUSED || !Files.exists(path);
        try {
            var file = made ? LockedFile.create(path) : LockedFile.open(path);
            locked = Optional.of(file.orElseThrow(this::busy));
        } catch (FileAlreadyExistsException e) {
            throw target.refused();
        } catch (IOException e) {
            throw CsvException.of(target.name(), "cannot be written: " + CsvException.reason(e));
        }
    }

    private CsvException busy() {
        return CsvException.of(target.name(), "another run is writing it; wait for its end");
    }

    private RandomAccessFile file() {
        return locked.orElseThrow().handle();
    }

    /** Writes whole rows. */
    void append(List<Row> added) {
        checkOurs();
        try {
            put(encoded(added));
            rows += added.size();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private byte[] encoded(List<Row> rows) {
        var bytes = new ByteArrayOutputStream();
        rows.forEach(row -> bytes.writeBytes(format.encoded(row.cells())));
        return bytes.toByteArray();
    }

    private void put(byte[] bytes) throws IOException {
        if (locked.isEmpty()) {
            var stream = target.stream().orElseThrow();
            stream.write(end == 0 ? bytes : Arrays.copyOfRange(bytes, (int) end, bytes.length));
            stream.flush();
            end = 0;
            return;
        }
        cut();
        try {
            file().write(bytes);
        } catch (IOException e) {
            file().setLength(end); // no torn row stays
            throw e;
        }
        end += bytes.length;
        length = end;
    }

    /** Drops what stands behind the end. */
    private void cut() throws IOException {
        if (length != end) {
            file().setLength(end);
            length = end;
        }
        file().seek(end);
    }

    /** Throws where somebody else has replaced, removed or changed the file: locks keep nobody. */
    void checkOurs() {
        if (locked.isEmpty()) {
            return;
        }
        try {
            var named = locked.get().isNamed(); // the only look-up of the name for each row
            lost |= !named || file().length() != length;
            if (lost) {
                throw new IOException(
                        "another program has "
                                + (named
                                        ? "changed it"
                                        : Files.exists(target.file().orElseThrow())
                                                ? "replaced it; our rows went with the old file"
                                                : "moved or removed it, and our rows with it"));
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Notes that a row is about to be sent: on disk, in a file. A stream gets the cells before the
     * first result.
     *
     * @param rows as they are to be found where nobody learns the end
     */
    void begin(List<Row> rows) {
        var row = rows.get(0);
        sent = Optional.of(row);
        checkOurs();
        try {
            if (locked.isPresent() && !locked.get().relock()) {
                lost = true;
                throw new IOException("another run is writing it");
            }
            if (inFlight.isPresent()) {
                inFlight.get().write(row.number(), this.rows, encoded(rows));
            } else if (end == 0) {
                var start = format.start(row, in.columns());
                put(start);
                end = start.length;
            }
        } catch (IOException e) {
            sent = Optional.empty();
            throw unwritable(e);
        }
    }

    /** Whether a row was sent, or half of it is in a stream. */
    boolean isBegun() {
        return sent.isPresent();
    }

    /** The row that was begun was not sent, or surely not started; a stream takes nothing back. */
    void takeBack() {
        if (inFlight.isPresent()) {
            sent = Optional.empty();
            try {
                inFlight.get().takeBack();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    /** Writes what became of the row that was begun; where it started several, a row for each. */
    void commit(List<Row> rows) {
        try {
            append(rows);
            force();
            inFlight.ifPresent(InFlight::settle);
            sent = Optional.empty();
            var equal = in.hasNext() && in.columns().alike(in.peek(), rows.get(0));
            doubtful = equal && (doubtful || rows.size() > 1);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            if (isBegun()) {
                keepBeside(rows);
            }
        }
    }

    /**
     * One row has room in place of the row that was begun, even on a disk that is full. What
     * another run has noted since stays.
     */
    private void keepBeside(List<Row> rows) {
        try {
            if (inFlight.isPresent() && locked.get().relock()) {
                inFlight.get().write(rows.get(0).number(), this.rows, encoded(rows));
            }
        } catch (IOException e) {
            return; // the failure of the output is the one that is told
        }
    }

    /** Returns when all is on disk for good, and not only handed to the system. */
    private void force() throws IOException {
        if (starts && locked.isPresent()) {
            file().getFD().sync();
        }
    }

    UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException(
                target.name() + ": cannot be written: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            if (inFlight.isPresent() && sent.isEmpty() && !lost && !doubtful) {
                inFlight.get().delete();
            } else if (inFlight.isPresent()) {
                inFlight.get().close();
            }
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            release();
        }
    }

    private void release() {
        try {
            if (locked.isPresent()) {
                locked.get().close();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
