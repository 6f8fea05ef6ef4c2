package fliki.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The pace that all requests of a client share.
 *
 * <p>Requests are spaced evenly, never above the ceiling. A refusal (429) slows everyone; answers
 * speed everyone up again, bit by bit. Without a ceiling the pace starts low and finds the rate
 * that the server bears. The figures come from simulation: see {@code tests/bench}.
 */
public final class Pace {

    /** Where a pace without a ceiling starts, in requests a second. */
    private static final double START = 10;

    private static final double SLOWEST = 0.1;
    private static final double SLOW_DOWN = 0.85;

    /** Refusals of what was sent so soon after slowing down are still about the quicker pace. */
    private static final Duration GRACE = Duration.ofMillis(30);

    /** What an answer adds before the first refusal: with quick answers, double in 0.25 s. */
    private static final double PROBE = 2.8;

    /** So many refusals in a row mean a lock-out, not a pace slightly too quick. */
    private static final int LOCK_OUT = 3;

    private final Time time;
    private final double ceiling;

    private double rate;
    private boolean refusedBefore;
    private boolean holding;
    private int refusals;
    private Instant next = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private Instant slowedAt = Instant.EPOCH;

    /**
     * A pace of at most {@code ceiling} requests a second; 0 for no ceiling.
     *
     * @throws IllegalArgumentException for a rate that is neither 0 nor from 0.001 to 1,000,000
     */
    public Pace(double ceiling, Time time) {
        check(ceiling >= 0 && ceiling <= 1e6, "0 (no ceiling) to 1000000 a second", ceiling);
        check(ceiling == 0 || ceiling >= 0.001, "at least 0.001 a second, or 0", ceiling);
        this.ceiling = ceiling > 0 ? ceiling : Double.MAX_VALUE;
        this.time = time;
        rate = ceiling > 0 ? ceiling : START;
    }

    private static void check(boolean ok, String rule, double ceiling) {
        if (!ok) {
            throw new IllegalArgumentException("rate is " + rule + ", not " + ceiling);
        }
    }

    /**
     * Waits for this caller's turn; returns when the request may go out, and that time.
     *
     * @throws LockedOut at once, when the server asks for more patience than a run has
     */
    Instant await() throws InterruptedException, LockedOut {
        var turn = take();
        while (true) {
            time.sleep(Duration.between(time.now(), turn));
            if (!paused(turn)) {
                return time.now();
            }
            turn = take();
        }
    }

    private synchronized Instant take() throws LockedOut {
        if (Backoff.tooLong(pause())) {
            throw new LockedOut(pause());
        }
        var now = time.now();
        var turn = latest(now, latest(next, pausedUntil));
        holding = turn.isAfter(now);
        next = turn.plusNanos((long) (1e9 / rate));
        return turn;
    }

    private synchronized boolean paused(Instant turn) {
        return turn.isBefore(pausedUntil);
    }

    /** How much longer nobody may ask; zero or less when anybody may. */
    synchronized Duration pause() {
        return Duration.between(time.now(), pausedUntil);
    }

    /** The current pace, in requests a second. */
    synchronized double rate() {
        return rate;
    }

    /**
     * A request was answered, by anything but a refusal. A pace that holds nobody back stays as it
     * is: what a quicker one would bring is not known.
     */
    synchronized void answered() {
        refusals = 0;
        if (holding) {
            var probing = !refusedBefore && ceiling == Double.MAX_VALUE;
            rate = Math.min(ceiling, rate + (probing ? Math.max(PROBE, rate / 50) : recovery()));
        }
    }

    /** What an answer adds otherwise: from 20 a second on, the pace gains 2 percent a second. */
    private double recovery() {
        return Math.min(rate / 20, Math.max(0.02, Math.min(0.1, 0.4 / rate)));
    }

    /**
     * The request sent at that time was refused. One sent before the pace was last slowed says
     * nothing new, but the wait it asks for counts.
     */
    synchronized void refused(Instant sent, Optional<Duration> retryAfter) {
        var now = time.now();
        retryAfter.ifPresent(wait -> pausedUntil = latest(pausedUntil, now.plus(wait)));
        if (sent.isBefore(slowedAt)) {
            return;
        }
        refusedBefore = true;
        slowedAt = now.plus(GRACE);
        rate = Math.max(Math.min(SLOWEST, ceiling / 10), rate * SLOW_DOWN);
        refusals++;
        if (refusals >= LOCK_OUT && retryAfter.isEmpty()) {
            var wait = Backoff.after(refusals - LOCK_OUT + 1, 0, Optional.empty());
            pausedUntil = latest(pausedUntil, now.plus(wait));
        }
    }

    /** Nobody may ask for a long time. */
    static final class LockedOut extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Duration pause;

        private LockedOut(Duration pause) {
            this.pause = pause;
        }

        /** For how long. */
        Duration pause() {
            return pause;
        }
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
