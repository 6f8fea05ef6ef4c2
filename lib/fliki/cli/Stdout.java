package fliki.cli;

import fliki.internal.download.LockedFile;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Standard output that never loses data silently. Its failures are unchecked, since a {@code
 * PrintWriter} keeps checked ones to itself.
 */
final class Stdout extends OutputStream {

    /** Leads to what standard output writes, on Linux and macOS. */
    private static final Path HERE = Path.of("/dev/stdout");

    private static final Path STDIN = Path.of("/dev/stdin");

    /** Kept, as its lock goes with it. */
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private final OutputStream out;

    private Stdout(OutputStream out) {
        this.out = out;
    }

    /**
     * Standard output for the rows of this input.
     *
     * @throws IllegalArgumentException where it leads to the input, which would have no end
     */
    static OutputStream open(String in) {
        try {
            var rows = in.equals("-") ? STDIN : Path.of(in);
            // A terminal is both without any harm.
            if (Files.isRegularFile(rows) && Files.isSameFile(rows, HERE)) {
                throw new IllegalArgumentException("standard output is the input itself");
            }
        } catch (IOException | InvalidPathException e) {
            return open(); // there is no such file, or no telling on this system
        }
        return open();
    }

    /**
     * Standard output, which no other run may take for its output meanwhile if it is a file.
     *
     * @throws IllegalArgumentException where another run writes it
     */
    static OutputStream locked(String in) {
        var out = open(in);
        try {
            if (OUT.getChannel().tryLock(LockedFile.LOCKED, 1, false) == null) {
                throw new IllegalArgumentException("another run writes standard output");
            }
        } catch (IOException | OverlappingFileLockException e) {
            return out; // no file, or this process has locked it
        }
        return out;
    }

    /** Standard output of this process. */
    static OutputStream open() {
        return new Stdout(OUT);
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
