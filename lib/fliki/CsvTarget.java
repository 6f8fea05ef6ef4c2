package fliki;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the rows go.
 *
 * @param file the file; empty for a stream
 * @param stream the stream; the caller's to close
 * @param existing what becomes of rows that are there already
 */
record CsvTarget(Optional<Path> file, Optional<OutputStream> stream, Existing existing) {

    enum Existing {
        REFUSED,
        RESUMED,
        REPLACED
    }

    static final CsvTarget NOWHERE =
            new CsvTarget(Optional.empty(), Optional.empty(), Existing.REFUSED);

    CsvTarget file(Path path) {
        return new CsvTarget(Optional.of(path), Optional.empty(), existing);
    }

    CsvTarget stream(OutputStream out) {
        return new CsvTarget(Optional.empty(), Optional.of(out), existing);
    }

    CsvTarget existing(Existing wanted) {
        if (existing != Existing.REFUSED && existing != wanted) {
            throw new IllegalArgumentException("either resume an output or force a new one");
        }
        return new CsvTarget(file, stream, wanted);
    }

    String name() {
        return file.map(Path::toString).orElse("standard output");
    }

    /** Throws unless this may be written with rows from the source. */
    void check(CsvSource source) {
        if (file.isEmpty() && stream.isEmpty()) {
            throw new IllegalArgumentException("no output: say where with to(...)");
        }
        if (existing == Existing.RESUMED && file.isEmpty()) {
            throw CsvException.of(name(), "only a file can be resumed");
        }
        file.filter(Files::exists).ifPresent(path -> checkPresent(path, source));
    }

    private void checkPresent(Path path, CsvSource source) {
        if (source.file().filter(Files::exists).filter(in -> same(in, path)).isPresent()) {
            throw CsvException.of(name(), "the input itself; name another output");
        }
        if (!Files.isRegularFile(path)) {
            throw CsvException.of(name(), "not a file that can be replaced or resumed");
        }
        if (existing == Existing.REFUSED) {
            throw refused(name());
        }
    }

    private boolean same(Path in, Path out) {
        try {
            return Files.isSameFile(in, out);
        } catch (IOException e) {
            throw CsvException.of(name(), "cannot be compared with the input: " + e.getMessage());
        }
    }

    static CsvException refused(String name) {
        return CsvException.of(name, "exists already; resume it, or force a new one");
    }
}
