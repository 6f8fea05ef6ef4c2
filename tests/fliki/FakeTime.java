package fliki;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A clock that only sleeping moves, and that remembers the sleeps. */
public final class FakeTime implements Time {

    /** Where the clock starts. */
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Duration> sleeps = new ArrayList<>();
    private Instant now = START;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (duration.compareTo(Duration.ZERO) > 0) {
            sleeps.add(duration);
            now = now.plus(duration);
        }
    }

    /** Gives work on other threads a moment of real time before the clock moves. */
    @Override
    public <T> T poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException {
        var head = queue.poll(20, TimeUnit.MILLISECONDS);
        if (head == null) {
            sleep(atMost);
        }
        return head;
    }

    /** Moves the clock without a sleep. */
    synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** All sleeps so far, in order. */
    synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
