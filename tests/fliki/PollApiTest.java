package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;
import static org.mockserver.model.HttpRequest.request;
import static org.mockserver.model.HttpResponse.response;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.configuration.Configuration;
import org.mockserver.integration.ClientAndServer;
import org.mockserver.model.HttpError;
import org.mockserver.model.HttpResponse;
import org.slf4j.event.Level;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Polls and bulks of a script, from the call to the wire. */
@Timeout(30)
class PollApiTest {

    private static ClientAndServer server;

    private final Thread reader = Thread.currentThread();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final Fliki fliki =
            Fliki.key("secret")
                    .url("http://127.0.0.1:" + server.getLocalPort())
                    .rate(0)
                    .every(Duration.ofMillis(1), Duration.ofMillis(50));

    @BeforeAll
    static void start() {
        var quiet = Configuration.configuration().logLevel(Level.ERROR).localBoundIP("127.0.0.1");
        server = new ClientAndServer(quiet, 0);
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @AfterEach
    void forget() {
        server.reset();
    }

    @Test
    void pollWaitsForTheEnd() {
        var updates = new ArrayList<String>();
        answer(id -> json(id, asked.size() < 4 ? "processing" : "success"));

        var done = fliki.onUpdate(status -> updates.add(status.toString())).poll("a");

        assertEquals("a success", done.toString());
        assertEquals(List.of("a processing", "a success"), updates);
        assertEquals(List.of("a", "a", "a", "a"), List.copyOf(asked));
    }

    @Test
    void pollOfManyTellsEachIdOnceInOrderOfEnding() {
        answer(id -> json(id, id.equals("b") || asked.contains("b") ? "success" : "queued"));

        var ended = fliki.parallel(1).poll(List.of("a", "b", "a", "b"));

        assertEquals(List.of("b success", "a success"), ended.map(FakeApi::text).toList());
        assertEquals(List.of("a", "b", "a"), List.copyOf(asked));
    }

    @Test
    void pollThatRunsOutOfTimeKeepsTheLastStatus() {
        answer(id -> json(id, "queued"));

        var thrown =
                assertThrows(
                        FlikiException.class, () -> fliki.atMost(Duration.ofMillis(300)).poll("a"));

        assertEquals(Kind.NOT_FINISHED, thrown.kind());
        assertEquals("a queued", thrown.lastStatus().orElseThrow().toString());
    }

    @Test
    void pollLeavesNoThreadBehindWhenItsReaderIsInterrupted() throws InterruptedException {
        answer(
                id -> {
                    reader.interrupt();
                    return json(id, "queued");
                });

        var thrown = assertThrows(FlikiException.class, () -> fliki.poll("a"));

        assertEquals("a: interrupted", thrown.getMessage());
        assertEquals(true, Thread.interrupted());
        joinOwnThreads();
    }

    /** As for an id alone: a poll of many ends after two minutes of silence. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void silenceAfterAnAnswerIsWaitedOutHoweverTheOneIdIsGiven(int times) {
        try (var studio = Studio.open()) {
            var time = FakeTime.besideLooks();
            var left =
                    Clients.at(studio.url(), time)
                            .atMost(Duration.ofMinutes(20))
                            .onUpdate(status -> studio.goDown());

            var failure =
                    times == 0
                            ? Thrown.of(() -> left.poll("run-1"))
                            : left.poll(Collections.nCopies(times, "run-1"))
                                    .map(outcome -> outcome.failure().orElseThrow())
                                    .reduce((first, second) -> fail("two outcomes"))
                                    .orElseThrow();

            assertEquals(Kind.NOT_FINISHED, failure.kind());
            assertEquals("processing", failure.lastStatus().orElseThrow().status());
            assertEquals(Duration.ofMinutes(20), time.passed());
        }
    }

    @Test
    void refusedKeyStopsABulkAfterAHandfulOfRequests() {
        answer(id -> response("{}").withStatusCode(401));

        var thrown =
                assertThrows(
                        FlikiException.class,
                        () -> fliki.parallel(8).bulk(ids(5_000)).forEach(outcome -> {}));

        assertEquals(Kind.UNAUTHORIZED, thrown.kind());
        assertEquals(true, asked.size() <= 8, asked.size() + " requests");
    }

    @Test
    void idWhoseConnectionsDieDoesNotEndABulk() {
        server.when(request().withQueryStringParameter("fileId", "7"))
                .error(HttpError.error().withDropConnection(true));
        answer(id -> json(id, "queued"));

        var outcomes = fliki.retries(1).bulk(ids(50)).toList();

        assertEquals(
                Collections.nCopies(49, "queued"),
                outcomes.stream().flatMap(o -> o.status().stream()).map(Status::status).toList());
        assertEquals(Kind.NETWORK, outcomes.get(7).failure().orElseThrow().kind());
    }

    private void answer(Function<String, HttpResponse> answers) {
        server.when(request())
                .respond(
                        request -> {
                            var id = request.getFirstQueryStringParameter("fileId");
                            asked.add(id);
                            return answers.apply(id);
                        });
    }

    private static HttpResponse json(String id, String word) {
        return response("{\"fileId\":\"" + id + "\",\"status\":\"" + word + "\"}");
    }

    private static Stream<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString);
    }

    /** Waits for the end of the threads that serve one verb. */
    private static void joinOwnThreads() throws InterruptedException {
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("fliki-poll") || thread.getName().equals("fliki-look")) {
                thread.join();
            }
        }
    }
}
