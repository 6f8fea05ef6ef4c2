package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.Collections.nCopies;

import fliki.FakeApi;
import fliki.FakeTime;
import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;

/** One id of a bulk at a time; {@link OrderedTest} has many side by side. */
class BulkTest {

    private static final int RETRIES = 2;

    private final FakeTime time = new FakeTime();
    private FakeApi api = new FakeApi(time, (id, passed) -> FakeApi.status(id, "success"));
    private final Listeners events = new Listeners(status -> {}, notice -> {});
    private final Outage outage = new Outage(false, Duration.ofSeconds(30), time, () -> 1, events);
    private final Bulk bulk =
            new Bulk(id -> api.apply(id), RETRIES, time, () -> 1, new KeyCheck(), outage);

    @Test
    void answerTakesOneRequest() {
        assertEquals("a success", lookUp("a"));
        assertEquals(List.of("a"), api.asked);
    }

    @ParameterizedTest
    @EnumSource(names = {"NETWORK", "TIMEOUT", "RATE_LIMITED"})
    void silenceUsesUpNoRetries(Kind kind) {
        answer(
                (id, passed) ->
                        api.asked.size() <= 6 ? fail(id, kind) : FakeApi.status(id, "queued"));

        assertEquals("a queued", lookUp("a"));
        assertEquals(nCopies(7, "a"), api.asked);
    }

    @Test
    void refusalUsesUpNoRetriesThoughOthersAreAnswered() {
        lookUp("good");
        answer(
                (id, passed) ->
                        id.equals("good") || api.asked.size() > 6
                                ? FakeApi.status(id, "queued")
                                : fail(id, Kind.RATE_LIMITED));

        assertEquals("a queued", lookUp("a"));
        assertEquals(nCopies(7, "a"), api.asked);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "SERVER"})
    void refusalEndsAnOutage(Kind kind) {
        answer((id, passed) -> fail(id, passed.isZero() ? Kind.NETWORK : kind));

        lookUp("a");

        assertEquals(true, outage.answeredSince(FakeTime.START));
    }

    @Test
    void troubleOfTheServerUsesUpTheRetries() {
        answer((id, passed) -> fail(id, Kind.SERVER));

        assertEquals("a SERVER: a: HTTP 503", lookUp("a"));
        assertEquals(
                List.of(Duration.ZERO, Duration.ofMillis(500), Duration.ofMillis(1500)), api.times);
    }

    @Test
    void retryAfterIsAFloor() {
        answer(
                (id, passed) -> {
                    if (passed.isZero()) {
                        throw FakeApi.refused(id, Kind.SERVER, 503, ofSeconds(20));
                    }
                    return FakeApi.status(id, "queued");
                });

        assertEquals("a queued", lookUp("a"));
        assertEquals(List.of(Duration.ZERO, ofSeconds(20)), api.times);
    }

    @Test
    void serverBusyForLongFailsItsId() {
        answer(
                (id, passed) -> {
                    throw FakeApi.refused(id, Kind.SERVER, 503, ofSeconds(121));
                });

        assertEquals("a SERVER: a: HTTP 503", lookUp("a"));
        assertEquals(List.of("a"), api.asked);
    }

    @Test
    void refusedIdIsNotAskedAgain() {
        answer((id, passed) -> fail(id, Kind.NOT_FOUND));

        assertEquals("a NOT_FOUND: a: HTTP 404", lookUp("a"));
        assertEquals(List.of("a"), api.asked);
    }

    @Test
    void refusedKeyEndsTheRun() {
        lookUp("a");
        answer((id, passed) -> fail(id, Kind.UNAUTHORIZED));

        assertEquals(Kind.UNAUTHORIZED, failure("b").kind());
        assertEquals(List.of("b"), api.asked);
    }

    @Test
    void forbiddenEndsTheRunOnlyBeforeAnyAnswer() {
        answer(
                (id, passed) ->
                        id.equals("good")
                                ? FakeApi.status(id, "queued")
                                : fail(id, Kind.FORBIDDEN));

        assertEquals(Kind.FORBIDDEN, failure("a").kind());
        lookUp("good");
        assertEquals("a FORBIDDEN: a: HTTP 403", lookUp("a"));
    }

    @Test
    void twoMinutesOfSilenceEndTheRun() {
        answer((id, passed) -> fail(id, Kind.NETWORK));

        assertEquals("a: lost", failure("a").getMessage());
        assertEquals(ofMinutes(2), time.passed());
    }

    @Test
    void networkThatIsGoneUsesUpNoRetriesOfLaterIds() {
        lookUp("good");
        answer((id, passed) -> fail(id, Kind.NETWORK));

        assertEquals("a: lost", failure("a").getMessage());
        assertEquals(ofMinutes(2), time.passed());
    }

    @Test
    void idThatAlwaysFailsAloneFailsByItself() {
        lookUp("good");
        answer(
                (id, passed) ->
                        id.equals("bad") ? fail(id, Kind.NETWORK) : FakeApi.status(id, "queued"));

        assertEquals("bad NETWORK: bad: lost", lookUp("bad"));
        assertEquals(List.of("bad", "good", "bad", "good", "bad", "good"), api.asked);
        assertEquals("next queued", lookUp("next"));
    }

    @Test
    void interruptEndsAWaitAndStays() {
        answer(
                (id, passed) -> {
                    Thread.currentThread().interrupt();
                    throw FakeApi.lost(id);
                });

        assertEquals("a: lost", failure("a").getMessage());
        assertEquals(true, Thread.interrupted());
    }

    private void answer(FakeApi.Script script) {
        api = new FakeApi(time, script);
    }

    private String lookUp(String id) {
        return FakeApi.text(bulk.lookUp(id));
    }

    private FlikiException failure(String id) {
        return assertThrows(FlikiException.class, () -> bulk.lookUp(id));
    }

    private static Status fail(String id, Kind kind) {
        throw switch (kind) {
            case UNAUTHORIZED -> FakeApi.refused(id, kind, 401);
            case FORBIDDEN -> FakeApi.refused(id, kind, 403);
            case NOT_FOUND -> FakeApi.refused(id, kind, 404);
            case RATE_LIMITED -> FakeApi.refused(id, kind, 429);
            case SERVER -> FakeApi.refused(id, kind, 503);
            default -> FakeApi.lost(id);
        };
    }
}
