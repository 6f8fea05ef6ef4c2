package fliki.internal.download;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A file that is written beside its final name and renamed when it is complete. Disk errors are
 * {@link Unwritable}, to tell them from network errors and listeners' errors.
 */
public final class PartFile implements AutoCloseable {

    /** Trouble with the disk. */
    public static final class Unwritable extends UncheckedIOException {

        private static final long serialVersionUID = 1;

        private Unwritable(IOException cause) {
            super(cause);
        }
    }

    /** What this process is writing; changed only by who holds {@link LockedFile}. */
    private static final Set<LockedFile> UNFINISHED = new HashSet<>();

    private static final String NO_LENGTH = "and the server names no length to compare";
    private static final String BUSY = "another run is writing it";

    private final Path target;
    private final LockedFile part;
    private long size;

    private PartFile(Path target, LockedFile part) {
        this.target = target;
        this.part = part;
    }

    /** Where the file is written. */
    public static Path name(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /**
     * Whether the wanted file is there already.
     *
     * @param length how long that is, where this is known
     * @throws NoFile if another file is there, which may not be replaced
     */
    public static boolean isThere(Path target, OptionalLong length, boolean replace) {
        if (!Files.exists(target, NOFOLLOW_LINKS) || replace && !Files.exists(target)) {
            return false;
        }
        if (!Files.isRegularFile(target)) {
            throw new NoFile(target + " is there already, and is not a plain file");
        }
        if (!replace && !length.equals(OptionalLong.of(length(target)))) {
            var why = length.isPresent() ? "of another length" : NO_LENGTH;
            var advice = "; move it away, or use force to replace it";
            throw new NoFile(target + " is there already, " + why + advice);
        }
        return !replace;
    }

    private static long length(Path target) {
        try {
            return Files.size(target);
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    /** Keeps other runs from writing the file; {@link #restart} drops what a killed one left. */
    public static PartFile open(Path target) {
        var part = name(target);
        try {
            LockedFile.file(part);
            Files.createDirectories(target.toAbsolutePath().getParent());
            return new PartFile(target, lock(part));
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    /**
     * Removes all that is not finished and then ends the process. In between nothing is made, named
     * or given up, so that no other thread can tell of a failure.
     */
    public static void dropAll(Runnable end) {
        synchronized (LockedFile.class) {
            for (var part : UNFINISHED) {
                try {
                    part.delete();
                } catch (IOException e) {
                    // It stays, as it would after a power cut: the next run starts it again.
                }
            }
            end.run();
        }
    }

    private static LockedFile lock(Path part) throws IOException {
        synchronized (LockedFile.class) {
            var locked = locked(part);
            UNFINISHED.add(locked);
            return locked;
        }
    }

    private static LockedFile locked(Path part) throws IOException {
        try {
            return made(part).orElseThrow(() -> new IOException(BUSY));
        } catch (NoSuchFileException e) {
            throw new IOException(BUSY, e); // another run has just given it its final name
        }
    }

    private static Optional<LockedFile> made(Path part) throws IOException {
        try {
            return LockedFile.create(part);
        } catch (FileAlreadyExistsException e) {
            if (!ours(part)) {
                var name = part.getFileName();
                throw new IOException(name + " is there already, and is not a plain file", e);
            }
            return LockedFile.open(part);
        }
    }

    /**
     * Whether a run of fliki can have left it: it is no link, no device and no second name of a
     * file.
     */
    private static boolean ours(Path part) throws IOException {
        var links = part.getFileSystem().supportedFileAttributeViews().contains("unix");
        return Files.readAttributes(part, BasicFileAttributes.class, NOFOLLOW_LINKS).isRegularFile()
                && (!links || (int) Files.getAttribute(part, "unix:nlink") <= 1);
    }

    /** How many bytes are on disk. */
    public long size() {
        return size;
    }

    /** Drops what is there. */
    public void restart() {
        try {
            part.handle().setLength(0);
            part.handle().seek(0);
            size = 0;
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    /** Adds the first {@code count} of these bytes. */
    public void write(byte[] bytes, int count) {
        try {
            part.handle().write(bytes, 0, count);
            size += count;
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    /** Whether other runs are kept out; some file systems cannot. */
    public boolean isLocked() {
        return part.isLocked();
    }

    /**
     * Gives the file its final name; returns whether it is surely on the disk. If not, only a power
     * cut can damage it.
     */
    public boolean finish(boolean replace) {
        try {
            var synced = part.sync();
            if (!replace && Files.exists(target, NOFOLLOW_LINKS)) {
                throw new IOException("there is such a file by now");
            }
            synchronized (LockedFile.class) {
                part.rename(target);
                UNFINISHED.remove(part);
            }
            return synced;
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    /** Removes what is not finished; what cannot be removed stays, as after a power cut. */
    @Override
    public void close() {
        try (part) {
            synchronized (LockedFile.class) {
                if (UNFINISHED.remove(part)) {
                    part.delete();
                }
            }
        } catch (IOException e) {
            return; // a whole file has its name and is on the disk by now
        }
    }
}
