package fliki.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Locale;

/**
 * Standard output that never loses data silently. Its failures are unchecked, since a {@code
 * PrintWriter} keeps checked ones to itself.
 */
public final class Stdout extends OutputStream {

    private final OutputStream out;

    private Stdout(OutputStream out) {
        this.out = out;
    }

    /** Standard output of this process. */
    public static OutputStream open() {
        return new Stdout(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /**
     * Writes.
     *
     * @throws Output.ClosedPipe when the reader went away
     * @throws UncheckedIOException when it fails in any other way, such as a full disk
     */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (closedPipe(e)) {
                throw new Output.ClosedPipe();
            }
            throw new UncheckedIOException("cannot write standard output: " + e.getMessage(), e);
        }
    }

    /** The system reports a closed pipe by a text alone, in the language of the user. */
    private static boolean closedPipe(IOException failure) {
        var text = String.valueOf(failure.getMessage());
        return text.toLowerCase(Locale.ROOT).contains("pipe") || text.equals(ofAClosedPipe());
    }

    private static String ofAClosedPipe() {
        try {
            var pipe = Pipe.open();
            pipe.source().close();
            try (var sink = pipe.sink()) {
                sink.write(ByteBuffer.allocate(1));
            }
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
