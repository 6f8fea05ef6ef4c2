package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FakeApi;
import fliki.Status;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

class DisplayTest {

    private static final String NOTHING_YET = "fliki: waiting, 0 of 2 ended; unseen 2";

    private final StringWriter err = new StringWriter();
    private final Clock clock = new Clock();
    private final Display lines = lines(new IdTally(new LinkedHashSet<>(List.of("a", "b"))));

    @Test
    void eachMinuteWithoutAChangeHasALine() {
        clock.pass(60);
        var first = printed();
        clock.pass(60);

        assertEquals(List.of(NOTHING_YET), first);
        assertEquals(List.of(NOTHING_YET, NOTHING_YET), printed());
    }

    @Test
    void changeStartsTheMinuteAnew() {
        clock.pass(50);
        lines.update(status("processing", 40));
        clock.pass(50);

        assertEquals(List.of("fliki: a processing 40%"), printed());
    }

    @Test
    void endStartsTheMinuteAnew() {
        clock.pass(50);
        lines.ended("a", () -> {});
        clock.pass(50);
        var quiet = printed();
        clock.pass(10);

        assertEquals(List.of(), quiet);
        assertEquals(List.of("fliki: waiting, 1 of 2 ended; unseen 1"), printed());
    }

    /** Rows that came down a pipe were "170124 of 0". */
    @Test
    void totalThatIsNotKnownIsNotNamed() {
        assertEquals("waiting, 0 ended; ", Display.waiting(new RowTally()));
    }

    @Test
    void endHasALineWhereNothingElseTellsOfIt() {
        lines.update(status("success", 100));
        lines(new RowTally()).update(status("success", 100));

        assertEquals(List.of("fliki: a success 100%"), printed());
    }

    private Display lines(Tally tally) {
        var out = new PrintWriter(new StringWriter());
        var output = new Output(out, new PrintWriter(err), false, false);
        return new Display(output, tally, false, clock, () -> clock.now);
    }

    private static Status status(String word, double percent) {
        return FakeApi.status("a", word, OptionalDouble.of(percent), Optional.empty());
    }

    private List<String> printed() {
        return err.toString().lines().toList();
    }

    /** Runs what is scheduled as its own time passes. */
    private static final class Clock extends ScheduledThreadPoolExecutor {

        private Runnable task;
        private long next;
        private long every;
        private long now;

        Clock() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
                Runnable task, long first, long delay, TimeUnit unit) {
            this.task = task;
            next = unit.toNanos(first);
            every = unit.toNanos(delay);
            return null;
        }

        void pass(long seconds) {
            var end = now + TimeUnit.SECONDS.toNanos(seconds);
            for (; next <= end; next += every) {
                now = next;
                task.run();
            }
            now = end;
        }
    }
}
