package fliki.cli;

import fliki.State;
import fliki.Status;
import fliki.internal.text.Text;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** How long generations took, of those that were seen in the queue first. */
final class Spans {

    /** How long one generation waited and worked. */
    record Span(Duration queued, Duration processing) {

        /** As a JSON object, in seconds. */
        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"queued\":%.1f,\"processing\":%.1f}",
                    queued.toMillis() / 1e3,
                    processing.toMillis() / 1e3);
        }
    }

    /** When a generation was first seen in the queue, and when it was first seen out of it. */
    private record Seen(boolean fromStart, long queued, Optional<Long> left) {}

    private final LongSupplier nanos;
    private final Map<String, Seen> open = new HashMap<>();
    private final Map<String, Span> ended = new HashMap<>();

    /**
     * Without a generation yet.
     *
     * @param nanos the clock, in nanoseconds
     */
    Spans(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes in a change of state. */
    synchronized void update(Status status) {
        var now = nanos.getAsLong();
        var queued = status.state() == State.QUEUED;
        var seen =
                open.computeIfAbsent(
                        status.fileId(), id -> new Seen(queued, now, Optional.empty()));
        if (!queued && seen.left().isEmpty()) {
            seen = new Seen(seen.fromStart(), seen.queued(), Optional.of(now));
            open.put(status.fileId(), seen);
        }
        if (seen.fromStart() && status.state() == State.SUCCESS) {
            var left = seen.left().orElse(now);
            var span =
                    new Span(Duration.ofNanos(left - seen.queued()), Duration.ofNanos(now - left));
            ended.put(status.fileId(), span);
        }
    }

    /** How long a generation took; empty if its start was not seen, or it is no success. */
    synchronized Optional<Span> of(String fileId) {
        return Optional.ofNullable(ended.get(fileId));
    }

    /** The means of all, such as {@code ; on average queued 14 min 20 s, processing 52 s}. */
    synchronized String words() {
        return ended.isEmpty()
                ? ""
                : "; on average queued "
                        + mean(Span::queued)
                        + ", processing "
                        + mean(Span::processing);
    }

    private String mean(Function<Span, Duration> part) {
        var nanos = ended.values().stream().map(part).mapToLong(Duration::toNanos).sum();
        return Text.span(Duration.ofNanos(nanos / ended.size()));
    }
}
