package fliki;

import static fliki.Patience.Job.POLL;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import fliki.FlikiException.Kind;
import fliki.internal.text.Text;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Polls on a clock that jumps from look to look. */
class PollerTest {

    private final FakeTime time = new FakeTime();
    private final List<String> updates = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private Settings settings =
            Settings.DEFAULTS
                    .onUpdate(status -> updates.add(status.toString()))
                    .onNotice(notice -> notices.add(notice.kind() + " " + notice.message()));
    private Duration pause = ZERO;
    private FakeApi api;

    @Nested
    class Looks {

        @Test
        void delaysDoubleUpToTheLongestUntilTheEnd() {
            poll((id, passed) -> ends(id, passed, 180), "a");

            assertEquals(List.of(0L, 2L, 6L, 14L, 30L, 62L, 107L, 152L, 197L), seconds());
            assertEquals(List.of("a success"), outcomes);
        }

        @Test
        void delaysGetShorterTowardsTheEndOfMovingProgress() {
            poll(
                    (id, passed) ->
                            passed.toSeconds() < 100
                                    ? FakeApi.status(id, passed.toSeconds())
                                    : FakeApi.status(id, "success"),
                    "a");

            assertEquals(List.of(0L, 2L, 10L, 55L, 77L, 89L, 94L, 97L, 99L, 101L), seconds());
        }

        @Test
        void idsThatEndedAreNeverAskedAgain() {
            var ends = Map.of("a", 100, "b", 1, "c", 40);

            poll((id, passed) -> ends(id, passed, ends.get(id)), "a", "b", "c");

            assertEquals(List.of("b success", "c success", "a success"), outcomes);
            assertEquals(Map.of("a", 7, "b", 2, "c", 6), looks());
        }
    }

    @Nested
    class Deadline {

        @Test
        void lastLookIsExactlyAtTheDeadline() {
            settings = settings.atMost(ofSeconds(100));

            poll((id, passed) -> FakeApi.status(id, 3), "a");

            assertEquals(ofSeconds(100), api.times.get(api.times.size() - 1));
            assertEquals(
                    List.of(
                            "a NOT_FINISHED: a: not finished within 1 min 40 s;"
                                    + " last seen processing 3%"),
                    outcomes);
        }

        @Test
        void lastLookIsThereThoughAnOutagePausesForLonger() {
            settings = settings.atMost(ofSeconds(5));

            poll((id, passed) -> lost(id), "a");

            assertEquals(List.of(0L, 1L, 3L, 5L), seconds());
        }

        @Test
        void pauseOfTheServerBeyondItEndsTheWaitWithoutALook() {
            settings = settings.atMost(ofSeconds(5));
            pause = ofSeconds(6);

            poll((id, passed) -> FakeApi.status(id, "success"), "a");

            assertEquals(List.of("a NOT_FINISHED: a: no answer within 5 s"), outcomes);
            assertEquals(List.of(), api.asked);
        }

        @Test
        void lookThatFailsAtTheDeadlineIsNotRepeated() {
            settings = settings.atMost(ofSeconds(10));

            poll(
                    (id, passed) -> {
                        if (passed.toSeconds() < 10) {
                            return FakeApi.status(id, "queued");
                        }
                        throw FakeApi.lost(id);
                    },
                    "a");

            assertEquals(List.of(0L, 2L, 6L, 10L), seconds());
            assertEquals(
                    List.of("a NOT_FINISHED: a: not finished within 10 s; last seen queued"),
                    outcomes);
        }

        @Test
        void timeOutOfAnIdNeverSeenTellsWhy() {
            settings = settings.atMost(ofMinutes(1));

            poll((id, passed) -> lost(id), "a");

            assertEquals(List.of("a NOT_FINISHED: a: no answer within 1 min; lost"), outcomes);
        }

        @Test
        void lastLooksThatComeFarTooLateAreLeftOut() {
            settings = settings.atMost(ofSeconds(1));

            poll(
                    (id, passed) -> {
                        time.pass(passed.isZero() ? ZERO : ofMinutes(1));
                        return FakeApi.status(id, "queued");
                    },
                    "a",
                    "b");

            assertEquals(List.of("a", "b", "a"), api.asked);
            assertEquals(List.of("a queued", "b queued"), updates);
            assertEquals(
                    List.of(
                            "a NOT_FINISHED: a: not finished within 1 s; last seen queued",
                            "b NOT_FINISHED: b: not finished within 1 s; last seen queued"),
                    outcomes);
        }
    }

    @Nested
    class PassingTrouble {

        @Test
        void outageIsToldOnceAndItsEndToo() {
            poll(
                    (id, passed) ->
                            passed.toSeconds() < 60 ? lost(id) : FakeApi.status(id, "success"),
                    "a",
                    "b");

            var since = Text.clock(FakeTime.START);
            assertEquals(
                    List.of(
                            "OFFLINE no answer since " + since + ": lost; asking on",
                            "ONLINE answers again after 1 min 1 s"),
                    notices);
        }

        @ParameterizedTest
        @CsvSource({"NOT_FOUND, 404", "SERVER, 503"})
        void refusalEndsAnOutage(Kind kind, int http) {
            poll(
                    (id, passed) -> {
                        if (passed.isZero()) {
                            throw FakeApi.lost(id);
                        }
                        if (passed.toSeconds() == 1) {
                            throw FakeApi.refused(id, kind, http);
                        }
                        return FakeApi.status(id, "success");
                    },
                    "a");

            assertEquals("ONLINE answers again after 1 s", notices.get(1));
        }

        @Test
        void missesAreCountedFromTheLastAnswer() {
            poll(
                    (id, passed) -> {
                        if (Set.of(1, 2, 4).contains(api.asked.size())) {
                            throw FakeApi.refused(id, Kind.SERVER, 503);
                        }
                        return FakeApi.status(id, api.asked.size() == 3 ? "queued" : "success");
                    },
                    "a");

            assertEquals(List.of(0L, 1L, 3L, 5L, 6L), seconds());
        }

        @Test
        void answersOfOthersKeepTheRunGoing() {
            settings = settings.atMost(ofMinutes(10));

            poll((id, passed) -> id.equals("b") ? lost(id) : ends(id, passed, 599), "a", "b");

            assertEquals(
                    List.of("a success", "b NOT_FINISHED: b: no answer within 10 min; lost"),
                    outcomes);
        }
    }

    @Nested
    class Listeners {

        @Test
        void eachChangeIsToldOnce() {
            poll(
                    (id, passed) ->
                            switch ((int) passed.toSeconds() / 30) {
                                case 0 -> FakeApi.status(id, "queued");
                                case 1, 2 -> FakeApi.status(id, 0);
                                case 3, 4 -> FakeApi.status(id, 40);
                                default -> FakeApi.status(id, "success");
                            },
                    "a");

            assertEquals(
                    List.of("a queued", "a processing 0%", "a processing 40%", "a success"),
                    updates);
        }

        @Test
        void jobStuckInTheQueueIsToldOnce() {
            poll((id, passed) -> FakeApi.status(id, "queued"), "a");

            assertEquals(List.of("STUCK a seems stuck: queued for 30 min 17 s"), notices);
        }

        @Test
        void progressThatStandsStillIsToldOnce() {
            poll((id, passed) -> FakeApi.status(id, 40), "a");

            assertEquals(
                    List.of("STUCK a seems stuck: processing at 40% for 10 min 15 s"), notices);
        }

        /**
         * Without progress nothing is known of a job; in the queue, progress starts no time anew.
         */
        @Test
        void progressThatMovesIsNotStuckOutsideTheQueue() {
            poll((id, passed) -> FakeApi.status(id, passed.toMinutes() / 9), "a");
            poll((id, passed) -> FakeApi.status(id, "processing"), "b");
            assertEquals(List.of(), notices);

            time.pass(Duration.between(FakeTime.START, time.now()).negated());
            poll(
                    (id, passed) -> {
                        var moving = OptionalDouble.of(passed.toMinutes() / 9);
                        return FakeApi.status(id, "queued", moving, Optional.empty());
                    },
                    "a");
            assertEquals(List.of("STUCK a seems stuck: queued at 3% for 30 min 2 s"), notices);
        }

        @Test
        void errorDuringALookEndsThePoll() {
            var error = new StackOverflowError();

            var thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    poll(
                                            (id, passed) -> {
                                                throw error;
                                            },
                                            "a"));

            assertSame(error, thrown.getCause());
        }
    }

    @Test
    void refusalKeepsTheLastStatus() {
        var failures = new ArrayList<FlikiException>();

        poll(
                (id, passed) -> {
                    if (passed.isZero()) {
                        return FakeApi.status(id, 30);
                    }
                    throw FakeApi.refused(id, Kind.NOT_FOUND, 404);
                },
                failures,
                "a");

        assertEquals("a processing 30%", failures.get(0).lastStatus().orElseThrow().toString());
    }

    private void poll(FakeApi.Script script, String... ids) {
        poll(script, new ArrayList<>(), ids);
    }

    private void poll(FakeApi.Script script, List<FlikiException> failures, String... ids) {
        api = new FakeApi(time, script);
        try {
            new Poller(api, Runnable::run, settings, time, () -> 0, patience(), () -> pause)
                    .poll(
                            List.of(ids),
                            end -> {
                                outcomes.add(FakeApi.text(end.outcome()));
                                end.outcome().failure().ifPresent(failures::add);
                            });
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Patience patience() {
        return new Patience(POLL, settings, time, () -> 0);
    }

    private static Status ends(String id, Duration passed, int seconds) {
        return FakeApi.status(id, passed.toSeconds() < seconds ? "queued" : "success");
    }

    private static Status lost(String id) {
        throw FakeApi.lost(id);
    }

    private List<Long> seconds() {
        return api.times.stream().map(Duration::toSeconds).toList();
    }

    private Map<String, Integer> looks() {
        var looks = new HashMap<String, Integer>();
        api.asked.forEach(id -> looks.merge(id, 1, Integer::sum));
        return looks;
    }
}
