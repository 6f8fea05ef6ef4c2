package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FakeApi;
import fliki.FakeTime;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Thrown;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class RetryTest {

    private final FakeTime time = new FakeTime();
    private final List<String> notices = new ArrayList<>();
    private final Listeners events =
            new Listeners(
                    status -> {}, notice -> notices.add(notice.kind() + " " + notice.message()));

    private void fail(int retries, double random, Optional<Duration> retryAfter) {
        var details = Details.of("a1").http(503, retryAfter);
        var failure = FlikiException.of(Kind.SERVER, "HTTP 503", details, null);
        var retry = new Retry(retries, Optional.empty(), time, () -> random, events);
        Thrown.of(
                () ->
                        retry.call(
                                "a1",
                                () -> {
                                    throw failure;
                                }));
    }

    private static List<Duration> seconds(double... seconds) {
        var durations = new ArrayList<Duration>();
        for (var s : seconds) {
            durations.add(Duration.ofMillis((long) (s * 1000)));
        }
        return durations;
    }

    @Test
    void waitDoublesFromOneSecondToThirty() {
        fail(7, 0, Optional.empty());

        assertEquals(seconds(1, 2, 4, 8, 16, 30, 30), time.sleeps());
    }

    /**
     * Of the four requests of this run, none is answered; then one is, and its tries are its own.
     */
    @Test
    void troubleThatAllHaveCostsNoTries() {
        var outage = new Outage(false, Duration.ofSeconds(30), time, () -> 0, events);
        var retry = new Retry(1, Optional.of(outage), time, () -> 0, events);
        var details = Details.of("a").http(503, Optional.empty());
        var down = FlikiException.of(Kind.SERVER, "HTTP 503", details, null);
        var lost = FakeApi.lost("a");
        var answers = new ArrayList<>(List.of(lost, lost, lost, down));

        var given =
                retry.call(
                        "a",
                        () -> {
                            if (!answers.isEmpty()) {
                                throw answers.remove(0);
                            }
                            return "file";
                        });

        assertEquals("file", given);
    }

    /** Once its host was waited for in vain, a request has the tries that it has alone. */
    @Test
    void troubleThatWasWaitedOutTakesTheTries() {
        var outage = new Outage(false, Duration.ofSeconds(30), time, () -> 0, events);
        var retry = new Retry(1, Optional.of(outage), time, () -> 0, events);
        var lost = FakeApi.lost("a");
        Runnable call =
                () ->
                        Thrown.of(
                                () ->
                                        retry.call(
                                                "a",
                                                () -> {
                                                    throw lost;
                                                }));
        call.run();
        assertEquals(2, time.passed().toMinutes());
        var before = time.sleeps().size();

        call.run();

        assertEquals(before + 1, time.sleeps().size());
    }

    @Test
    void jitterTakesUpToHalfOfTheWait() {
        fail(7, 1, Optional.empty());

        assertEquals(seconds(.5, 1, 2, 4, 8, 15, 15), time.sleeps());
    }

    @Test
    void retryAfterIsTheLeastWait() {
        fail(4, 0, Optional.of(Duration.ofSeconds(5)));

        assertEquals(seconds(5, 5, 5, 8), time.sleeps());
    }

    @Test
    void retryAfterOfTwoMinutesIsWaitedFor() {
        fail(1, 0, Optional.of(Duration.ofMinutes(2)));

        assertEquals(seconds(120), time.sleeps());
    }

    @Test
    void longerRetryAfterIsNotWaitedFor() {
        fail(4, 0, Optional.of(Duration.ofMillis(120_001)));

        assertEquals(List.of(), time.sleeps());
    }

    @Test
    void eachFurtherTryIsNoticed() {
        fail(2, 0, Optional.empty());

        assertEquals(
                List.of(
                        "RETRYING a1: HTTP 503; asking again in 1 s",
                        "RETRYING a1: HTTP 503; asking again in 2 s"),
                notices);
    }

    @Test
    void interruptOfTheWaitKeepsTheLastStatus() {
        var last = Optional.of(FakeApi.status("a1", 30));
        var interrupting =
                new Listeners(status -> {}, notice -> Thread.currentThread().interrupt());
        var retry = new Retry(1, Optional.empty(), time, () -> 0, interrupting);

        var failure =
                Thrown.of(
                        () ->
                                retry.call(
                                        "a1",
                                        () -> {
                                            throw FakeApi.lost("a1").last(last);
                                        }));

        assertEquals("a1: lost; interrupted", failure.getMessage());
        assertEquals(last, failure.lastStatus());
        assertEquals(true, Thread.interrupted());
    }

    @Test
    void thousandsOfRetriesStayAtThirtySeconds() {
        fail(5000, 0, Optional.empty());

        assertEquals(Duration.ofSeconds(30), time.sleeps().get(4999));
    }
}
