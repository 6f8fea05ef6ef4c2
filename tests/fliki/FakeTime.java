package fliki;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A clock that stands still but for the waits asked of it, which take no time. Thread-safe. */
public final class FakeTime implements Time {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration ENDLESS = Duration.ofDays(1);

    private final List<Duration> sleeps = new ArrayList<>();
    private final Duration moment;
    private final boolean patient;
    private Instant now = START;

    /** A clock for work that is all done on one thread. */
    public FakeTime() {
        this(Duration.ZERO, false);
    }

    private FakeTime(Duration moment, boolean patient) {
        this.moment = moment;
        this.patient = patient;
    }

    /** A clock that gives work on other threads a moment of real time before it moves. */
    public static FakeTime besideOthers() {
        return new FakeTime(Duration.ofMillis(50), true);
    }

    /** A clock that stands still while there is nothing to do but wait for other threads. */
    public static FakeTime besideLooks() {
        return new FakeTime(Duration.ZERO, true);
    }

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
            pass(duration);
        }
    }

    @Override
    public <T> T poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException {
        if (patient && atMost.equals(ENDLESS)) {
            return queue.take();
        }
        var head = queue.poll(moment.toMillis(), TimeUnit.MILLISECONDS);
        if (head == null) {
            sleep(atMost);
        }
        return head;
    }

    /** Lets time go by. */
    public synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** How long it is since the start. */
    public synchronized Duration passed() {
        return Duration.between(START, now);
    }

    /** The waits asked for so far, those of zero or less aside. */
    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
