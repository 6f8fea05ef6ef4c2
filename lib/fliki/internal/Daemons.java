package fliki.internal;

import fliki.internal.http.Daemon;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that neither keep a script from ending nor stay behind when their work is done. */
final class Daemons {

    private Daemons() {}

    /**
     * Threads of this name, so many at the most, which end when they have been idle for a second.
     */
    static ThreadPoolExecutor pool(String name, int size) {
        var pool =
                new ThreadPoolExecutor(
                        size,
                        size,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> Daemon.of(name, task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Throws what work on another thread ended with. */
    static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }
}
