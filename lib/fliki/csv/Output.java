package fliki.csv;

import static fliki.csv.Target.Existing.RESUMED;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes rows, each handed to the system before the next. */
final class Output implements Closeable {

    private final String name;
    private final Format format;
    private final OutputStream out;
    private final Optional<OutputFile> file;

    private Output(String name, Format format, OutputStream out, Optional<OutputFile> file) {
        this.name = name;
        this.format = format;
        this.out = out;
        this.file = file;
    }

    /**
     * Locks the target and writes the header; or, to resume, moves the input past the rows that are
     * there and drops a torn last one.
     *
     * @param finished takes each row that is there
     */
    static Output open(Target target, Input in, Consumer<Row> finished) {
        return open(target, in, finished, false);
    }

    /** The same, but a torn last row stays until it is written over. */
    static Output openTorn(Target target, Input in, Consumer<Row> finished) {
        return open(target, in, finished, true);
    }

    private static Output open(Target target, Input in, Consumer<Row> finished, boolean torn) {
        if (target.file().isEmpty()) {
            OutputStream stream = target.stream().orElseThrow();
            var output = new Output(target.name(), in.format(), stream, Optional.empty());
            output.send(in.header());
            return output;
        }
        OutputFile file = OutputFile.open(target.name(), target.file().get(), target.existing());
        try {
            return begun(target, file, in, finished, torn);
        } catch (IOException | RuntimeException e) {
            close(target.name(), file);
            throw e instanceof IOException io
                    ? unwritable(target.name(), io)
                    : (RuntimeException) e;
        }
    }

    private static Output begun(
            Target target, OutputFile file, Input in, Consumer<Row> finished, boolean torn)
            throws IOException {
        boolean resumed = target.existing() == RESUMED;
        var resume =
                torn
                        ? Resume.ofTexts(target.name(), file, in)
                        : Resume.ofLookUps(target.name(), file, in);
        long kept = resumed ? resume.keep(finished) : 0;
        if (!torn || kept == 0) {
            file.cut(kept);
        }
        var output = new Output(target.name(), in.format(), file.stream(kept), Optional.of(file));
        if (kept == 0) {
            output.send(in.header());
        }
        return output;
    }

    /** The file that is written; empty for a stream. */
    Optional<OutputFile> file() {
        return file;
    }

    void write(Row row) {
        send(format.encoded(row.cells()));
    }

    /** Writes a part of a row. */
    void send(byte[] text) {
        try {
            out.write(text);
            out.flush();
        } catch (IOException e) {
            throw unwritable(name, e);
        }
    }

    static UncheckedIOException unwritable(String name, IOException e) {
        return new UncheckedIOException(name + ": cannot be written: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        file.ifPresent(opened -> close(name, opened));
    }

    private static void close(String name, Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            throw unwritable(name, e);
        }
    }
}
