package fliki;

import static fliki.Notice.Kind.STUCK;

import fliki.internal.http.Daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Looks at generations again and again until they have ended or the time is up. One thread
 * schedules the looks; they run at the same time.
 */
final class Poller {

    /** How long to wait while all looks are under way. */
    private static final Duration LONG = Duration.ofDays(1);

    /** A last look at the deadline may wait this long for its turn. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Look api;
    private final Executor workers;
    private final Settings settings;
    private final Time time;
    private final DoubleSupplier random;
    private final Patience patience;
    private final Supplier<Duration> pause;
    private final Instant deadline;
    private final Queue<Polled> due = new PriorityQueue<>(Comparator.comparing(Polled::due));
    private final BlockingQueue<Polled> looked = new LinkedBlockingQueue<>();
    private int looking;

    /**
     * How the poll of one id ended.
     *
     * @param seen when this run saw the generation end; empty where it had ended before
     */
    record End(Outcome outcome, Optional<Instant> seen) {}

    /**
     * @param pause how much longer the server wants nobody to ask
     */
    Poller(
            Look api,
            Executor workers,
            Settings settings,
            Time time,
            DoubleSupplier random,
            Patience patience,
            Supplier<Duration> pause) {
        this.api = api;
        this.workers = workers;
        this.settings = settings;
        this.time = time;
        this.random = random;
        this.patience = patience;
        this.pause = pause;
        deadline = time.now().plus(settings.atMost());
    }

    /** Polls until each id has ended; throws the failure that ends the run. */
    void poll(Collection<String> ids, Consumer<? super End> ended) throws InterruptedException {
        ids.forEach(id -> due.add(new Polled(id, time.now())));
        for (int open = ids.size(); open > 0; ) {
            var polled = next();
            if (polled != null) {
                looking--;
                var outcome = judge(polled);
                outcome.ifPresent(o -> ended.accept(new End(o, polled.ended())));
                open -= outcome.isPresent() ? 1 : 0;
            }
        }
    }

    /** Starts a look that is due, or waits for one to end. Gives a finished one, or null. */
    private Polled next() throws InterruptedException {
        var polled = looking < settings.parallel() ? due.peek() : null;
        var wait = polled == null ? LONG : Duration.between(time.now(), start(polled));
        if (polled == null || wait.compareTo(Duration.ZERO) > 0) {
            return time.poll(looked, wait);
        }
        due.remove();
        looking++;
        workers.execute(() -> look(polled));
        return looked.poll();
    }

    /** When to look: after any pause, but at the deadline at the latest. */
    private Instant start(Polled polled) {
        var asked = pause.get();
        var pauses = asked.compareTo(Duration.ZERO) > 0;
        var paused = patience.pausedUntil();
        var free = pauses ? Time.latest(paused, time.now().plus(asked)) : paused;
        return Time.latest(polled.due(), free.isBefore(deadline) ? free : deadline);
    }

    private void look(Polled polled) {
        var wait = pause.get();
        var shut = wait.compareTo(Duration.ZERO) > 0 && time.now().plus(wait).isAfter(deadline);
        // With many ids, the last looks at the deadline form a queue: some would come too late.
        if (!shut && time.now().isBefore(deadline.plus(settings.timeout()))) {
            polled.look(api, time, deadline.plus(GRACE));
        } else {
            polled.skip();
        }
        looked.add(polled);
    }

    private Optional<Outcome> judge(Polled polled) {
        if (polled.skipped()) {
            return again(polled, Duration.ZERO);
        }
        return polled.failure().isPresent()
                ? missed(polled, polled.failure().get())
                : answered(polled, polled.status().orElseThrow());
    }

    private Optional<Outcome> answered(Polled polled, Status status) {
        patience.answered(polled.asked());
        if (polled.changed()) {
            settings.listeners().update(status);
        }
        if (status.finished()) {
            return Optional.of(Outcome.of(status));
        }
        var now = time.now();
        polled.noticeStuck(now)
                .ifPresent(
                        words ->
                                settings.listeners()
                                        .notice(STUCK, Optional.of(polled.id()), words));
        return again(polled, polled.wait(now, settings.every(), random.getAsDouble()));
    }

    private Optional<Outcome> missed(Polled polled, Throwable failure) {
        if (!(failure instanceof FlikiException e)) {
            throw Daemon.rethrown(failure);
        }
        var decision = patience.after(e, polled.asked());
        return switch (decision.next()) {
            case AGAIN -> again(polled, decision.delay());
            case END_ID -> Optional.of(Outcome.of(polled.id(), e.last(polled.status())));
            case END_RUN -> throw e;
        };
    }

    private Optional<Outcome> again(Polled polled, Duration wait) {
        var now = time.now();
        if (!now.isBefore(deadline)) {
            return timeUp(polled);
        }
        var next = now.plus(wait);
        polled.due(next.isBefore(deadline) ? next : deadline);
        due.add(polled);
        return Optional.empty();
    }

    private Optional<Outcome> timeUp(Polled polled) {
        return Optional.of(Outcome.of(polled.id(), polled.timeUp(settings.atMost())));
    }
}
