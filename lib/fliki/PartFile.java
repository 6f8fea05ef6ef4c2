package fliki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that is being written beside its final name, which it gets when it is whole. Trouble with
 * the disk is an {@link UncheckedIOException}, to tell it from trouble with the network.
 */
final class PartFile implements AutoCloseable {

    private static final String BUSY = "another run is writing it";

    private final Path target;
    private final LockedFile part;
    private long size;
    private boolean finished;

    private PartFile(Path target, LockedFile part) {
        this.target = target;
        this.part = part;
    }

    /** Makes the file, in place of what a killed run left, and keeps other runs from writing it. */
    static PartFile open(Path target) {
        var part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            return new PartFile(target, make(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LockedFile make(Path part) throws IOException {
        try {
            if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                remove(part);
            }
            Files.createFile(part);
            return locked(part);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            // Another run has just made it, or given it its final name.
            throw new IOException(BUSY, e);
        }
    }

    private static void remove(Path part) throws IOException {
        if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    part.getFileName() + " is there already, and is not a plain file");
        }
        try (var left = locked(part)) {
            left.delete();
        }
    }

    private static LockedFile locked(Path part) throws IOException {
        return LockedFile.open(part).orElseThrow(() -> new IOException(BUSY));
    }

    /** How many bytes are on disk. */
    long size() {
        return size;
    }

    void restart() {
        try {
            part.handle().setLength(0);
            part.handle().seek(0);
            size = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(byte[] bytes, int count) {
        try {
            part.handle().write(bytes, 0, count);
            size += count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the file its final name. */
    void finish(boolean replace) {
        try {
            part.handle().getFD().sync();
            if (!replace && Files.exists(target)) {
                throw new IOException("there is such a file by now");
            }
            part.rename(target);
            finished = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what is not finished. */
    @Override
    public void close() {
        try (part) {
            if (!finished) {
                part.delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
