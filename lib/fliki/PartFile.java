package fliki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is being written beside its final name, which it gets when it is whole. Trouble with
 * the disk is an {@link Unwritable}, to tell it from trouble with the network or a listener.
 */
final class PartFile implements AutoCloseable {

    /** Trouble with the disk. */
    static final class Unwritable extends UncheckedIOException {

        private static final long serialVersionUID = 1;

        private Unwritable(IOException cause) {
            super(cause);
        }
    }

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private long size;
    private boolean finished;

    private PartFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
    }

    /** Keeps other runs from writing the file; {@link #restart} drops what a killed one left. */
    static PartFile open(Path target) {
        var part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            var channel =
                    FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            // A run that has just finished gave its file the final name: then this is not the part.
            if (!lock(channel) || !Files.exists(part)) {
                channel.close();
                throw new IOException("another run is writing it");
            }
            return new PartFile(target, part, channel);
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** How many bytes are on disk. */
    long size() {
        return size;
    }

    void restart() {
        try {
            channel.truncate(0);
            size = 0;
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    void write(byte[] bytes, int count) {
        try {
            for (var buffer = ByteBuffer.wrap(bytes, 0, count); buffer.hasRemaining(); ) {
                size += channel.write(buffer);
            }
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    /** Gives the file its final name. */
    void finish(boolean replace) {
        try {
            channel.force(true);
            if (!replace && Files.exists(target)) {
                throw new IOException("there is such a file by now");
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            finished = true;
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    /** Removes what is not finished. */
    @Override
    public void close() {
        try (channel) {
            if (!finished) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }
}
