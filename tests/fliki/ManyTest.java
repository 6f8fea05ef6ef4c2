package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** One look at each of many ids. */
class ManyTest {

    @RegisterExtension static final MockApi api = new MockApi();

    private final Fliki fliki = Clients.at(api.url(), new FakeTime());

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a" + i).toList();
    }

    @Test
    void failureOfOneIdIsItsOwn() {
        api.state("a0", "queued");
        api.answer("a1", response().withStatusCode(404));
        api.state("a2", "success");

        var json = fliki.status(ids(3)).map(Outcome::json).toList();

        assertEquals(
                List.of(
                        "{\"fileId\":\"a0\",\"status\":\"queued\"}",
                        "{\"fileId\":\"a1\",\"error\":{\"kind\":\"not-found\",\"message\":"
                                + "\"unknown id (404); mistyped, or"
                                + " deleted by Fliki\",\"httpStatus\":404,"
                                + "\"retryable\":false}}",
                        "{\"fileId\":\"a2\",\"status\":\"success\"}"),
                json);
    }

    @Test
    void noIdsAreNoOutcomes() {
        assertEquals(List.of(), fliki.status(List.of()).toList());
    }

    /** In real time: nobody waits for an hour. */
    @Test
    void longRetryAfterEndsEveryIdAtOnce() {
        api.answer(response().withStatusCode(429).withHeader("Retry-After", "3600"));
        var real = Clients.at(api.url(), Time.system()).rate(20);

        var outcomes = real.status(ids(20)).toList();

        assertFalse(outcomes.stream().anyMatch(o -> o.status().isPresent()));
        assertTrue(api.requests().size() <= 8, () -> api.requests().size() + " requests");
    }

    @ParameterizedTest
    @EnumSource
    void noMoreRequestsAreUnderWayThanAreWanted(Verb verb) {
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        RawServer.Script slow =
                connection -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    TimeUnit.MILLISECONDS.sleep(20);
                    underWay.decrementAndGet();
                    connection.write(RawServer.ok("{\"status\":\"error\"}"));
                };
        try (var server = RawServer.start(slow)) {
            var client = Clients.at(server.url(), Time.system()).parallel(3);

            assertEquals(50, verb.of(client, ids(50)).count());
        }
        assertTrue(most.get() > 1 && most.get() <= 3, most + " at the same time");
    }

    /** A 403 is about the key until an answer has shown that the key is good. */
    @Nested
    class RefusalOfTheKey {

        private final Fliki oneByOne = fliki.parallel(1).retries(0);

        private List<Outcome> run(int http, String body) {
            api.beforeEach(null);
            api.answer("a0", response(body).withStatusCode(http));
            api.answer(403, "");
            return oneByOne.status(ids(2)).toList();
        }

        @Test
        void endsTheRunBehindAPageFromInFrontOfTheApi() {
            for (var page : List.of("<html>Sign in to the guest network", "", "[]")) {
                assertEquals(Kind.FORBIDDEN, Thrown.of(() -> run(200, page)).kind());
            }
        }

        @Test
        void endsTheRunBehindTrouble() {
            for (var http : List.of(429, 503)) {
                assertEquals(Kind.FORBIDDEN, Thrown.of(() -> run(http, "")).kind());
            }
        }

        @Test
        void isTheIdsOwnBehindAnAnswer() {
            var statuses = List.of(200, 400, 404, 422);
            for (var http : statuses) {
                var outcomes = run(http, MockApi.json("a0", "queued"));

                assertEquals("forbidden", outcomes.get(1).word());
            }
        }

        @Test
        void isTheIdsOwnBehindADownloadThatFailed() {
            api.state("a0", "queued");
            api.answer("a1", response().withStatusCode(403));

            var outcomes = oneByOne.download(ids(2)).map(Outcome::word).toList();

            assertEquals(List.of("not-finished", "forbidden"), outcomes);
        }

        @Test
        void endsTheRunEvenBehindAnAnswerWhereItIsA401() {
            api.state("a0", "queued");
            api.answer(401, "");

            var failure = Thrown.of(() -> oneByOne.status(ids(3)).toList());

            assertEquals(Kind.UNAUTHORIZED, failure.kind());
            assertEquals(2, api.requests().size());
        }
    }
}
