package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

class PaceTest {

    private static final Optional<Duration> NO_WAIT = Optional.empty();

    private final FakeTime time = new FakeTime();

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private Duration elapsed() {
        return Duration.between(FakeTime.START, time.now());
    }

    @Nested
    class Ceiling {

        @Test
        void firstRequestGoesAtOnce() throws Exception {
            var turn = new Pace(10, time).await();

            assertEquals(FakeTime.START, turn);
            assertEquals(List.of(), time.sleeps());
        }

        @Test
        void requestsAreSpacedEvenly() throws Exception {
            var pace = new Pace(10, time);

            for (int i = 0; i < 4; i++) {
                pace.await();
            }

            var tenth = Duration.ofMillis(100);
            assertEquals(List.of(tenth, tenth, tenth), time.sleeps());
        }

        /** A start is on disk before it goes out, which takes a while. */
        @Test
        void turnCountsFromTheMomentOfSending() throws Exception {
            var pace = new Pace(10, time);
            pace.await();
            time.pass(Duration.ofMillis(60));

            var sent = pace.sent();

            assertEquals(Duration.ofMillis(100), Duration.between(sent, pace.await()));
        }

        @Test
        void idleTimeIsNotSavedUp() throws Exception {
            var pace = new Pace(10, time);
            pace.await();
            time.pass(Duration.ofMinutes(1));

            pace.await();
            pace.await();

            assertEquals(List.of(Duration.ofMillis(100)), time.sleeps());
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @ValueSource(doubles = {0.01, 0.1, 0.5, 1, 10, 1000})
        void refusalSlowsEveryPace(double ceiling) throws Exception {
            var pace = new Pace(ceiling, time);

            pace.refused(pace.await(), NO_WAIT);

            assertTrue(pace.rate() < ceiling, () -> pace.rate() + " a second");
        }

        @Test
        void roundOfRefusalsSlowsOnce() throws Exception {
            var pace = new Pace(10, time);
            var sent = List.of(pace.await(), pace.await(), pace.await());
            time.pass(Duration.ofMillis(1));

            pace.refused(sent.get(0), NO_WAIT);
            var slowed = pace.rate();
            sent.forEach(request -> pace.refused(request, NO_WAIT));

            assertEquals(slowed, pace.rate());
        }

        @Test
        void nextRoundOfRefusalsSlowsAgain() throws Exception {
            var pace = new Pace(10, time);
            pace.refused(pace.await(), NO_WAIT);
            var slowed = pace.rate();
            time.pass(Duration.ofMillis(1));

            pace.refused(pace.await(), NO_WAIT);

            assertTrue(pace.rate() < slowed, () -> pace.rate() + " a second");
        }

        @ParameterizedTest
        @ValueSource(doubles = {0.01, 0.1, 0.5, 1, 10})
        void recoveryTakesSeveralAnswersAndEnds(double ceiling) throws Exception {
            var pace = new Pace(ceiling, time);
            pace.refused(pace.await(), NO_WAIT);

            var answers = 0;
            while (pace.rate() < ceiling && answers < 50) {
                answer(pace);
                answers++;
            }

            assertTrue(answers >= 3 && answers < 50, answers + " answers");
        }

        @Test
        void thirdRefusalInARowPausesWithoutRetryAfter() throws Exception {
            var pace = new Pace(10, time);

            for (int i = 0; i < 3; i++) {
                pace.refused(pace.await(), NO_WAIT);
            }

            assertEquals(Duration.ofSeconds(1), pace.pause());
        }

        @Test
        void refusalsWithAnAnswerAmongThemAreNoLockOut() throws Exception {
            var pace = new Pace(10, time);

            pace.refused(pace.await(), NO_WAIT);
            pace.refused(pace.await(), NO_WAIT);
            answer(pace);
            pace.refused(pace.await(), NO_WAIT);

            assertTrue(pace.pause().isNegative(), () -> "paused for " + pace.pause());
        }

        @Test
        void endlessRefusalsNeverStopThePace() throws Exception {
            var pace = new Pace(10, time);

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
        void everyoneWaitsForIt() throws Exception {
            var pace = new Pace(10, time);
            pace.refused(pace.await(), seconds(60));

            var turn = pace.await();

            assertEquals(FakeTime.START.plusSeconds(60), turn);
        }

        @Test
        void shorterOneDoesNotShortenTheWait() throws Exception {
            var pace = new Pace(10, time);
            var sent = pace.await();

            pace.refused(sent, seconds(60));
            pace.refused(sent, seconds(1));

            assertEquals(Duration.ofSeconds(60), pace.pause());
        }

        @Test
        void lateRefusalOfTheSameRoundCounts() throws Exception {
            var pace = new Pace(10, time);
            var sent = pace.await();
            time.pass(Duration.ofMillis(1));

            pace.refused(sent, NO_WAIT);
            pace.refused(sent, seconds(60));

            assertEquals(Duration.ofSeconds(60), pace.pause());
        }

        @Test
        void thoseWhoAlreadyWaitEndAtOnceWhenItIsTooLong() throws Exception {
            var refusing = new RefusingTime(seconds(3600));
            refusing.pace = new Pace(10, refusing);
            refusing.pace.await();

            var end = assertThrows(Pace.LockedOut.class, refusing.pace::await);

            assertEquals(Duration.ofHours(1).minusMillis(100), end.pause());
            assertEquals(List.of(Duration.ofMillis(100)), time.sleeps());
        }

        @Test
        void twoMinutesAreWaitedForAndNoMore() throws Exception {
            var pace = new Pace(10, time);
            pace.refused(pace.await(), seconds(121));

            assertThrows(Pace.LockedOut.class, pace::await);
            time.pass(Duration.ofSeconds(1));
            pace.await();

            assertEquals(Duration.ofSeconds(121), elapsed());
        }
    }

    /** A clock during whose first sleep some other request is refused. */
    private final class RefusingTime implements Time {

        private final Optional<Duration> retryAfter;
        private Pace pace;

        private RefusingTime(Optional<Duration> retryAfter) {
            this.retryAfter = retryAfter;
        }

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (duration.compareTo(Duration.ZERO) > 0 && time.sleeps().isEmpty()) {
                pace.refused(now(), retryAfter);
            }
            time.sleep(duration);
        }

        @Override
        public <T> T poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException {
            return time.poll(queue, atMost);
        }
    }

    /** One request that waits for its turn and is answered. */
    private static void answer(Pace pace) throws Exception {
        pace.await();
        pace.answered();
    }

    @Nested
    class WithoutCeiling {

        private final Pace pace = new Pace(0, time);

        @Test
        void nobodyWaitsBeforeTheFirstRefusal() throws Exception {
            for (int i = 0; i < 1000; i++) {
                answer(pace);
            }

            assertEquals(List.of(), time.sleeps());
        }

        @Test
        void firstRefusalSlowsToLessThanWasAnswered() throws Exception {
            for (int i = 0; i < 300; i++) {
                answer(pace);
                time.pass(Duration.ofMillis(10));
            }

            pace.refused(pace.await(), NO_WAIT);

            assertTrue(pace.rate() > 50 && pace.rate() < 100, () -> pace.rate() + " a second");
        }

        @Test
        void burstThatIsRefusedAtOnceGoesOnSlowly() throws Exception {
            var sent = List.of(pace.await(), pace.await(), pace.await());

            sent.forEach(request -> pace.refused(request, NO_WAIT));

            assertTrue(pace.rate() <= 10, () -> pace.rate() + " a second");
        }

        @Test
        void recoveryIsGradual() throws Exception {
            pace.refused(pace.await(), NO_WAIT);
            var slowed = pace.rate();
            var start = time.now();

            while (time.now().isBefore(start.plusSeconds(1))) {
                answer(pace);
            }

            assertTrue(pace.rate() > slowed && pace.rate() < slowed * 1.1);
        }
    }
}
