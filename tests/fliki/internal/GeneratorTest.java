package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.FakeTime;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Generation;
import fliki.csv.TextsRun.Attempt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What may be asked for again, and what ends a run. The requests are played by a script. */
class GeneratorTest {

    private static final Generation FILM = Generation.template("t1");

    private final FakeTime time = new FakeTime();
    private final Listeners listeners = new Listeners(status -> {}, notice -> {});
    private final Outage outage =
            new Outage(false, Duration.ofSeconds(30), time, () -> 1, listeners);
    private final List<String> log = new ArrayList<>();
    private final List<BooleanSupplier> releases = new ArrayList<>();
    private boolean turn = true;
    private boolean connected = true;
    private Supplier<List<String>> answer = () -> List.of("a1");
    private final Generator starts =
            new Generator(
                    (generation, sending, release) -> {
                        if (turn) {
                            sending.run();
                        }
                        releases.add(release);
                        if (connected) {
                            release.getAsBoolean();
                        }
                        return answer.get();
                    },
                    time,
                    new KeyCheck(),
                    outage);

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

    private static FlikiException failure(Kind kind, int http, Throwable cause) {
        var details = http == 0 ? Details.NONE : Details.NONE.http(http, Optional.empty());
        return FlikiException.of(kind, "why", details, cause);
    }

    private static FlikiException refusal(Kind kind, int http) {
        return failure(kind, http, null);
    }

    /** What comes of one row: its ids, or the kind of its failure. */
    private String row() {
        var started = starts.start(FILM, attempt);
        return started.failure().map(e -> e.kind().word()).orElse("" + started.ids());
    }

    private String row(Supplier<List<String>> answer) {
        this.answer = answer;
        return row();
    }

    private FlikiException end(FlikiException e) {
        answer = fails(e);
        return assertThrows(FlikiException.class, this::row);
    }

    private static Supplier<List<String>> fails(FlikiException e) {
        return () -> {
            throw e;
        };
    }

    /** The first of them, then the next; the last one stays. */
    private static Supplier<List<String>> each(List<Supplier<List<String>>> answers) {
        var left = new ArrayList<>(answers);
        return () -> (left.size() > 1 ? left.remove(0) : left.get(0)).get();
    }

    @Test
    void answerTakesOneRequest() {
        assertEquals("[a1]", row());
        assertEquals(List.of("sending"), log);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"SERVER", "TIMEOUT", "BAD_RESPONSE", "NETWORK"})
    void whatIsUncertainIsTheRowsAndAskedForOnce(Kind kind) {
        var e = failure(kind, kind == Kind.SERVER ? 503 : 0, new IOException("reset"));

        assertEquals("uncertain", row(fails(e)));
        assertEquals(List.of("sending"), log);
    }

    @Test
    void uncertainFailureKeepsWhatIsKnown() {
        var cause = refusal(Kind.SERVER, 503);
        answer = fails(cause);

        var e = assertThrows(FlikiException.class, () -> starts.once(FILM, attempt));

        var advice = "; it may have started: look into your Fliki library before asking again";
        assertEquals("why" + advice, e.getMessage());
        assertEquals(503, e.httpStatus().orElseThrow());
        assertEquals(cause, e.getCause());
        assertEquals(false, e.retryable());
    }

    @Test
    void withoutAConnectionItIsAskedForAgain() {
        connected = false;
        var refused = fails(failure(Kind.NETWORK, 0, new ConnectException()));
        var late = fails(failure(Kind.TIMEOUT, 0, null));

        var ended = row(each(List.of(refused, late, () -> List.of("a1"))));

        assertEquals("[a1]", ended);
        var once = List.of("sending", "not started");
        assertEquals(List.of(once.get(0), once.get(1), once.get(0), once.get(1), "sending"), log);
        assertTrue(time.passed().compareTo(Duration.ofSeconds(1)) >= 0);
    }

    /** As by a client that was given up between head and body, and has not noticed. */
    @Test
    void bodyGoesOutNeitherTwiceNorAfterTheEnd() {
        row();
        connected = false;
        var late = fails(failure(Kind.TIMEOUT, 0, null));

        row(each(List.of(late, () -> List.of("a2"))));

        var again = releases.stream().map(BooleanSupplier::getAsBoolean).toList();
        assertEquals(List.of(false, false, true), again); // the last one was not asked
    }

    @Test
    void withoutAConnectionForTwoMinutesTheRunEnds() {
        connected = false;

        var e = end(failure(Kind.NETWORK, 0, new ConnectException()));

        assertEquals(Kind.NETWORK, e.kind());
        assertEquals(Duration.ofMinutes(2), time.passed());
        assertEquals("not started", log.get(log.size() - 1));
    }

    @Test
    void refusalForBeingTooQuickIsAskedForAgain() {
        var limited = fails(refusal(Kind.RATE_LIMITED, 429));

        assertEquals("[a1]", row(each(List.of(limited, limited, () -> List.of("a1")))));
        assertEquals(3, log.stream().filter("sending"::equals).count());
    }

    @ParameterizedTest
    @CsvSource({"BAD_REQUEST, 400", "BAD_REQUEST, 422"})
    void refusalIsTheRowsOwn(Kind kind, int http) {
        assertEquals(kind.word(), row(fails(refusal(kind, http))));
        assertEquals(List.of("sending", "not started"), log);
    }

    @ParameterizedTest
    @CsvSource({"FORBIDDEN, 403", "NOT_FOUND, 404"})
    void refusalOfTheFirstEndsTheRunAndOfALaterOneOnlyItsRow(Kind kind, int http) {
        assertEquals(kind, end(refusal(kind, http)).kind());

        row(() -> List.of("a1"));

        assertEquals(kind.word(), row(fails(refusal(kind, http))));
    }

    @Test
    void refusedKeyAlwaysEndsTheRun() {
        row();

        assertEquals(Kind.UNAUTHORIZED, end(refusal(Kind.UNAUTHORIZED, 401)).kind());
        assertEquals("not started", log.get(log.size() - 1));
    }

    @Test
    void threeUncertainRowsEndTheRunBeforeTheNext() {
        var lost = fails(failure(Kind.TIMEOUT, 0, null));
        for (int i = 0; i < 3; i++) {
            assertEquals("uncertain", row(lost));
        }

        var e = end(refusal(Kind.SERVER, 500));

        assertEquals("no good answer 3 times in a row: stopped", e.getMessage());
        assertEquals(3, log.size());
    }

    @Test
    void answerInBetweenBeginsTheCountAnew() {
        var lost = fails(failure(Kind.TIMEOUT, 0, null));

        for (int i = 0; i < 3; i++) {
            row(lost);
            row(lost);
            assertEquals("[a1]", row(() -> List.of("a1")));
        }
    }

    /** They come when a server that ends and begins again is asked. */
    @Test
    void failureToConnectInBetweenDoesNot() {
        var lost = fails(failure(Kind.SERVER, 502, null));
        var limited = fails(refusal(Kind.RATE_LIMITED, 429));
        for (int i = 0; i < 3; i++) {
            assertEquals("uncertain", row(each(List.of(limited, lost))));
        }

        assertEquals("no good answer 3 times in a row: stopped", end(null).getMessage());
    }

    @Test
    void interruptBeforeItsTurnStartsNothing() {
        turn = false;
        connected = false;
        Thread.currentThread().interrupt();

        var e = end(failure(Kind.NETWORK, 0, new InterruptedException()));

        assertTrue(Thread.interrupted());
        assertEquals(Kind.NETWORK, e.kind());
        assertEquals(List.of(), log);
    }
}
