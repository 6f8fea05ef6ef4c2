package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.State;
import fliki.Status;
import fliki.internal.text.Text;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One generation that is being polled. One thread has it at a time, handed over by a queue. */
final class Polled {

    private static final Duration STUCK_QUEUED = Duration.ofMinutes(30);
    private static final Duration STUCK_PROGRESS = Duration.ofMinutes(10);

    private final String id;
    private Instant due;
    private Instant sent;
    private boolean skipped;
    private Throwable failure;
    private int misses;
    private Status status;
    private Progress progress;
    private Instant begun;
    private Instant moved;
    private boolean changed;
    private boolean stuckNoticed;

    Polled(String id, Instant due) {
        this.id = id;
        this.due = due;
    }

    String id() {
        return id;
    }

    /** When to look next. */
    Instant due() {
        return due;
    }

    void due(Instant due) {
        this.due = due;
    }

    /** When the latest look began. */
    Instant sent() {
        return sent;
    }

    /** Why the latest look failed; empty if it did not. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether the latest look did not take place: what there is comes from an earlier one. */
    boolean skipped() {
        return skipped;
    }

    void skip() {
        skipped = true;
    }

    /** How many looks have failed in a row. */
    int misses() {
        return misses;
    }

    Optional<Status> status() {
        return Optional.ofNullable(status);
    }

    /** Whether the latest look found another state or progress than the one before. */
    boolean changed() {
        return changed;
    }

    /** Looks once and keeps what came of it. */
    void look(Function<String, Status> api, Time time) {
        sent = time.now();
        try {
            var last = status;
            status = api.apply(id);
            failure = null;
            misses = 0;
            follow(last, time.now());
        } catch (Error e) {
            failure = new IllegalStateException(e);
        } catch (Throwable e) {
            failure = e;
            misses++;
        }
    }

    private void follow(Status last, Instant now) {
        if (last == null) {
            begun = now;
            progress = Progress.start(now);
        }
        progress = progress.seen(now, status.progress());
        changed =
                last == null
                        || !last.status().equals(status.status())
                        || !last.progress().equals(status.progress());
        moved = changed ? now : moved;
    }

    /** The time from now to the next look that is worth it. */
    Duration wait(Instant now, Settings.Every every, double random) {
        return progress.next(now, every, random);
    }

    /** A notice that the generation does not move, once. */
    Optional<String> noticeStuck(Instant now) {
        var queued = status.state() == State.QUEUED;
        var since = queued ? begun : moved;
        var limit = queued ? STUCK_QUEUED : STUCK_PROGRESS;
        var watched = queued || status.progress().isPresent();
        if (stuckNoticed || !watched || Duration.between(since, now).compareTo(limit) < 0) {
            return Optional.empty();
        }
        stuckNoticed = true;
        return Optional.of(
                Text.brief(id)
                        + " seems stuck: "
                        + Text.brief(status.status())
                        + status.percent().map(percent -> " at " + percent).orElse("")
                        + " for "
                        + Text.span(Duration.between(since, now)));
    }

    /** The end of one whose time is up. */
    FlikiException timeUp(Duration atMost) {
        var within = " within " + Text.exact(atMost);
        var reason =
                status == null
                        ? "no answer" + within + failure().map(Polled::reason).orElse("")
                        : "not finished"
                                + within
                                + "; last seen "
                                + Text.brief(status.status())
                                + status.percent().map(p -> " " + p).orElse("");
        var details = Details.of(id).last(status());
        return FlikiException.of(Kind.NOT_FINISHED, reason, details, failure);
    }

    private static String reason(Throwable failure) {
        return "; " + (failure instanceof FlikiException e ? e.reason() : failure.getMessage());
    }
}
