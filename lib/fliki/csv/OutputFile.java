package fliki.csv;

import static fliki.csv.Target.Existing.REFUSED;

import fliki.internal.download.LockedFile;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An output file, locked from opening to closing. */
final class OutputFile implements Closeable {

    private final Path path;
    private final LockedFile locked;
    private final RandomAccessFile file;

    private OutputFile(Path path, LockedFile locked) {
        this.path = path;
        this.locked = locked;
        file = locked.handle();
    }

    /** The length in bytes, and the number, of records whose line break lies outside quotes. */
    record Whole(long length, long records) {}

    static OutputFile open(String name, Path path, Target.Existing existing) {
        try {
            var fresh = existing == REFUSED || !Files.exists(path);
            var file = fresh ? LockedFile.create(path) : LockedFile.open(path);
            return new OutputFile(path, file.orElseThrow(() -> busy(name)));
        } catch (FileAlreadyExistsException e) {
            throw Target.refused(name);
        } catch (IOException e) {
            throw CsvException.of(name, "cannot be written: " + CsvException.reason(e));
        }
    }

    private static CsvException busy(String name) {
        return CsvException.of(name, "another run is writing it; wait for its end");
    }

    /** Looks for the last whole record; a quote in a cell is written twice, so quotes pair up. */
    Whole whole() throws IOException {
        var buffer = new byte[1 << 16];
        boolean quoted = false;
        long read = 0;
        Whole whole = new Whole(0, 0);
        file.seek(0);
        for (int count; (count = file.read(buffer)) > 0; read += count) {
            for (int i = 0; i < count; i++) {
                quoted ^= buffer[i] == '"';
                if (buffer[i] == '\n' && !quoted) {
                    whole = new Whole(read + i + 1, whole.records() + 1);
                }
            }
        }
        return whole;
    }

    /** Reads from the start; not to be closed. */
    InputStream read() throws IOException {
        file.seek(0);
        return new BufferedInputStream(new FileInputStream(file.getFD()));
    }

    /** Writes from this place on, over what is there; not to be closed. */
    OutputStream stream(long position) throws IOException {
        seek(position);
        return new FileOutputStream(file.getFD());
    }

    /** Goes on from this place. */
    void seek(long position) throws IOException {
        file.seek(position);
    }

    /** Where the next byte goes. */
    long position() throws IOException {
        return file.getFilePointer();
    }

    /** What stands behind that place. */
    byte[] rest() throws IOException {
        var position = position();
        var rest = new byte[(int) Math.min(Format.LIMIT, file.length() - position)];
        file.readFully(rest);
        seek(position);
        return rest;
    }

    /** Whether the name still leads to this file, and nothing stands behind what was written. */
    boolean isCurrent() throws IOException {
        return locked.isNamed() && file.length() == position();
    }

    /** Goes on from this place, and drops everything behind it. */
    void cut(long position) throws IOException {
        file.setLength(position);
        file.seek(position);
    }

    /** Returns when all is on disk for good, and not only handed to the system. */
    void force() throws IOException {
        file.getFD().sync();
    }

    /** The same for the name of the file, where the system lets a folder be opened. */
    void forceName() {
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent())) {
            folder.force(true);
        } catch (IOException e) {
            return; // as on Windows
        }
    }

    @Override
    public void close() throws IOException {
        locked.close();
    }
}
