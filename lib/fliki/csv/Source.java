package fliki.csv;

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
 */
record Source(String name, Optional<Path> file, Optional<InputStream> stream) {

    /** Leads to the file that a shell redirected, on Linux and macOS; there is none on Windows. */
    private static final Path STDIN = Path.of("/dev/stdin");

    static Source of(Path file) {
        return new Source(file.toString(), Optional.of(file), Optional.empty());
    }

    static Source of(InputStream stream) {
        return new Source("standard input", Optional.empty(), Optional.of(stream));
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
            return stream.isPresent() ? stream.get() : Files.newInputStream(file.orElseThrow());
        } catch (IOException e) {
            throw CsvException.of(name, "cannot be read: " + CsvException.reason(e));
        }
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
