package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.time.Duration.ofMinutes;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** A poll of one id is as patient however the id is given; one of many is not. */
@Timeout(20)
class LonePollTest {

    private final Studio studio = Studio.open();
    private final FakeTime time = FakeTime.besideLooks();
    private final Fliki fliki = Clients.at(studio.url(), time).atMost(ofMinutes(20));

    @AfterEach
    void close() {
        studio.close();
    }

    /** A client whose API goes away after its first answer. */
    private Fliki leftAlone() {
        return fliki.onUpdate(status -> studio.goDown());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void silenceAfterAnAnswerIsWaitedOut(int times) {
        var ids = List.of("run-1", "run-1").subList(0, times);

        var outcomes = leftAlone().poll(ids).toList();

        var failure = outcomes.get(0).failure().orElseThrow();
        assertEquals(1, outcomes.size());
        assertEquals(Kind.NOT_FINISHED, failure.kind());
        assertEquals("processing", failure.lastStatus().orElseThrow().status());
        assertEquals(ofMinutes(20), time.passed());
    }

    @Test
    void silenceAfterAnAnswerIsWaitedOutAsByThePollOfAnId() {
        var failure = Thrown.of(() -> leftAlone().poll("run-1"));

        assertEquals(Kind.NOT_FINISHED, failure.kind());
        assertEquals(ofMinutes(20), time.passed());
    }

    @Test
    void silenceFromTheStartEndsAfterTwoMinutes() {
        studio.goDown();

        var outcomes = fliki.poll(List.of("run-1"));

        var failure = assertThrows(FlikiException.class, outcomes::toList);
        assertEquals(Kind.NETWORK, failure.kind());
        assertEquals(2, time.passed().toMinutes());
    }

    @Test
    void silenceFromTheStartEndsAfterTwoMinutesAsByThePollOfAnId() {
        studio.goDown();

        var failure = Thrown.of(() -> fliki.poll("run-1"));

        assertEquals(Kind.NETWORK, failure.kind());
        assertEquals(2, time.passed().toMinutes());
    }

    @Test
    void silenceEndsAPollOfManyAfterTwoMinutes() {
        var outcomes = leftAlone().poll("run-1", "run-2");

        var failure = assertThrows(FlikiException.class, outcomes::toList);
        assertEquals(Kind.NETWORK, failure.kind());
        assertEquals(2, time.passed().toMinutes());
    }
}
