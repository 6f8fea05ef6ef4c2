package fliki.csv;

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
record Target(Optional<Path> file, Optional<OutputStream> stream, Existing existing) {

    enum Existing {
        REFUSED,
        RESUMED,
        REPLACED
    }

    static final Target NOWHERE = new Target(Optional.empty(), Optional.empty(), Existing.REFUSED);

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
        if (file.filter(path -> Files.isSymbolicLink(path) && !Files.exists(path)).isPresent()) {
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
        return CsvException.of(
                name, "exists already; use resume to carry on with it, or force to replace it");
    }
}
