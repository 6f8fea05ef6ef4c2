package fliki.internal;

import fliki.FlikiException;
import fliki.Notice;
import fliki.Outcome;
import fliki.Status;

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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks at generations again and again, each when it is worth it, until they have ended or the time
 * is up. One thread schedules; the looks themselves run side by side.
 */
final class Poller {

    /** How long to wait where only the end of a look can give more to do. */
    private static final Duration LONG = Duration.ofDays(1);

    private final Function<String, Status> api;
    private final Executor workers;
    private final Settings settings;
    private final Time time;
    private final DoubleSupplier random;
    private final Outage outage;
    private final Supplier<Duration> pause;
    private final KeyCheck keyCheck = new KeyCheck();
    private final Instant deadline;
    private final Queue<Polled> due = new PriorityQueue<>(Comparator.comparing(Polled::due));
    private final BlockingQueue<Polled> looked = new LinkedBlockingQueue<>();
    private int looking;

    /**
     * @param pause how much longer the server wants nobody to ask
     */
    Poller(
            Function<String, Status> api,
            Executor workers,
            Settings settings,
            Time time,
            DoubleSupplier random,
            Outage outage,
            Supplier<Duration> pause) {
        this.api = api;
        this.workers = workers;
        this.settings = settings;
        this.time = time;
        this.random = random;
        this.outage = outage;
        this.pause = pause;
        deadline = time.now().plus(settings.atMost());
    }

    /** Polls until each id has ended and was handed on; throws what ends the run before that. */
    void poll(Collection<String> ids, Consumer<? super Outcome> ended) throws InterruptedException {
        ids.forEach(id -> due.add(new Polled(id, time.now())));
        for (int open = ids.size(); open > 0; ) {
            var polled = next();
            if (polled != null) {
                looking--;
                var outcome = judge(polled);
                outcome.ifPresent(ended);
                open -= outcome.isPresent() ? 1 : 0;
            }
        }
    }

    /**
     * Starts a look that is due, or else waits for one to end; gives one that has ended, or null.
     */
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

    /** When to look: behind an outage, but at the deadline in any case. */
    private Instant start(Polled polled) {
        var over = outage.over().isBefore(deadline) ? outage.over() : deadline;
        return polled.due().isAfter(over) ? polled.due() : over;
    }

    private void look(Polled polled) {
        var wait = pause.get();
        var shut = wait.compareTo(Duration.ZERO) > 0 && time.now().plus(wait).isAfter(deadline);
        // With many ids, the last looks at the deadline queue up: some would come far too late.
        if (!shut && time.now().isBefore(deadline.plus(settings.timeout()))) {
            polled.look(api, time);
        } else {
            polled.skip();
        }
        looked.add(polled);
    }

    private Optional<Outcome> judge(Polled polled) {
        if (polled.skipped()) {
            return timeUp(polled);
        }
        return polled.failure().isPresent()
                ? missed(polled, polled.failure().get())
                : answered(polled, polled.status().orElseThrow());
    }

    private Optional<Outcome> answered(Polled polled, Status status) {
        keyCheck.answered(polled.id());
        outage.answered();
        if (polled.changed()) {
            settings.listeners().update(status);
        }
        if (status.finished()) {
            return Optional.of(Outcome.of(status));
        }
        var now = time.now();
        polled.noticeStuck(now).ifPresent(message -> notice(Notice.Kind.STUCK, polled, message));
        return again(polled, polled.wait(now, settings.every(), random.getAsDouble()));
    }

    private Optional<Outcome> missed(Polled polled, Throwable failure) {
        if (!(failure instanceof FlikiException e) || keyCheck.failed(e)) {
            throw Daemons.rethrown(failure);
        }
        if (!e.retryable()) {
            e.httpStatus().ifPresent(http -> outage.answered());
            return Optional.of(Outcome.of(polled.id(), e.last(polled.status())));
        }
        if (Outage.silent(e)) {
            outage.failed(e, polled.sent());
        } else {
            outage.answered();
            notice(Notice.Kind.RETRYING, polled, e.getMessage() + "; asking on");
        }
        return again(polled, Backoff.after(polled.misses(), random.getAsDouble(), e.retryAfter()));
    }

    private void notice(Notice.Kind kind, Polled polled, String message) {
        settings.listeners().notice(kind, Optional.of(polled.id()), message);
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
