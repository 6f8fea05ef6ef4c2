package fliki.internal.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread that neither keeps a program from ending nor ends with what its caller belongs to. */
public final class Daemon {

    private Daemon() {}

    /**
     * A thread of this name, not yet started. It is in no group of the caller: Ctrl-C in JShell
     * stops all threads in the group of the line that it ends (JDK 17, local execution).
     */
    public static Thread of(String name, Runnable task) {
        return in(top(), name, task);
    }

    /**
     * At most this many threads of this name, which end when they have been idle for a second: none
     * stays behind when their work is done.
     */
    public static ThreadPoolExecutor pool(String name, int size) {
        var tasks = new LinkedBlockingQueue<Runnable>();
        var pool = new ThreadPoolExecutor(size, size, 1, TimeUnit.SECONDS, tasks, t -> of(name, t));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Throws what work on another thread ended with. */
    public static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    static Thread in(ThreadGroup group, String name, Runnable task) {
        var thread = new Thread(group, task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The group that every other one is in. */
    static ThreadGroup top() {
        var group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
