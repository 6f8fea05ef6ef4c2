package fliki;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pace that all requests of a client share.
 *
 * <p>Requests are spaced evenly, never above the ceiling. A turn is given at the moment of sending.
 * A refusal (429) slows all requests; answers speed them up again gradually. Without a ceiling
 * nobody waits until the first refusal; after it the pace is the rate of recent answers. The
 * numbers come from simulation: see {@code tests/bench}.
 */
final class Pace {

    /** No deadline: a hundred years from now. */
    static final Instant NEVER = Instant.now().plus(Duration.ofDays(36_500));

    private static final double UNLIMITED = Double.MAX_VALUE;

    private static final double SLOWEST = 0.1;
    private static final double SLOW_DOWN = 0.85;

    /** Each answer adds this many requests a second: 5 percent within a second. */
    private static final double SPEED_UP = 0.05;

    /** The least that the first refusal slows an unlimited pace to. */
    private static final double UNKNOWN = 10;

    /** A request sent this soon after slowing down still belongs to the faster pace. */
    private static final Duration GRACE = Duration.ofMillis(30);

    /** This many refusals in a row are a lock-out. */
    private static final int LOCK_OUT = 3;

    private final Time time;
    private final double ceiling;
    private final ReentrantLock turns = new ReentrantLock(true);

    private double rate;
    private boolean holding;
    private int refusals;
    private Instant last = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private Instant slowedAt = Instant.EPOCH;

    /** Answers without a pace, in this tenth of a second and in the one before. */
    private Instant tenth = Instant.EPOCH;

    private int answers;
    private int answersBefore;

    /**
     * A pace of at most {@code ceiling} requests a second; 0 for no ceiling.
     *
     * @throws IllegalArgumentException for a rate that is neither 0 nor from 0.001 to 1,000,000
     */
    Pace(double ceiling, Time time) {
        check(ceiling >= 0 && ceiling <= 1e6, "0 (no ceiling) to 1000000 a second", ceiling);
        check(ceiling == 0 || ceiling >= 0.001, "at least 0.001 a second, or 0", ceiling);
        this.ceiling = ceiling > 0 ? ceiling : UNLIMITED;
        this.time = time;
        rate = this.ceiling;
    }

    private static void check(boolean ok, String rule, double ceiling) {
        if (!ok) {
            throw new IllegalArgumentException("rate must be " + rule + ", not " + ceiling);
        }
    }

    /**
     * Waits for the caller's turn and gives the time of it. A caller that gives up takes no turn
     * from others.
     *
     * @throws LockedOut at once, if the server asks for a wait of more than two minutes
     */
    Instant await() throws InterruptedException, LockedOut {
        return await(NEVER).orElseThrow();
    }

    /** The same; empty if there is no turn until {@code latest}. */
    Optional<Instant> await(Instant latest) throws InterruptedException, LockedOut {
        if (!time.lock(turns, until(latest))) {
            return Optional.empty();
        }
        try {
            var waited = false;
            for (var left = left(); left.compareTo(Duration.ZERO) > 0; left = left()) {
                if (left.compareTo(until(latest)) > 0) {
                    time.sleep(until(latest));
                    return Optional.empty();
                }
                time.sleep(left);
                waited = true;
            }
            return Optional.of(take(waited || turns.hasQueuedThreads()));
        } finally {
            turns.unlock();
        }
    }

    private Duration until(Instant latest) {
        return Duration.between(time.now(), latest);
    }

    /** How long until the next turn, by what is known now. */
    private synchronized Duration left() throws LockedOut {
        if (Backoff.isTooLong(pause())) {
            throw new LockedOut(pause());
        }
        var next = last.plusNanos((long) (1e9 / rate));
        return Duration.between(time.now(), Time.latest(next, pausedUntil));
    }

    private synchronized Instant take(boolean held) {
        holding = held;
        last = time.now();
        return last;
    }

    /** How much longer no request may go out; zero or less if one may. */
    synchronized Duration pause() {
        return Duration.between(time.now(), pausedUntil);
    }

    /** No request may go out for this long. */
    synchronized void pause(Duration wait) {
        pausedUntil = Time.latest(pausedUntil, time.now().plus(wait));
    }

    /** Counts the last turn from now on and gives the time. */
    synchronized Instant sent() {
        last = time.now();
        return last;
    }

    /** The current pace, in requests a second. */
    synchronized double rate() {
        return rate;
    }

    /**
     * A request was answered with anything but a 429. The pace rises only while requests wait for
     * it: otherwise nothing is known about a faster one.
     */
    synchronized void answered() {
        refusals = 0;
        if (rate == UNLIMITED) {
            count(time.now());
        } else if (holding) {
            rate = Math.min(ceiling, rate + Math.min(rate / 20, SPEED_UP));
        }
    }

    private void count(Instant now) {
        var tenths = Duration.between(tenth, now).toMillis() / 100;
        if (tenths > 0) {
            answersBefore = tenths == 1 ? answers : 0;
            answers = 0;
            tenth = now;
        }
        answers++;
    }

    /**
     * The request sent at that time got a 429. If it was sent before the pace was last slowed, only
     * its Retry-After counts.
     */
    synchronized void refused(Instant sent, Optional<Duration> retryAfter) {
        var now = time.now();
        retryAfter.ifPresent(wait -> pausedUntil = Time.latest(pausedUntil, now.plus(wait)));
        if (sent.isBefore(slowedAt)) {
            return;
        }
        slowedAt = now.plus(GRACE);
        rate = Math.max(Math.min(SLOWEST, ceiling / 10), known() * SLOW_DOWN);
        refusals++;
        if (refusals >= LOCK_OUT && retryAfter.isEmpty()) {
            var wait = Backoff.after(refusals - LOCK_OUT + 1, 0, Optional.empty());
            pausedUntil = Time.latest(pausedUntil, now.plus(wait));
        }
    }

    /** The rate that was too fast; without a rate, that of recent answers. */
    private double known() {
        var lately = 10 * Math.max(answersBefore, answers);
        return rate < UNLIMITED ? rate : Math.max(UNKNOWN, lately);
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
}
