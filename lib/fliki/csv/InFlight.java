package fliki.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The file beside an output that names the row which was sent last, as long as the run has not
 * ended. It is on disk before the request goes out, and is only ever written over: so a row that is
 * missing in the output is known to have been sent, wherever the run was killed.
 */
final class InFlight implements Closeable {

    private static final String NOTE =
            "row %d was sent last, behind %d rows; generate needs this file beside its output, to"
                    + " carry on\n";

    private static final Pattern FIRST_LINE =
            Pattern.compile("row (\\d{1,18}) was sent last(?:, behind (\\d{1,18}) rows)?;?.*");

    private final Path path;
    private RandomAccessFile file;
    private byte[] last = {};
    private byte[] settled = {};

    /** Beside this output, which need not be there. */
    InFlight(Path out) throws IOException {
        path = beside(out);
    }

    /**
     * What a run has left.
     *
     * @param row the number of the row that was sent last
     * @param before how many rows the output had then, without its header
     * @param text the row, with its id where the output could not take it any more
     */
    record Left(long row, long before, byte[] text) {}

    private static Path beside(Path out) throws IOException {
        var file = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath();
        return file.resolveSibling(file.getFileName() + ".inflight");
    }

    /** What a run has left beside this output; empty where none was killed. */
    static Optional<Left> left(Path out) throws IOException {
        var path = beside(out);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        var bytes = Files.readAllBytes(path);
        var end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        var line = FIRST_LINE.matcher(new String(bytes, 0, end, UTF_8));
        if (!line.matches() || end == bytes.length) {
            return Optional.empty(); // nothing was sent before it was written
        }
        var text = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        var before = line.group(2) == null ? 0 : Long.parseLong(line.group(2));
        return Optional.of(new Left(Long.parseLong(line.group(1)), before, text));
    }

    /** Returns when the disk holds that this row was sent last, after {@code before} rows. */
    void write(long row, long before, byte[] text) throws IOException {
        var note = String.format(Locale.ROOT, NOTE, row, before).getBytes(UTF_8);
        var record = Arrays.copyOf(note, note.length + text.length);
        System.arraycopy(text, 0, record, note.length, text.length);
        var made = file == null;
        if (made) {
            last = Files.exists(path) ? Files.readAllBytes(path) : last;
            settled = last;
            file = new RandomAccessFile(path.toFile(), "rw");
        }
        try {
            put(record);
            file.getFD().sync();
        } catch (IOException e) {
            put(last); // which may be of a row that was sent
            throw e;
        }
        if (made) {
            forceName();
        }
        last = record;
    }

    /** What was written last is in the output by now. */
    void settle() {
        settled = last;
    }

    /** What was written last was not sent: the one before it was the last, or none. */
    void takeBack() throws IOException {
        put(settled);
    }

    private void put(byte[] record) throws IOException {
        file.seek(0);
        file.write(record);
        file.setLength(record.length);
    }

    /** The name of a new file is on disk, too, where the system lets a folder be opened. */
    private void forceName() {
        try (var folder = FileChannel.open(path.getParent())) {
            folder.force(true);
        } catch (IOException e) {
            return; // as on Windows
        }
    }

    /** The run has ended, and the output knows all. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
