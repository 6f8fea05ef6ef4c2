package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.csv.StartRun.Attempt;

import org.junit.jupiter.api.Test;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What a start takes note of and what goes out; the endpoint is played by a script. */
class StartsTest {

    private static final Generation FILM = Generation.template("t1");

    private final FakeTime time = new FakeTime();
    private final List<String> log = new ArrayList<>();
    private final List<BooleanSupplier> releases = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Starts starts =
            new Starts(
                    new Scripted(),
                    new Patience(Patience.Job.ROWS, Settings.DEFAULTS, time, () -> 1));

    /** What becomes of one request: whether its body goes out, and its end. */
    private record Step(boolean connected, Optional<FlikiException> end) {}

    private final class Scripted implements Starts.Endpoint {

        @Override
        public void awaitTurn() {
            if (Thread.currentThread().isInterrupted()) {
                throw FlikiException.of(Kind.NETWORK, "interrupted", Details.NONE, null);
            }
            log.add("turn");
        }

        @Override
        public List<String> start(Generation film, BooleanSupplier release) {
            var step = steps.remove(0);
            releases.add(release);
            if (step.connected()) {
                release.getAsBoolean();
            }
            step.end()
                    .ifPresent(
                            e -> {
                                throw e;
                            });
            return List.of("a1");
        }
    }

    private final Attempt attempt =
            new Attempt() {
                @Override
                public void sending() {
                    log.add("sending");
                }

                @Override
                public void notStarted() {
                    log.add("not started");
                }
            };

    private void next(boolean connected, FlikiException e) {
        steps.add(new Step(connected, Optional.ofNullable(e)));
    }

    private static FlikiException lost() {
        return FlikiException.of(Kind.NETWORK, "why", Details.NONE, new ConnectException());
    }

    private static FlikiException refused(Kind kind, int http) {
        return FlikiException.of(kind, "why", Details.NONE.http(http, Optional.empty()), null);
    }

    @Test
    void isNotedBehindItsTurnAndBeforeItIsSent() {
        next(true, null);

        var started = starts.start(FILM, attempt);

        assertEquals(List.of("a1"), started.ids());
        assertEquals(List.of("turn", "sending"), log);
    }

    @Test
    void withoutAConnectionItIsNotedAsNotStartedAndSentAgain() {
        next(false, lost());
        next(true, null);

        starts.start(FILM, attempt);

        assertEquals(List.of("turn", "sending", "not started", "turn", "sending"), log);
    }

    @Test
    void refusalStartsNothing() {
        next(true, refused(Kind.BAD_REQUEST, 422));

        var started = starts.start(FILM, attempt);

        assertEquals(Kind.BAD_REQUEST, started.failure().orElseThrow().kind());
        assertEquals(List.of("turn", "sending", "not started"), log);
    }

    @Test
    void whatMayHaveStartedKeepsWhatIsKnown() {
        var cause = refused(Kind.SERVER, 503);
        next(true, cause);

        var e = starts.start(FILM, attempt).failure().orElseThrow();

        var advice = "; it may have started: look into your Fliki library before asking again";
        assertEquals("why" + advice, e.getMessage());
        assertEquals(503, e.httpStatus().orElseThrow());
        assertEquals(cause, e.getCause());
        assertEquals(false, e.retryable());
        assertEquals(List.of("turn", "sending"), log);
    }

    /** As by a client that was given up between head and body, and has not noticed. */
    @Test
    void bodyGoesOutNeitherTwiceNorAfterTheEnd() {
        next(false, lost());
        next(true, null);

        starts.start(FILM, attempt);

        var again = releases.stream().map(BooleanSupplier::getAsBoolean).toList();
        assertEquals(List.of(false, false), again);
    }

    @Test
    void interruptBeforeItsTurnStartsNothing() {
        Thread.currentThread().interrupt();

        var e = assertThrows(FlikiException.class, () -> starts.start(FILM, attempt));

        assertTrue(Thread.interrupted());
        assertEquals(Kind.NETWORK, e.kind());
        assertEquals(List.of(), log);
    }
}
