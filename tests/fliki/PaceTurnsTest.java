package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.util.concurrent.TimeUnit.MINUTES;

import fliki.internal.http.Daemon;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Many who wait for their turns, on a clock that the test moves. */
class PaceTurnsTest {

    private static final Duration TENTH = Duration.ofMillis(100);

    /** A clock whose sleepers sleep until it has been moved far enough. */
    private static final class Clock implements Time {

        private Instant now = Instant.EPOCH.plusSeconds(1_000_000);
        private final List<Instant> ends = new ArrayList<>();

        @Override
        public synchronized Instant now() {
            return now;
        }

        @Override
        public synchronized void sleep(Duration duration) throws InterruptedException {
            var end = now.plus(duration);
            ends.add(end);
            notifyAll();
            try {
                while (now.isBefore(end)) {
                    wait();
                }
            } finally {
                ends.remove(end);
            }
        }

        @Override
        public <T> T poll(BlockingQueue<T> queue, Duration atMost) {
            throw new UnsupportedOperationException();
        }

        /** Moves on once somebody sleeps. */
        synchronized void pass(Duration duration) throws InterruptedException {
            while (ends.isEmpty()) {
                wait();
            }
            now = now.plus(duration);
            ends.removeIf(end -> !now.isBefore(end));
            notifyAll();
        }
    }

    private final Clock time = new Clock();
    private final Pace pace = new Pace(10, time);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void giveUp() {
        threads.forEach(Thread::interrupt);
    }

    /** One who waits for a turn, and has come so far as to wait. */
    private FutureTask<Instant> waiter() throws InterruptedException {
        var turn = new FutureTask<>(pace::await);
        var thread = Daemon.of("test", turn);
        threads.add(thread);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && !turn.isDone()) {
            Thread.onSpinWait();
        }
        return turn;
    }

    private List<FutureTask<Instant>> waiters(int count) throws InterruptedException {
        var turns = new ArrayList<FutureTask<Instant>>();
        for (int i = 0; i < count; i++) {
            turns.add(waiter());
        }
        return turns;
    }

    private static Instant sent(FutureTask<Instant> turn) throws Exception {
        return turn.get(1, MINUTES);
    }

    @Test
    void callersThatGiveUpCostNoTurn() throws Exception {
        var start = pace.await();
        waiters(20);

        for (var thread : threads) {
            thread.interrupt();
            thread.join();
        }
        var next = waiter();
        time.pass(TENTH);

        assertEquals(start.plus(TENTH), sent(next));
    }

    @Test
    void refusalSlowsThoseWhoWaitAlready() throws Exception {
        var start = pace.await();
        var next = waiter();

        pace.refused(start, Optional.empty());
        time.pass(TENTH);
        time.pass(Duration.ofMillis(50));

        assertEquals(start.plusMillis(150), sent(next));
    }

    @Test
    void afterAStopOneGoesAndNotAll() throws Exception {
        var start = pace.await();
        var turns = waiters(5);

        time.pass(Duration.ofSeconds(8));
        time.pass(TENTH);

        assertEquals(start.plusSeconds(8), sent(turns.get(0)));
        assertEquals(start.plusSeconds(8).plus(TENTH), sent(turns.get(1)));
    }

    @Test
    void stopThatIsTooLongEndsThoseWhoWaitAlready() throws Exception {
        var start = pace.await();
        var next = waiter();

        pace.refused(start, Optional.of(Duration.ofHours(1)));
        time.pass(TENTH);

        var end = assertThrows(ExecutionException.class, () -> sent(next));
        assertEquals(Pace.LockedOut.class, end.getCause().getClass());
    }
}
