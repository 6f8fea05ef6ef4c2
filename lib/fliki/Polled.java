package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.text.Text;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One generation that is being polled. Used by one thread at a time; queues hand it over. */
final class Polled {

    private static final Duration STUCK_QUEUED = Duration.ofMinutes(30);
    private static final Duration STUCK_PROGRESS = Duration.ofMinutes(10);

    private final String id;
    private final Asked asked;
    private Instant due;
    private boolean skipped;
    private Throwable failure;
    private Status status;
    private Progress progress;
    private Instant begun;
    private Instant moved;
    private Instant ended;
    private boolean changed;
    private boolean stuckNoticed;

    Polled(String id, Instant due) {
        this.id = id;
        asked = Asked.about(id);
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

    Asked asked() {
        return asked;
    }

    /** Why the latest look failed; empty if it did not. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether the latest look was left out; the status is from an earlier one. */
    boolean skipped() {
        return skipped;
    }

    void skip() {
        skipped = true;
    }

    Optional<Status> status() {
        return Optional.ofNullable(status);
    }

    /** When a look found the end; empty if the first look found it. */
    Optional<Instant> ended() {
        return Optional.ofNullable(ended);
    }

    /** Whether the latest look found another state or progress than the one before. */
    boolean changed() {
        return changed;
    }

    /** Looks once, if there is a turn until {@code latest}, and keeps what came of it. */
    void look(Look api, Time time, Instant latest) {
        asked.sending(time.now());
        try {
            var last = status;
            status = api.at(id, latest);
            failure = null;
            follow(last, time.now());
        } catch (Error e) {
            failure = new IllegalStateException(e);
        } catch (Throwable e) {
            failure = e;
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
        ended = last != null && status.finished() ? now : null;
    }

    /** How long to wait before the next look. */
    Duration wait(Instant now, Settings.Every every, double random) {
        return progress.next(now, every, random);
    }

    /** A notice about a generation that does not move, given once. */
    Optional<String> noticeStuck(Instant now) {
        if (stuckNoticed) {
            return Optional.empty();
        }
        var words = status.state() == State.UNKNOWN ? strange(now) : stuck(now);
        stuckNoticed = words.isPresent();
        return words.map(text -> Text.brief(id) + text);
    }

    /** A word that this version does not know may be an end. */
    private Optional<String> strange(Instant now) {
        var word = Text.brief(status.status());
        if (status.download().isPresent()) {
            return Optional.of(" has a link, but its status is \"" + word + "\"; asking on");
        }
        return stuckFor(STUCK_PROGRESS, moved, now)
                .map(span -> " says \"" + word + "\" for " + span + ", a word fliki does not know");
    }

    private Optional<String> stuck(Instant now) {
        var queued = status.state() == State.QUEUED;
        if (!queued && status.progress().isEmpty()) {
            return Optional.empty();
        }
        var percent = status.percent().map(at -> " at " + at).orElse("");
        var words = " seems stuck: " + Text.brief(status.status()) + percent + " for ";
        return stuckFor(queued ? STUCK_QUEUED : STUCK_PROGRESS, queued ? begun : moved, now)
                .map(span -> words + span);
    }

    private static Optional<String> stuckFor(Duration limit, Instant since, Instant now) {
        var span = Duration.between(since, now);
        return span.compareTo(limit) < 0 ? Optional.empty() : Optional.of(Text.span(span));
    }

    /** The failure of an id whose time is up. */
    FlikiException timeUp(Duration atMost) {
        if (status == null && failure instanceof FlikiException e && refused(e)) {
            return e;
        }
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

    /** Whether the API has refused the id. */
    private static boolean refused(FlikiException e) {
        return switch (Trouble.of(e)) {
            case UNKNOWN_ID, REFUSED, FORBIDDEN -> true;
            default -> false;
        };
    }

    private static String reason(Throwable failure) {
        return "; " + (failure instanceof FlikiException e ? e.reason() : failure.getMessage());
    }
}
