package fliki.csv;

import static fliki.csv.Target.Existing.RESUMED;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Writes rows, each handed to the system before the next. */
final class Output implements Closeable {

    /** Releases what the output was opened with; nothing for a stream. */
    private final Closeable resource;

    private final String name;
    private final Format format;
    private final OutputStream out;

    private Output(String name, Format format, OutputStream out, Closeable resource) {
        this.name = name;
        this.format = format;
        this.out = out;
        this.resource = resource;
    }

    /**
     * Locks the target and writes the header; or, to resume, moves the input past the rows that are
     * there.
     *
     * @param finished takes each row that is there
     */
    static Output open(Target target, Input in, Consumer<Row> finished) {
        if (target.file().isEmpty()) {
            OutputStream stream = target.stream().orElseThrow();
            var output = new Output(target.name(), in.format(), stream, () -> {});
            output.send(in.header());
            return output;
        }
        OutputFile file = OutputFile.open(target.name(), target.file().get(), target.existing());
        try {
            return begun(target, file, in, finished);
        } catch (IOException | RuntimeException e) {
            close(target.name(), file);
            throw e instanceof IOException io
                    ? unwritable(target.name(), io)
                    : (RuntimeException) e;
        }
    }

    private static Output begun(Target target, OutputFile file, Input in, Consumer<Row> finished)
            throws IOException {
        boolean resumed = target.existing() == RESUMED;
        long kept = resumed ? new Resume(target.name(), file, in).keep(finished) : 0;
        var output = new Output(target.name(), in.format(), file.write(kept), file);
        if (kept == 0) {
            output.send(in.header());
        }
        return output;
    }

    void write(Row row) {
        send(format.encoded(row.cells()));
    }

    private void send(byte[] text) {
        try {
            out.write(text);
            out.flush();
        } catch (IOException e) {
            throw unwritable(name, e);
        }
    }

    private static UncheckedIOException unwritable(String name, IOException e) {
        return new UncheckedIOException(name + ": cannot be written: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        close(name, resource);
    }

    private static void close(String name, Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            throw unwritable(name, e);
        }
    }
}
