package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Notice;
import fliki.internal.text.Text;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Whether anything gets through, shared by all requests of a run. While nothing does, the run
 * pauses, longer each time; after two minutes without any answer, it ends. Time in which nothing
 * was asked, as while a laptop is closed, does not count.
 */
final class Outage {

    /** How long a run goes on without any answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Refusals closer together than this are one notice: a quick pace meets one now and then. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final boolean lone;
    private final Duration timeout;
    private final Time time;
    private final DoubleSupplier random;
    private final Listeners listeners;

    private Instant lastAnswer = Instant.EPOCH;
    private Instant since;
    private Instant lastFailure;
    private Duration silent = Duration.ZERO;
    private Duration asked = Duration.ZERO;
    private Instant pausedAt = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private int failures;
    private Instant refusedAt = Instant.EPOCH;

    /**
     * @param lone whether the run is about a single id: then, once the API is known to answer,
     *     nothing but the run's own deadline ends it
     * @param timeout how long one request takes at most
     */
    Outage(boolean lone, Duration timeout, Time time, DoubleSupplier random, Listeners listeners) {
        this.lone = lone;
        this.timeout = timeout;
        this.time = time;
        this.random = random;
        this.listeners = listeners;
    }

    /** Whether a failure is trouble with the network, a timeout or 429. */
    static boolean silent(FlikiException e) {
        return switch (e.kind()) {
            case NETWORK, TIMEOUT, RATE_LIMITED -> true;
            default -> false;
        };
    }

    /** When the next request may be sent, as far as outages go. */
    synchronized Instant over() {
        return pausedUntil;
    }

    /** Whether any request was answered after that time. */
    synchronized boolean answeredSince(Instant then) {
        return lastAnswer.isAfter(then);
    }

    /** The API answered, whatever it said. */
    synchronized void answered() {
        lastAnswer = time.now();
        if (failures > 0) {
            var message = "online again after " + Text.span(Duration.between(since, lastAnswer));
            listeners.notice(Notice.Kind.ONLINE, Optional.empty(), message);
        }
        since = null;
        failures = 0;
        pausedUntil = Instant.EPOCH;
    }

    /** The request sent at that time got no answer; throws when that is the end of the run. */
    synchronized void failed(FlikiException e, Instant sent) {
        count(sent);
        asked = e.retryAfter().orElse(Duration.ZERO);
        var over = asked.compareTo(PATIENCE) > 0 || silent.compareTo(PATIENCE) >= 0;
        if (over && !waitedOut(e)) {
            throw e;
        }
        if (e.kind() == Kind.RATE_LIMITED) {
            slowed(e);
        } else if (!sent.isBefore(pausedAt) && !answeredSince(sent)) {
            pause(e, PATIENCE.minus(silent));
        }
    }

    /** Adds the silence since the last failure, without what is longer than a pause or a try. */
    private void count(Instant sent) {
        if (since == null) {
            since = latest(sent, lastAnswer);
            lastFailure = since;
            silent = Duration.ZERO;
            asked = Duration.ZERO;
        }
        var tried = latest(sent, lastFailure);
        var paused = Duration.between(lastFailure, tried);
        lastFailure = time.now();
        var trying = Duration.between(tried, lastFailure); // which begins with a wait for the pace
        silent =
                silent.plus(shorter(paused, asked.plus(Backoff.LONGEST)))
                        .plus(shorter(trying, timeout.plus(Backoff.LONGEST)));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private boolean waitedOut(FlikiException e) {
        return lone && (lastAnswer != Instant.EPOCH || e.kind() == Kind.RATE_LIMITED);
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private void slowed(FlikiException e) {
        if (refusedAt.isBefore(time.now().minus(QUIET))) {
            listeners.notice(
                    Notice.Kind.SLOWED, Optional.empty(), e.getMessage() + "; slowing down");
        }
        refusedAt = time.now();
    }

    private void pause(FlikiException e, Duration left) {
        if (failures++ == 0) {
            var message = "offline since " + Text.clock(since) + ": " + e.reason() + "; asking on";
            listeners.notice(Notice.Kind.OFFLINE, Optional.empty(), message);
        }
        var wait = Backoff.after(failures, random.getAsDouble(), Optional.empty());
        pausedAt = time.now();
        pausedUntil = pausedAt.plus(lone || wait.compareTo(left) < 0 ? wait : left);
    }
}
