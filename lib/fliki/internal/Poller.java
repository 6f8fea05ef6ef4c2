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

    /** With nothing to begin, some look is under way and ends sooner than this. */
    private static final Duration LONG = Duration.ofDays(1);

    private final Function<String, Status> api;
    private final Executor workers;
    private final Settings settings;
    private final Time time;
    private final DoubleSupplier random;
    private final Outage outage;
    private final Supplier<Duration> pause;
    private final KeyCheck run = new KeyCheck();
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

    /** Polls until each id has ended and was told; throws what ends the run before. */
    void poll(Collection<String> ids, Consumer<? super Outcome> ended) throws InterruptedException {
        ids.forEach(id -> due.add(new Polled(id, time.now())));
        for (int open = ids.size(); open > 0; ) {
            var job = next();
            if (job != null) {
                looking--;
                var outcome = judge(job);
                outcome.ifPresent(ended);
                open -= outcome.isPresent() ? 1 : 0;
            }
        }
    }

    /** Starts a look that is due, or else waits; the job of a look that has ended, if one has. */
    private Polled next() throws InterruptedException {
        var job = looking < settings.parallel() ? due.peek() : null;
        var wait = job == null ? LONG : Duration.between(time.now(), start(job));
        if (job == null || wait.compareTo(Duration.ZERO) > 0) {
            return time.poll(looked, wait);
        }
        due.remove();
        looking++;
        workers.execute(() -> look(job));
        return looked.poll();
    }

    /** A job waits out an outage, but gets its look at the deadline. */
    private Instant start(Polled job) {
        var over = outage.over().isBefore(deadline) ? outage.over() : deadline;
        return job.due().isAfter(over) ? job.due() : over;
    }

    private void look(Polled job) {
        var wait = pause.get();
        var shut = wait.compareTo(Duration.ZERO) > 0 && time.now().plus(wait).isAfter(deadline);
        // With many ids, the last looks at the deadline queue up: some would come far too late.
        if (!shut && time.now().isBefore(deadline.plus(settings.timeout()))) {
            job.look(api, time);
        } else {
            job.skip();
        }
        looked.add(job);
    }

    private Optional<Outcome> judge(Polled job) {
        if (job.skipped()) {
            return timeUp(job);
        }
        return job.failure().isPresent()
                ? missed(job, job.failure().get())
                : answered(job, job.status().orElseThrow());
    }

    private Optional<Outcome> answered(Polled job, Status status) {
        run.answered(job.id());
        outage.answered();
        if (job.news()) {
            settings.listeners().update(status);
        }
        if (status.finished()) {
            return Optional.of(Outcome.of(status));
        }
        var now = time.now();
        job.stuck(now).ifPresent(message -> notice(Notice.Kind.STUCK, job, message));
        return again(job, job.wait(now, settings.every(), random.getAsDouble()));
    }

    private Optional<Outcome> missed(Polled job, RuntimeException failure) {
        if (!(failure instanceof FlikiException e) || run.endedBy(e)) {
            throw failure;
        }
        if (!e.retryable()) {
            e.httpStatus().ifPresent(http -> outage.answered());
            return Optional.of(Outcome.of(job.id(), e.last(job.status())));
        }
        if (Outage.silent(e)) {
            outage.failed(e, job.sent());
        } else {
            outage.answered();
            notice(Notice.Kind.RETRYING, job, e.getMessage() + "; asking on");
        }
        return again(job, Backoff.after(job.misses(), random.getAsDouble(), e.retryAfter()));
    }

    private void notice(Notice.Kind kind, Polled job, String message) {
        settings.listeners().notice(kind, Optional.of(job.id()), message);
    }

    private Optional<Outcome> again(Polled job, Duration wait) {
        var now = time.now();
        if (!now.isBefore(deadline)) {
            return timeUp(job);
        }
        var next = now.plus(wait);
        job.due(next.isBefore(deadline) ? next : deadline);
        due.add(job);
        return Optional.empty();
    }

    private Optional<Outcome> timeUp(Polled job) {
        return Optional.of(Outcome.of(job.id(), job.timeUp(settings.atMost())));
    }
}
