package fliki.internal.download;

import fliki.internal.text.Text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A file as far as it has come. What its bytes are is believed, whatever an answer calls them. */
public final class Arrival implements AutoCloseable {

    private static final Pattern TEXT =
            Pattern.compile("(?i)\\s*(text/|application/([^;]*\\+)?(json|xml)).*");

    private static final int GZIP = 0x1F;
    private static final int GZIP_TOO = 0x8B;

    private final PartFile part;
    private final Duration patience;
    private final IntConsumer onBytes;

    private Beginning beginning = new Beginning();
    private String type = "";

    /**
     * Keeps other runs from writing the file.
     *
     * @param patience how long a server may be slower than 1 KiB a second
     * @param onBytes told of each few bytes that have come, how many they are
     */
    public Arrival(Path file, Duration patience, IntConsumer onBytes) {
        this.patience = patience;
        this.onBytes = onBytes;
        part = PartFile.open(file);
    }

    /** What came is no file but a page or a text; the file itself may come the next time. */
    public static final class Page extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Page(String what) {
            super(what);
        }
    }

    /** How many bytes have come. */
    public long size() {
        return part.size();
    }

    /** Drops what has come. */
    public void restart() {
        restart("");
    }

    /** The same, for what an answer calls a file of this type. */
    public void restart(String contentType) {
        part.restart();
        beginning = new Beginning();
        type = contentType;
    }

    /** The body unpacked if its bytes are gzip, else as it is. */
    public static InputStream unpacked(InputStream body) throws IOException {
        var head = new ByteArrayOutputStream();
        var next = body.read();
        if (next == GZIP) { // as no film begins; of a film, the first byte is handed on at once
            head.write(next);
            next = body.read();
        }
        if (next >= 0) {
            head.write(next);
        }
        var whole = new SequenceInputStream(new ByteArrayInputStream(head.toByteArray()), body);
        return head.size() == 2 && next == GZIP_TOO ? new GZIPInputStream(whole) : whole;
    }

    /**
     * Adds a body, to end at this byte at the latest.
     *
     * @throws Page where it is no file
     */
    public void add(InputStream body, OptionalLong end) throws IOException {
        var bytes = new byte[1 << 16];
        var speed = new Speed(patience);
        for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
            if (size() + count > end.orElse(Long.MAX_VALUE)) {
                restart();
                throw new IOException("more came than was told");
            }
            if (beginning.isPage(bytes, count)) {
                throw new Page("the server sent a page instead of the file");
            }
            if (beginning.isText()) {
                refuseText();
            }
            part.write(bytes, count);
            onBytes.accept(count);
            speed.check(count);
        }
    }

    private void refuseText() {
        if (TEXT.matcher(type).matches()) {
            throw new Page("the server sent " + Text.brief(type) + " instead of the file");
        }
    }

    /** Gives the file its final name; gives whether it is on the disk for good. */
    public boolean finish(boolean replace) {
        if (beginning.isTextSoFar()) {
            refuseText();
        }
        return part.finish(replace);
    }

    /** Whether other runs are kept out; some file systems cannot. */
    public boolean isLocked() {
        return part.isLocked();
    }

    /** Removes what has not become the file. */
    @Override
    public void close() {
        part.close();
    }
}
