package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.Clients;
import fliki.FakeTime;
import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.MockApi;
import fliki.Outcome;
import fliki.Thrown;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockserver.model.Delay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

@Isolated("looks at all threads")
class ManyTest {

    @RegisterExtension static final MockApi api = new MockApi();

    private final FakeTime time = new FakeTime();

    private Fliki fliki() {
        return Clients.at(api.url(), time);
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a" + i).toList();
    }

    @Nested
    class Outcomes {

        @Test
        void outcomesComeInTheOrderOfTheIds() {
            for (var id : ids(20)) {
                var delay = Delay.milliseconds(id.hashCode() * 37 % 60);
                api.answer(id, response(MockApi.json(id, "queued")).withDelay(delay));
            }

            var outcomes = fliki().status(ids(20)).map(Outcome::fileId).toList();

            assertEquals(ids(20), outcomes);
        }

        @Test
        void downloadThatFailsLeavesTheKeyKnown() {
            api.state("a0", "queued");
            api.answer("a1", response().withStatusCode(403));

            var outcomes = fliki().parallel(1).download(ids(2)).map(Outcome::word).toList();

            assertEquals(List.of("not-finished", "forbidden"), outcomes);
        }

        @Test
        void failureOfOneIdIsItsOwn() {
            api.state("a0", "queued");
            api.answer("a1", response().withStatusCode(404));
            api.state("a2", "success");

            var json = fliki().status(ids(3)).map(Outcome::json).toList();

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
        void eachIdHasItsOwnRetries() {
            api.answer(503, "");

            var outcomes = fliki().retries(1).status(ids(3)).toList();

            assertEquals(3, outcomes.stream().filter(o -> o.failure().isPresent()).count());
            assertEquals(6, api.requests().size());
        }

        @Test
        void noIdsAreNoOutcomes() {
            assertEquals(List.of(), fliki().status(List.of()).toList());
        }

        @Test
        void idsAreTakenOnlyABoundedWayAhead() {
            api.answer(200, "{\"status\":\"queued\"}");
            var taken = new ArrayList<String>();
            var ids = ids(1000).stream().peek(taken::add).iterator();

            try (var outcomes =
                    Ordered.stream(ids, 1, id -> fliki().status(List.of(id)).toList().get(0))) {
                outcomes.iterator().next();
            }

            assertTrue(taken.size() < 100, () -> taken.size() + " taken");
        }

        @Test
        void closedStreamSendsNothingMore() throws Exception {
            api.answer(200, "{\"status\":\"queued\"}");
            var slow = Clients.at(api.url(), Time.system()).rate(100);
            try (var outcomes = slow.status(ids(200))) {
                outcomes.iterator().next();
            }
            TimeUnit.MILLISECONDS.sleep(50);
            var sent = api.requests().size();

            TimeUnit.MILLISECONDS.sleep(100);

            assertEquals(sent, api.requests().size());
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @CsvSource({"401, UNAUTHORIZED", "403, FORBIDDEN"})
        void refusedKeyEndsTheRunAfterAHandfulOfRequests(int http, Kind kind) {
            api.answer(http, "");

            var failure = Thrown.of(() -> fliki().status(ids(50)).toList());

            assertEquals(kind, failure.kind());
            assertTrue(api.requests().size() <= 8, () -> api.requests().size() + " requests");
        }

        @Test
        void forbiddenAfterAnAnswerIsTheIdsOwn() {
            api.state("a0", "queued");
            api.answer(403, "");

            var outcomes = fliki().parallel(1).status(ids(3)).toList();

            assertEquals("queued", outcomes.get(0).get().status());
            assertEquals(Kind.FORBIDDEN, outcomes.get(1).failure().orElseThrow().kind());
            assertEquals(Kind.FORBIDDEN, outcomes.get(2).failure().orElseThrow().kind());
        }

        @Test
        void unauthorizedEndsTheRunEvenAfterAnswers() {
            api.state("a0", "queued");
            api.answer(401, "");
            var seen = new ArrayList<String>();

            var failure =
                    assertThrows(
                            FlikiException.class,
                            () ->
                                    fliki().parallel(1)
                                            .status(ids(9))
                                            .forEach(o -> seen.add(o.fileId())));

            assertEquals(Kind.UNAUTHORIZED, failure.kind());
            assertEquals(List.of("a0"), seen);
            assertEquals(2, api.requests().size());
        }

        @ParameterizedTest
        @CsvSource({"429, FORBIDDEN", "503, FORBIDDEN"})
        void troubleIsNoAnswerThatTakesTheKey(int http, Kind kind) {
            api.answer("a0", response().withStatusCode(http));
            api.answer(403, "");

            var failure = Thrown.of(() -> fliki().retries(0).parallel(1).status(ids(3)).toList());

            assertEquals(kind, failure.kind());
        }

        @Test
        void longRetryAfterEndsEveryIdAtOnce() {
            api.answer(response().withStatusCode(429).withHeader("Retry-After", "3600"));
            var fliki = Clients.at(api.url(), Time.system()).rate(20);

            var outcomes =
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(3), () -> fliki.status(ids(20)).toList());

            assertFalse(outcomes.stream().anyMatch(o -> o.status().isPresent()));
            assertTrue(api.requests().size() <= 8, () -> api.requests().size() + " requests");
        }
    }

    @Nested
    class Threads {

        @Test
        void threadsOfARunAreDaemonsAndEndWithIt() throws Exception {
            api.answer(200, "{\"status\":\"queued\"}");

            fliki().status(ids(20)).toList();

            var left = threads("fliki-look");
            assertTrue(left.stream().allMatch(Thread::isDaemon));
            for (var thread : left) {
                thread.join(1000);
            }
            assertEquals(Set.of(), threads("fliki-look"));
        }

        @Test
        void derivingAThousandClientsAddsNoThreads() {
            api.answer(200, "{\"status\":\"queued\"}");
            var fliki = fliki();
            fliki.status("a1");
            var before = threads(".*SelectorManager|fliki.*").size();

            for (int i = 0; i < 1000; i++) {
                var derived = fliki.retries(i);
                if (i % 100 == 0) {
                    derived.status("a1");
                }
            }

            assertTrue(threads(".*SelectorManager|fliki.*").size() <= before);
        }

        private static Set<Thread> threads(String name) {
            var threads = new HashSet<>(Thread.getAllStackTraces().keySet());
            threads.removeIf(thread -> !thread.getName().matches(name));
            return threads;
        }
    }
}
