package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Looks without a network: a script tells what each one finds; keeps who was asked, and when. */
public final class FakeApi implements Look {

    /** What a look finds; throws what makes it fail. */
    public interface Script {
        Status look(String id, Duration passed);
    }

    final FakeTime time;
    public final List<String> asked = new ArrayList<>();
    public final List<Duration> times = new ArrayList<>();
    private final Script script;

    public FakeApi(FakeTime time, Script script) {
        this.time = time;
        this.script = script;
    }

    @Override
    public Status at(String id) {
        asked.add(id);
        times.add(time.passed());
        return script.look(id, time.passed());
    }

    public static Status status(String id, String word) {
        return status(id, word, OptionalDouble.empty(), Optional.empty());
    }

    public static Status status(String id, double progress) {
        return status(id, "processing", OptionalDouble.of(progress), Optional.empty());
    }

    public static Status status(
            String id, String word, OptionalDouble progress, Optional<String> download) {
        var none = Optional.<String>empty();
        var state = State.of(word);
        return new Status(id, state, word, progress, download, none, "{}", Optional.empty());
    }

    /** A connection that broke. */
    public static FlikiException lost(String id) {
        return FlikiException.of(Kind.NETWORK, "lost", Details.of(id), null);
    }

    public static FlikiException refused(String id, Kind kind, int http) {
        var details = Details.of(id).http(http, Optional.empty());
        return FlikiException.of(kind, "HTTP " + http, details, null);
    }

    public static FlikiException refused(String id, Kind kind, int http, Duration retryAfter) {
        var details = Details.of(id).http(http, Optional.of(retryAfter));
        return FlikiException.of(kind, "HTTP " + http, details, null);
    }

    /** An outcome on one line: the status, or the kind of the failure and its message. */
    public static String text(Outcome outcome) {
        return outcome.failure()
                .map(e -> outcome.fileId() + " " + e.kind() + ": " + e.getMessage())
                .orElseGet(() -> outcome.get().toString());
    }
}
