package fliki;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that neither keep a script from ending nor stay behind when their work is done. */
final class Workers {

    private Workers() {}

    static ThreadPoolExecutor pool(String name, int size) {
        var pool =
                new ThreadPoolExecutor(
                        size,
                        size,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> daemon(name, task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static Thread daemon(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
