package fliki.internal.download;

import fliki.internal.text.Text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The part of a file that has come. Its bytes count, not the type that the server names. */
public final class Arrival implements AutoCloseable {

    private static final Pattern TEXT =
            Pattern.compile("(?i)\\s*(text/|application/([^;]*\\+)?(json|xml)).*");

    /** The first characters of pages and JSON texts, which are no files. */
    private static final String PAGE = "<{[";

    /** White space, and the three bytes of a byte order mark. */
    private static final String BLANK = "\t\n\u000B\f\r \u00EF\u00BB\u00BF";

    /** Among this many first bytes, a film has one that no text has. */
    private static final int ENOUGH = 512;

    /** Bytes a second; a normal download has a hundred times as many. */
    private static final long SLOWEST = 1024;

    private static final int GZIP = 0x1F;
    private static final int GZIP_TOO = 0x8B;

    private final PartFile part;
    private final Duration patience;
    private final IntConsumer onBytes;

    private String type = "";
    private boolean visible;
    private boolean binary;
    private int judged;

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

    /** A page or a text came; the file may come the next time. */
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

    /** The same for an answer with this type. */
    public void restart(String contentType) {
        part.restart();
        type = contentType;
        visible = false;
        binary = false;
        judged = 0;
    }

    /** The body unpacked if its bytes are gzip, else as it is. */
    public static InputStream unpacked(InputStream body) throws IOException {
        var head = new byte[1 << 13];
        var count =
                Math.max(
                        0, body.read(head)); // one read only: the first bytes are passed on at once
        if (count == 1 && head[0] == (byte) GZIP) {
            count += Math.max(0, body.read(head, 1, 1));
        }
        var whole = new SequenceInputStream(new ByteArrayInputStream(head, 0, count), body);
        var packed = count > 1 && head[0] == (byte) GZIP && head[1] == (byte) GZIP_TOO;
        return packed ? new GZIPInputStream(whole) : whole;
    }

    /**
     * Adds a body, to end at this byte at the latest.
     *
     * @throws Page where it is no file
     */
    public void add(InputStream body, OptionalLong end) throws IOException {
        var bytes = new byte[1 << 16];
        var since = System.nanoTime();
        var slow = 0L;
        for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
            if (size() + count > end.orElse(Long.MAX_VALUE)) {
                restart();
                throw new IOException("more came than was told");
            }
            judge(bytes, count);
            part.write(bytes, count);
            onBytes.accept(count);
            slow += count;
            var passed = System.nanoTime() - since;
            if (passed >= patience.toNanos()) { // a byte now and then is a stall, too
                if (slow < SLOWEST * passed / 1_000_000_000L) {
                    throw new HttpTimeoutException("slower than 1 KiB a second");
                }
                since += passed;
                slow = 0;
            }
        }
    }

    /** Refuses a page, and a text that is called one, by the first bytes. */
    private void judge(byte[] bytes, int count) {
        for (int i = 0; i < count && judged < ENOUGH; i++, judged++) {
            binary |= isBinary(bytes[i]);
        }
        for (int i = 0; i < count && !visible; i++) {
            var one = (char) (bytes[i] & 0xFF);
            if (PAGE.indexOf(one) >= 0) {
                throw new Page("the server sent a page instead of the file");
            }
            visible = BLANK.indexOf(one) < 0;
        }
        if (judged == ENOUGH) {
            refuseText();
        }
    }

    /** The bytes that browsers, too, find in no text (WHATWG, MIME Sniffing). */
    private static boolean isBinary(byte one) {
        return one >= 0 && one < ' ' && "\t\n\f\r\u001B".indexOf(one) < 0;
    }

    private void refuseText() {
        if (!binary && TEXT.matcher(type).matches()) {
            throw new Page("the server sent " + Text.brief(type) + " instead of the file");
        }
    }

    /** Gives the file its final name; gives whether it is on the disk for good. */
    public boolean finish(boolean replace) {
        refuseText();
        return part.finish(replace);
    }

    /** Whether other runs are kept out; some file systems cannot. */
    public boolean isLocked() {
        return part.isLocked();
    }

    /** Deletes an unfinished file. */
    @Override
    public void close() {
        part.close();
    }
}
