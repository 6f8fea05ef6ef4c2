package fliki.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pace that all requests of a client share.
 *
 * <p>Requests are spaced evenly, never above the ceiling. A turn is given at the moment of sending,
 * by what is known then. A refusal (429) slows everyone; answers speed everyone up again, bit by
 * bit. Without a ceiling the pace starts low and finds the rate that the server bears. The figures
 * come from simulation: see {@code tests/bench}.
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

    /** From this rate on, it is made up for that sleepers wake up late, so late at the most. */
    private static final double QUICK = 200;

    private static final Duration LATE = Duration.ofMillis(1);

    private final Time time;
    private final double ceiling;
    private final Lock turns = new ReentrantLock(true);
    private final AtomicInteger waiting = new AtomicInteger();

    private double rate;
    private boolean refusedBefore;
    private boolean holding;
    private int refusals;
    private Instant last = Instant.EPOCH;
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
            throw new IllegalArgumentException("rate must be " + rule + ", not " + ceiling);
        }
    }

    /** A queue for turns, for one run: queues take turns, however long one of them is. */
    Lane lane() {
        return new Lane();
    }

    /** Those of one run that wait for their turn, in the order in which they came. */
    final class Lane {

        private final Lock first = new ReentrantLock(true);

        /**
         * Waits for this caller's turn; returns when the request may go out, and that time. A
         * caller that gives up costs the others no turn.
         *
         * @throws LockedOut at once, when the server asks for more patience than a run has
         */
        Instant await() throws InterruptedException, LockedOut {
            waiting.incrementAndGet();
            try {
                time.lock(first);
                try {
                    return turn();
                } finally {
                    first.unlock();
                }
            } finally {
                waiting.decrementAndGet();
            }
        }
    }

    private Instant turn() throws InterruptedException, LockedOut {
        time.lock(turns);
        try {
            var waited = false;
            for (var left = left(); left.compareTo(Duration.ZERO) > 0; left = left()) {
                time.sleep(left);
                waited = true;
            }
            return take(waited);
        } finally {
            turns.unlock();
        }
    }

    /** How long until the next turn, as far as is known by now. */
    private synchronized Duration left() throws LockedOut {
        if (Backoff.isTooLong(pause())) {
            throw new LockedOut(pause());
        }
        return Duration.between(time.now(), next());
    }

    private Instant next() {
        return latest(last.plusNanos((long) (1e9 / rate)), pausedUntil);
    }

    private synchronized Instant take(boolean waited) {
        var now = time.now();
        holding = waited || waiting.get() > 1;
        last = holding && rate >= QUICK ? latest(next(), now.minus(LATE)) : now;
        return now;
    }

    /** How much longer nobody may ask; zero or less when anybody may. */
    synchronized Duration pause() {
        return Duration.between(time.now(), pausedUntil);
    }

    /** Nobody may ask for so long. */
    synchronized void pause(Duration wait) {
        pausedUntil = latest(pausedUntil, time.now().plus(wait));
    }

    /** The turn that was given last counts from now on; gives that time. */
    synchronized Instant sent() {
        last = time.now();
        return last;
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
