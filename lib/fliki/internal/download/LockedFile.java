package fliki.internal.download;

import fliki.internal.text.Windows;

import java.io.Closeable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that is open for writing here and for no other run, in this process or another.
 *
 * <p>On POSIX a process loses its lock on a file when it closes any handle of that file. So there
 * is one handle, a file that is open is not opened again, and all methods that create, open, rename
 * or close take turns. A random access file survives an interrupt; a channel does not.
 */
public final class LockedFile implements Closeable {

    /** What this process has open, whatever the name: to open it again would unlock it. */
    private static final Set<Object> OPEN = new HashSet<>();

    /**
     * The locked byte lies behind all content, because Windows does not let others read a locked
     * byte.
     */
    public static final long LOCKED = Long.MAX_VALUE - 1;

    /** For two seconds: a virus scanner has a new file open for a moment. */
    private static final int TRIES = 20;

    private static final long TRY_EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path path;
    private final Object key;
    private final RandomAccessFile handle;
    private final Lock lock;

    private LockedFile(Path path, Object key, RandomAccessFile handle, Lock lock) {
        this.path = path;
        this.key = key;
        this.handle = handle;
        this.lock = lock;
    }

    /** A new file; empty where another run has it open already. */
    public static synchronized Optional<LockedFile> create(Path path) throws IOException {
        file(path);
        Files.createFile(path);
        try {
            return open(path);
        } catch (FileNotFoundException e) { // too many are open, say
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** A file that is there; empty where another run has it open, or has just renamed it. */
    public static synchronized Optional<LockedFile> open(Path path) throws IOException {
        var key = key(path);
        if (OPEN.contains(key)) {
            return Optional.empty();
        }
        var handle = new RandomAccessFile(file(path), "rw");
        var ours = false;
        try {
            // Before the lock was ours, its run may have renamed the file, and a third run may have
            // made a new one, even with the same number: so the name is checked twice.
            var lock = named(path, key) ? lock(handle) : Lock.THEIRS;
            ours = lock != Lock.THEIRS && named(path, key) && OPEN.add(key);
            return ours ? Optional.of(new LockedFile(path, key, handle, lock)) : Optional.empty();
        } finally {
            if (!ours) {
                handle.close();
            }
        }
    }

    /** The path as a file of the system; fails for a path inside a zip file, for example. */
    static File file(Path path) throws IOException {
        try {
            return path.toFile();
        } catch (UnsupportedOperationException e) {
            throw new IOException("it lies inside another file, not on a disk", e);
        }
    }

    /** The identity of a file, whatever its name: its inode, or on Windows its real path. */
    private static Object key(Path path) throws IOException {
        var key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path.toRealPath() : key;
    }

    private static boolean named(Path path, Object key) throws IOException {
        return Files.exists(path) && key(path).equals(key);
    }

    /** Whether the name still leads to this file. */
    public boolean isNamed() throws IOException {
        return named(path, key);
    }

    private enum Lock {
        OURS,
        THEIRS,
        UNKNOWN
    }

    /** Some file systems, such as a network's, have no locks (ENOLCK, ENOSYS, EINVAL). */
    private static Lock lock(RandomAccessFile handle) {
        try {
            var lock = handle.getChannel().tryLock(LOCKED, 1, false);
            return lock == null ? Lock.THEIRS : Lock.OURS;
        } catch (OverlappingFileLockException e) {
            return Lock.THEIRS;
        } catch (IOException e) {
            return Lock.UNKNOWN;
        }
    }

    /** Whether other processes are kept out, or the file system has no locks. */
    public boolean isLocked() {
        return lock == Lock.OURS;
    }

    /**
     * Writes everything to the disk; gives whether the file system can do that. Java does not tell
     * "cannot" (EINVAL, ENOSYS) from "failed".
     */
    public boolean sync() throws IOException {
        try {
            handle.getFD().sync();
            return true;
        } catch (SyncFailedException e) {
            return false;
        }
    }

    /** To read and write with; not to be closed. */
    public RandomAccessFile handle() {
        return handle;
    }

    /** Gives the file this name, also where another file has it. */
    void rename(Path target) throws IOException {
        synchronized (LockedFile.class) {
            if (!isNamed()) {
                throw new IOException("somebody has moved or replaced " + path.getFileName());
            }
            release();
            move(target, Windows.HERE ? TRIES : 1);
        }
    }

    private void move(Path target, int tries) throws IOException {
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (tries == 1) {
                throw e;
            }
            LockSupport.parkNanos(TRY_EVERY);
            move(target, tries - 1);
        }
    }

    /** Deletes the file, unless its name leads to another one by now. */
    void delete() throws IOException {
        synchronized (LockedFile.class) {
            if (isNamed()) {
                release();
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * Windows cannot rename or delete an open file. Elsewhere the lock must be held until after
     * that; otherwise another run could take the file.
     */
    private void release() throws IOException {
        if (Windows.HERE) {
            handle.close();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (LockedFile.class) {
            try {
                handle.close();
            } finally {
                OPEN.remove(key);
            }
        }
    }
}
