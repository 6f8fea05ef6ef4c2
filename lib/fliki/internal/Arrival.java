package fliki.internal;

import fliki.Notice;
import fliki.internal.download.Page;
import fliki.internal.download.PartFile;
import fliki.internal.text.Text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A file as far as it has come: its bytes on disk, and the notices of their number. */
final class Arrival implements AutoCloseable {

    private static final long NOTE_EVERY = Duration.ofMillis(100).toNanos();

    private final String id;
    private final PartFile part;
    private final Listeners listeners;

    private Page page = new Page();
    private long noted;

    /** Keeps other runs from writing the file. */
    Arrival(String id, Path file, Listeners listeners) {
        this.id = id;
        this.listeners = listeners;
        part = PartFile.open(file);
    }

    /** How many bytes have come. */
    long size() {
        return part.size();
    }

    /** Drops what has come. */
    void restart() {
        part.restart();
        page = new Page();
    }

    /**
     * Adds a body, to end at this byte at the latest.
     *
     * @param length the bytes of the whole file, for the notices
     */
    void add(InputStream body, OptionalLong end, OptionalLong length) throws IOException {
        var bytes = new byte[1 << 16];
        for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
            if (size() + count > end.orElse(Long.MAX_VALUE)) {
                restart();
                throw new IOException("more came than was told");
            }
            if (page.begins(bytes, count)) {
                throw Link.failed(id, "the server sent a page instead of the file");
            }
            part.write(bytes, count);
            note(length);
        }
    }

    private void note(OptionalLong length) {
        var now = System.nanoTime();
        if (now - noted > NOTE_EVERY || length.isPresent() && length.getAsLong() == size()) {
            noted = now;
            var message = "downloading " + Text.brief(id) + ", " + size() + " bytes so far";
            var size = OptionalLong.of(size());
            listeners.notice(
                    new Notice(Notice.Kind.DOWNLOADING, Optional.of(id), message, size, length));
        }
    }

    /** Gives the file its final name. */
    void finish(boolean replace) {
        part.finish(replace);
    }

    /** Removes what has not become the file. */
    @Override
    public void close() {
        part.close();
    }
}
