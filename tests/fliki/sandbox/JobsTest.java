package fliki.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** A sandbox that runs for weeks does not fill the memory. */
class JobsTest {

    @Test
    void jobNotAskedForLongestIsForgotten() {
        var jobs = new Jobs(Duration.ofSeconds(10), () -> Instant.EPOCH);
        jobs.look("old");
        jobs.look("kept");
        jobs.look("old");

        for (int i = 0; i < Jobs.LIMIT - 1; i++) {
            jobs.look("job" + i);
        }

        assertEquals(2, jobs.looks("old"));
        assertEquals(0, jobs.looks("kept"));
    }
}
