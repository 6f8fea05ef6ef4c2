package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.FakeApi;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

class KeyCheckTest {

    private final KeyCheck run = new KeyCheck();

    @Test
    void emptyIdLeavesTheKeyKnown() {
        run.answered("a");

        run.failed(FlikiException.of(Kind.BAD_REQUEST, "the id is empty", Details.NONE, null));

        assertEquals(false, run.failed(FakeApi.refused("b", Kind.FORBIDDEN, 403)));
    }

    @Test
    void answerIsAnOutcome() {
        var status = FakeApi.status("a", "error");

        assertEquals(Outcome.of(status), run.outcome("a", () -> status));
    }

    @Test
    void failureOfOneIdIsItsOutcome() {
        var failure = FakeApi.refused("a", Kind.NOT_FOUND, 404);

        var outcome = run.outcome("a", () -> fail(failure));

        assertEquals(Outcome.of("a", failure), outcome);
    }

    @Test
    void refusedKeyEndsTheRunWhenever() {
        var failure = FakeApi.refused("b", Kind.UNAUTHORIZED, 401);
        run.answered("a");

        var thrown =
                assertThrows(FlikiException.class, () -> run.outcome("b", () -> fail(failure)));

        assertSame(failure, thrown);
    }

    @Test
    void forbiddenEndsTheRunBeforeAnyAnswer() {
        assertEquals(true, run.failed(FakeApi.refused("a", Kind.FORBIDDEN, 403)));
    }

    @Test
    void forbiddenIsTheIdsOwnAfterAnAnswer() {
        run.answered("a");

        assertEquals(false, run.failed(FakeApi.refused("b", Kind.FORBIDDEN, 403)));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 404, false",
        "BAD_REQUEST, 422, false",
        "SERVER, 502, true",
        "RATE_LIMITED, 429, true",
        "BAD_RESPONSE, 200, true"
    })
    void onlyAnswersAboutAnIdVouchForTheKey(Kind kind, int http, boolean ended) {
        run.failed(FakeApi.refused("a", kind, http));

        assertEquals(ended, run.failed(FakeApi.refused("b", Kind.FORBIDDEN, 403)));
    }

    @Test
    void idAnsweredLastIsKnown() {
        run.answered("a");
        run.failed(FakeApi.refused("b", Kind.NOT_FOUND, 404));
        run.failed(FakeApi.lost("c"));

        assertEquals(Optional.of("b"), run.known());
    }

    private static Status fail(FlikiException failure) {
        throw failure;
    }
}
