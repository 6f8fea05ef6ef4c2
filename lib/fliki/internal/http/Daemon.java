package fliki.internal.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that do not keep a program running and belong to no thread group of the caller. */
public final class Daemon {

    private Daemon() {}

    /**
     * A thread of this name, not yet started. It is in no group of the caller: Ctrl-C in JShell
     * stops all threads in the group of the line that it ends (JDK 17, local execution).
     */
    public static Thread of(String name, Runnable task) {
        return in(top(), name, task);
    }

    /** At most this many threads of this name. They end after a second without work. */
    public static ThreadPoolExecutor pool(String name, int size) {
        var tasks = new LinkedBlockingQueue<Runnable>();
        var pool = new ThreadPoolExecutor(size, size, 1, TimeUnit.SECONDS, tasks, t -> of(name, t));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Throws the failure of work on another thread. */
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
