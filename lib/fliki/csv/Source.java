package fliki.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the rows come from.
 *
 * @param file the file; empty for a stream
 * @param stream the stream; the caller's to close
 * @param memory what was read of it, where it is to be read more than once
 */
record Source(
        String name, Optional<Path> file, Optional<InputStream> stream, Optional<Memory> memory) {

    /** Leads to the file that a shell redirected, on Linux and macOS; there is none on Windows. */
    private static final Path STDIN = Path.of("/dev/stdin");

    static Source of(Path file) {
        return new Source(file.toString(), Optional.of(file), Optional.empty(), Optional.empty());
    }

    static Source of(InputStream stream) {
        var name = "standard input";
        return new Source(name, Optional.empty(), Optional.of(stream), Optional.empty());
    }

    /** The same to be read more than once: what cannot be, such as a pipe, is kept in memory. */
    Source remembered() {
        return new Source(name, file, stream, Optional.of(new Memory()));
    }

    /** All bytes of a source, as soon as they were read. */
    static final class Memory {

        private byte[] bytes;

        private synchronized InputStream again(Source source) throws IOException {
            if (bytes == null) {
                var once = source.bytes();
                bytes = once.readAllBytes();
                source.close(once);
            }
            return new ByteArrayInputStream(bytes);
        }
    }

    /**
     * The file that is read, as far as that can be known; what standard input reads is one, too.
     */
    Optional<Path> origin() {
        return file.or(() -> stream.filter(in -> in == System.in).map(in -> STDIN))
                .filter(Files::exists);
    }

    /** Whether it can be read twice, which a pipe cannot. */
    boolean lasting() {
        return file.filter(Files::isRegularFile).isPresent();
    }

    InputStream open() {
        if (file.filter(Files::isDirectory).isPresent()) {
            throw CsvException.of(name, "a directory, not a CSV");
        }
        try {
            return memory.isEmpty() || lasting() ? bytes() : memory.get().again(this);
        } catch (IOException e) {
            throw CsvException.of(name, "cannot be read: " + CsvException.reason(e));
        }
    }

    /** Whether the last line has an end; reads all of it where it can be read again. */
    boolean endsWhole() {
        var bytes = open();
        try {
            int last = '\n';
            var buffer = new byte[1 << 16];
            for (int count; (count = bytes.read(buffer)) > 0; ) {
                last = buffer[count - 1];
            }
            return last == '\n';
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be read: " + e.getMessage(), e);
        } finally {
            close(bytes);
        }
    }

    private InputStream bytes() throws IOException {
        return stream.isPresent() ? stream.get() : Files.newInputStream(file.orElseThrow());
    }

    /**
     * Closes what {@link #open} gave, but for a stream, which is the caller's. The bytes and not
     * their reader are closed: another thread may be reading, and would hold the reader.
     */
    void close(InputStream bytes) {
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
