package fliki;

import static java.util.Comparator.naturalOrder;

import fliki.internal.http.Daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;

/** A clock for several threads: one runs while the others sleep, and no time is lost. */
final class Turns implements Time {

    private record Sleeper(Instant until, int number, Semaphore bell, boolean blocked) {}

    private final Queue<Sleeper> sleepers =
            new PriorityQueue<>(
                    Comparator.comparing(Sleeper::until).thenComparing(Sleeper::number));
    private Instant now = Instant.EPOCH;
    private int number;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (duration.compareTo(Duration.ZERO) > 0) {
            sleep(duration, false);
        }
    }

    private void sleep(Duration duration, boolean blocked) throws InterruptedException {
        var bell = new Semaphore(0);
        lieDown(duration, bell, blocked);
        next();
        bell.acquire();
    }

    /** Tries again whenever one of those who may hold the lock has woken up. */
    @Override
    public boolean lock(Lock lock, Duration atMost) throws InterruptedException {
        while (!lock.tryLock()) {
            sleep(untilNext(), true);
        }
        return true;
    }

    private synchronized Duration untilNext() {
        var awake = sleepers.stream().filter(sleeper -> !sleeper.blocked());
        return Duration.between(now, awake.map(Sleeper::until).min(naturalOrder()).orElseThrow());
    }

    private synchronized void lieDown(Duration duration, Semaphore bell, boolean blocked) {
        sleepers.add(new Sleeper(now.plus(duration), number++, bell, blocked));
    }

    /** Hands over to whoever wakes up first. */
    private synchronized void next() {
        if (!sleepers.isEmpty()) {
            now = sleepers.peek().until();
            sleepers.remove().bell().release();
        }
    }

    @Override
    public <T> T poll(BlockingQueue<T> queue, Duration atMost) {
        throw new UnsupportedOperationException();
    }

    /** Runs so many threads with this task until all have ended. */
    void run(int threads, Runnable task) throws InterruptedException {
        var running = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            var bell = new Semaphore(0);
            lieDown(Duration.ZERO, bell, false);
            running.add(
                    Daemon.of(
                            "bench",
                            () -> {
                                bell.acquireUninterruptibly();
                                task.run();
                                next();
                            }));
        }
        running.forEach(Thread::start);
        next();
        for (var thread : running) {
            thread.join();
        }
    }
}
