package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When requests may go out; many who wait at the same time are in PaceTurnsTest. */
class PaceTest {

    private static final Optional<Duration> NO_WAIT = Optional.empty();
    private static final Duration TENTH = Duration.ofMillis(100);

    private final FakeTime time = new FakeTime();
    private final Pace pace = new Pace(10, time);

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    /** One request that waits for its turn and is answered. */
    private static void answer(Pace pace) throws Exception {
        pace.await();
        pace.answered();
    }

    @Test
    void firstRequestGoesAtOnceAndTheOthersEvenly() throws Exception {
        for (int i = 0; i < 4; i++) {
            pace.await();
        }

        assertEquals(List.of(TENTH, TENTH, TENTH), time.sleeps());
    }

    /** A start is on disk before it goes out, which takes a while. */
    @Test
    void turnCountsFromTheMomentOfSending() throws Exception {
        pace.await();
        time.pass(Duration.ofMillis(60));

        var sent = pace.sent();

        assertEquals(TENTH, Duration.between(sent, pace.await()));
    }

    @Test
    void idleTimeIsNotSavedUp() throws Exception {
        pace.await();
        time.pass(Duration.ofMinutes(1));

        pace.await();
        pace.await();

        assertEquals(List.of(TENTH), time.sleeps());
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @ValueSource(doubles = {0.01, 0.1, 0.5, 1, 10})
        void slowEveryPaceUntilSeveralAnswers(double ceiling) throws Exception {
            var slow = new Pace(ceiling, time);
            slow.refused(slow.await(), NO_WAIT);
            assertTrue(slow.rate() < ceiling, () -> slow.rate() + " a second");

            var answers = 0;
            while (slow.rate() < ceiling && answers < 50) {
                answer(slow);
                answers++;
            }

            assertTrue(answers >= 3 && answers < 50, answers + " answers");
        }

        @Test
        void ofOneRoundSlowOnceAndThoseOfTheNextAgain() throws Exception {
            var sent = List.of(pace.await(), pace.await(), pace.await());
            time.pass(Duration.ofMillis(1));
            pace.refused(sent.get(0), NO_WAIT);
            var slowed = pace.rate();

            sent.forEach(request -> pace.refused(request, NO_WAIT));
            assertEquals(slowed, pace.rate());

            pace.refused(pace.await(), NO_WAIT);
            assertTrue(pace.rate() < slowed, () -> pace.rate() + " a second");
        }

        @Test
        void threeInARowPauseWithoutRetryAfterUnlessAnAnswerIsAmongThem() throws Exception {
            pace.refused(pace.await(), NO_WAIT);
            pace.refused(pace.await(), NO_WAIT);
            answer(pace);
            pace.refused(pace.await(), NO_WAIT);
            assertTrue(pace.pause().isNegative(), () -> "paused for " + pace.pause());

            pace.refused(pace.await(), NO_WAIT);
            pace.refused(pace.await(), NO_WAIT);
            assertEquals(Duration.ofSeconds(1), pace.pause());
        }

        @Test
        void withoutEndNeverStopThePace() throws Exception {
            for (int i = 0; i < 1000; i++) {
                pace.refused(pace.await(), NO_WAIT);
            }

            assertTrue(pace.rate() > 0, () -> pace.rate() + " a second");
            assertEquals(Duration.ofSeconds(30), pace.pause());
        }
    }

    @Nested
    class RetryAfterHeader {

        @Test
        void isWaitedForByEveryone() throws Exception {
            pace.refused(pace.await(), seconds(60));

            assertEquals(FakeTime.START.plusSeconds(60), pace.await());
        }

        @Test
        void ofALateRefusalOfTheSameRoundCountsWhereItIsLonger() throws Exception {
            var sent = pace.await();
            time.pass(Duration.ofMillis(1));

            pace.refused(sent, NO_WAIT);
            pace.refused(sent, seconds(60));
            pace.refused(sent, seconds(1));

            assertEquals(Duration.ofSeconds(60), pace.pause());
        }

        @Test
        void isWaitedForUpToTwoMinutesAndNoMore() throws Exception {
            pace.refused(pace.await(), seconds(121));

            assertThrows(Pace.LockedOut.class, pace::await);
            time.pass(Duration.ofSeconds(1));

            assertEquals(FakeTime.START.plusSeconds(121), pace.await());
        }
    }

    @Nested
    class WithoutCeiling {

        private final Pace free = new Pace(0, time);

        @Test
        void nobodyWaitsBeforeTheFirstRefusal() throws Exception {
            for (int i = 0; i < 1000; i++) {
                answer(free);
            }

            assertEquals(List.of(), time.sleeps());
        }

        @Test
        void firstRefusalSlowsToLessThanWasAnswered() throws Exception {
            for (int i = 0; i < 300; i++) {
                answer(free);
                time.pass(Duration.ofMillis(10));
            }

            free.refused(free.await(), NO_WAIT);

            assertTrue(free.rate() > 50 && free.rate() < 100, () -> free.rate() + " a second");
        }

        @Test
        void burstThatIsRefusedAtOnceGoesOnSlowlyAndRecoversGradually() throws Exception {
            var sent = List.of(free.await(), free.await(), free.await());
            sent.forEach(request -> free.refused(request, NO_WAIT));
            var slowed = free.rate();
            assertTrue(slowed <= 10, slowed + " a second");

            var start = time.now();
            while (time.now().isBefore(start.plusSeconds(1))) {
                answer(free);
            }

            assertTrue(free.rate() > slowed && free.rate() < slowed * 1.1);
        }
    }
}
