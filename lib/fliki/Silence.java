package fliki;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An outage: how long the API, or one storage server, has not answered, and how long all requests
 * of a run pause. Each pause is longer than the one before. Time without requests does not count,
 * such as while a laptop is closed. Not thread-safe: only {@link Patience} uses it.
 */
final class Silence {

    private final Duration timeout;

    private Instant lastAnswer = Instant.EPOCH;
    private Instant since;
    private Instant lastFailure;
    private Duration length = Duration.ZERO;
    private Duration asked = Duration.ZERO;
    private Instant pausedAt = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private int pauses;

    /**
     * @param timeout how long one request takes at most
     */
    Silence(Duration timeout) {
        this.timeout = timeout;
    }

    /** Whether there was ever an answer. */
    boolean wasBroken() {
        return lastAnswer.isAfter(Instant.EPOCH);
    }

    boolean wasBrokenAfter(Instant then) {
        return lastAnswer.isAfter(then);
    }

    /** Ends the outage and gives its length, if requests were paused. */
    Optional<Duration> end(Instant now) {
        var lasted = pauses == 0 ? null : Duration.between(since, now);
        lastAnswer = now;
        since = null;
        length = Duration.ZERO;
        pauses = 0;
        pausedUntil = Instant.EPOCH;
        return Optional.ofNullable(lasted);
    }

    /** A request sent at that time has failed; the server may have asked for a wait. */
    void goOn(Instant sent, Instant now, Optional<Duration> retryAfter) {
        if (since == null) {
            since = Time.latest(sent, lastAnswer);
            lastFailure = since;
            asked = Duration.ZERO;
        }
        var tried = Time.latest(sent, lastFailure);
        var paused = Duration.between(lastFailure, tried);
        var trying = Duration.between(tried, now); // the wait for the pace included
        length =
                length.plus(shorter(paused, asked.plus(Backoff.LONGEST)))
                        .plus(shorter(trying, timeout.plus(Backoff.LONGEST)));
        lastFailure = now;
        asked = retryAfter.filter(wait -> !Backoff.isTooLong(wait)).orElse(Duration.ZERO);
    }

    /** Whether the run has waited for two minutes. */
    boolean isTooLong() {
        return length.compareTo(Backoff.PATIENCE) >= 0;
    }

    Instant since() {
        return since;
    }

    /** Makes all requests pause, unless they do or another request was answered since. */
    void pause(Instant sent, Instant now, double random, boolean untilPatienceIsOver) {
        if (sent.isBefore(pausedAt) || wasBrokenAfter(sent)) {
            return;
        }
        pauses++;
        var wait = Backoff.after(pauses, random, Optional.empty());
        var left = Backoff.PATIENCE.minus(length);
        pausedAt = now;
        pauseUntil(now.plus(untilPatienceIsOver ? shorter(wait, left) : wait));
    }

    /** Makes all requests pause until then at least. */
    void pauseUntil(Instant then) {
        pausedUntil = Time.latest(pausedUntil, then);
    }

    /** When the next request may go out. */
    Instant pausedUntil() {
        return pausedUntil;
    }

    /** How many pauses there were since the last answer. */
    int pauses() {
        return pauses;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
