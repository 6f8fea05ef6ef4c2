package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Issue 27, number 21: behind Ctrl-Z, an answer that had come was thrown away. */
class DeadlineTest {

    private long now = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(500); // it may overflow

    private final Deadline deadline = new Deadline(Duration.ofMillis(600), () -> now);

    private long slice() {
        return TimeUnit.NANOSECONDS.toMillis(deadline.slice());
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** All that is left, slice by slice. */
    private List<Long> rest() {
        var slices = new ArrayList<Long>();
        for (var slice = slice(); slice > 0; slice = slice()) {
            slices.add(slice);
            pass(slice);
        }
        return slices;
    }

    @Test
    void timeIsWaitedForInSlices() {
        assertEquals(List.of(250L, 250L, 100L), rest());
    }

    @Test
    void pauseOfTheProcessLeavesASecondToReadWhatHasCome() {
        slice();
        pass(3_600_000);

        assertEquals(List.of(250L, 250L, 250L, 250L), rest());
    }

    @Test
    void pauseTakesNothingAway() {
        var longer = new Deadline(Duration.ofMinutes(1), () -> now);
        pass(10_000);
        longer.slice();
        for (int i = 0; i < 196; i++) {
            pass(250);
            longer.slice();
        }

        assertEquals(TimeUnit.MILLISECONDS.toNanos(250), longer.slice());
    }

    @Test
    void slowMachineIsNoPause() {
        slice();
        pass(450);
        slice();
        pass(450);

        assertEquals(0, slice());
    }
}
