package fliki.internal.download;

import fliki.internal.text.Text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A file as far as it has come. What its bytes are is believed, whatever an answer calls them. */
public final class Arrival implements AutoCloseable {

    private static final Pattern TEXT =
            Pattern.compile("(?i)\\s*(text/|application/([^;]*\\+)?(json|xml)).*");

    private static final int GZIP = 0x1F;
    private static final int GZIP_TOO = 0x8B;

    private final PartFile part;
    private final Runnable onBytes;

    private Beginning beginning = new Beginning();
    private String type = "";

    /**
     * Keeps other runs from writing the file.
     *
     * @param onBytes called whenever bytes have come
     */
    public Arrival(Path file, Runnable onBytes) {
        this.onBytes = onBytes;
        part = PartFile.open(file);
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
     * @throws NoFile where it is a page
     */
    public void add(InputStream body, OptionalLong end) throws IOException {
        var bytes = new byte[1 << 16];
        for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
            if (size() + count > end.orElse(Long.MAX_VALUE)) {
                restart();
                throw new IOException("more came than was told");
            }
            if (beginning.isPage(bytes, count)) {
                throw new NoFile("the server sent a page instead of the file");
            }
            if (beginning.isText()) {
                refuseText();
            }
            part.write(bytes, count);
            onBytes.run();
        }
    }

    private void refuseText() {
        if (TEXT.matcher(type).matches()) {
            throw new NoFile("the server sent " + Text.brief(type) + " instead of the file");
        }
    }

    /** Gives the file its final name. */
    public void finish(boolean replace) {
        if (beginning.isTextSoFar()) {
            refuseText();
        }
        part.finish(replace);
    }

    /** Removes what has not become the file. */
    @Override
    public void close() {
        part.close();
    }
}
