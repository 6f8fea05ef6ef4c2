package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Polls and bulks of a script, from the call to the wire. */
class PollApiTest {

    private final FakeTime time = FakeTime.besideLooks();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** A server that answers with the word of each id. */
    private RawServer server(UnaryOperator<String> word) {
        return RawServer.start(
                connection -> {
                    var id = connection.path().replaceFirst(".*fileId=", "");
                    asked.add(id);
                    connection.write(RawServer.ok(MockApi.json(id, word.apply(id))));
                });
    }

    @Test
    void pollWaitsForTheEnd() {
        var updates = new ArrayList<String>();
        try (var server = server(id -> asked.size() < 4 ? "processing" : "success")) {
            var fliki = Clients.at(server.url(), time);

            var done = fliki.onUpdate(status -> updates.add(status.toString())).poll("a");

            assertEquals("a success", done.toString());
            assertEquals(List.of("a processing", "a success"), updates);
            assertEquals(List.of("a", "a", "a", "a"), asked);
        }
    }

    @Test
    void pollOfManyTellsEachIdOnceInOrderOfEnding() {
        try (var server =
                server(id -> id.equals("b") || asked.contains("b") ? "success" : "queued")) {
            var fliki = Clients.at(server.url(), time).parallel(1);

            var ended = fliki.poll(List.of("a", "b", "a", "b"));

            assertEquals(List.of("b success", "a success"), ended.map(FakeApi::text).toList());
            assertEquals(List.of("a", "b", "a"), asked);
        }
    }

    /** As for an id alone: a poll of many ends after two minutes of silence. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void silenceAfterAnAnswerIsWaitedOutHoweverTheOneIdIsGiven(int times) {
        try (var studio = Studio.open()) {
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
        try (var server = RawServer.saying(RawServer.head(401, 0))) {
            var outcomes = Clients.at(server.url(), time).bulk(ids(5_000));

            var thrown = assertThrows(FlikiException.class, () -> outcomes.forEach(o -> {}));

            assertEquals(Kind.UNAUTHORIZED, thrown.kind());
            assertTrue(server.heads().size() <= 8, server.heads().size() + " requests");
        }
    }

    @Test
    void idWhoseConnectionsDieDoesNotEndABulk() {
        RawServer.Script script =
                connection -> {
                    if (!connection.path().endsWith("=7")) {
                        connection.write(RawServer.ok("{\"status\":\"queued\"}"));
                    }
                };
        try (var server = RawServer.start(script)) {
            var fliki = Clients.at(server.url(), Time.system()).retries(1);

            var outcomes = fliki.bulk(ids(50)).toList();

            var words = new ArrayList<>(Collections.nCopies(50, "queued"));
            words.set(7, "network");
            assertEquals(words, outcomes.stream().map(Outcome::word).toList());
        }
    }

    private static Stream<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString);
    }
}
