package fliki;

import static fliki.CsvTarget.Existing.REFUSED;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An output file, locked from opening to closing.
 *
 * <p>Everything goes through one handle: on POSIX a process loses its lock as soon as it closes any
 * handle of the file. A random access file, unlike a channel, survives an interrupt.
 */
final class CsvFile implements Closeable {

    /** What this process is writing: to open one again, even to refuse it, would unlock it. */
    private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();

    /** The byte that is locked: behind all text, which Windows would keep others from reading. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private final Path real;
    private final RandomAccessFile file;

    private CsvFile(Path real, RandomAccessFile file) {
        this.real = real;
        this.file = file;
    }

    /** The length in bytes, and the number, of records whose line break lies outside quotes. */
    record Whole(long length, long records) {}

    static CsvFile open(String name, Path path, CsvTarget.Existing existing) {
        try {
            if (existing == REFUSED || !Files.exists(path)) {
                Files.createFile(path);
            }
            Path real = path.toRealPath();
            if (!WRITING.add(real)) {
                throw busy(name);
            }
            return open(name, real);
        } catch (FileAlreadyExistsException e) {
            throw CsvTarget.refused(name);
        } catch (IOException e) {
            throw CsvException.of(name, "cannot be written: " + CsvException.reason(e));
        }
    }

    private static CsvFile open(String name, Path real) throws IOException {
        RandomAccessFile handle;
        try {
            handle = new RandomAccessFile(real.toFile(), "rw");
        } catch (IOException e) {
            WRITING.remove(real);
            throw e;
        }
        CsvFile file = new CsvFile(real, handle);
        if (!file.lock()) {
            file.close();
            throw busy(name);
        }
        return file;
    }

    private boolean lock() throws IOException {
        try {
            return file.getChannel().tryLock(LOCKED, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            close();
            throw e;
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

    /** Drops everything after this length, and writes from there; not to be closed. */
    OutputStream write(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
        return new FileOutputStream(file.getFD());
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            WRITING.remove(real);
        }
    }
}
