package fliki.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

class JobsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Jobs jobs = new Jobs(Duration.ofSeconds(10), now::get);

    @Test
    void jobBeginsWithItsFirstLook() {
        pass(Duration.ofSeconds(60));
        jobs.look("a");
        pass(Duration.ofSeconds(6));

        Step step = jobs.look("a");

        assertEquals(Step.state("processing", 50), step);
    }

    @Test
    void jobSucceedsWithoutBeingLookedAtAgain() {
        jobs.look("a");
        boolean before = jobs.succeeded("a");

        pass(Duration.ofSeconds(10));

        assertFalse(before);
        assertTrue(jobs.succeeded("a"));
    }

    @Test
    void looksAreCountedForEachId() {
        jobs.look("a");
        jobs.look("b");
        jobs.look("a");

        assertEquals(2, jobs.looks("a"));
        assertEquals(1, jobs.looks("b"));
        assertEquals(0, jobs.looks("c"));
    }

    @Test
    void jobNotAskedForLongestIsForgotten() {
        jobs.look("old");
        jobs.look("kept");
        jobs.look("old");

        for (int i = 0; i < Jobs.LIMIT - 1; i++) {
            jobs.look("job" + i);
        }

        assertEquals(2, jobs.looks("old"));
        assertEquals(0, jobs.looks("kept"));
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
