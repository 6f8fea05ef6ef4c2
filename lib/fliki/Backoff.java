package fliki;

import java.time.Duration;
import java.util.Optional;

/** How long to wait before the next try. */
final class Backoff {

    /** How long a run goes on without an answer, and the longest Retry-After it accepts. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The longest wait of our own. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration FIRST = Duration.ofSeconds(1);

    private Backoff() {}

    /**
     * The wait after failure number {@code failures}: doubles from 1 s to 30 s, less up to half of
     * it at random, and never less than the server asked for.
     *
     * @param random from 0 to 1
     */
    static Duration after(int failures, double random, Optional<Duration> retryAfter) {
        var doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, 5));
        var full = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        var wait = Duration.ofMillis((long) (full.toMillis() * (1 - random / 2)));
        return retryAfter.filter(floor -> floor.compareTo(wait) > 0).orElse(wait);
    }

    /** Whether a server asks for a longer wait than a run accepts. */
    static boolean isTooLong(Duration wait) {
        return wait.compareTo(PATIENCE) > 0;
    }
}
