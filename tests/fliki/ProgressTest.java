package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import fliki.Settings.Every;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

class ProgressTest {

    private static final Every EVERY = new Every(ofSeconds(2), ofSeconds(45));

    private Progress track = Progress.start(Instant.EPOCH);

    @Test
    void jitterTakesUpToATenth() {
        seen(0).seen(at(1), OptionalDouble.empty());
        var delays = new ArrayList<Duration>();

        seen(2);
        seen(3);
        for (double random : new double[] {0, 0.5, 1}) {
            delays.add(track.next(at(3), EVERY, random));
        }

        assertEquals(List.of(ofSeconds(8), ofMillis(7600), ofMillis(7200)), delays);
    }

    @Test
    void nextLookIsAfterHalfOfTheTimeLeft() {
        seen(0);
        seen(30, 25);
        seen(60, 50);

        assertEquals(ofSeconds(30), track.next(at(60), EVERY, 0));
    }

    /** Issue 27, number 22: it was taken for the speed, and the next look came after 45 s. */
    @ParameterizedTest
    @CsvSource({"0.0004, 8", "50, 8", "99, 8", "100, 2"})
    void firstReportSaysNothingOfTheSpeed(double progress, int seconds) {
        seen(0);
        seen(45, progress);

        assertEquals(ofSeconds(seconds), track.next(at(45), EVERY, 0));
    }

    /** 60 % in 90 s and 40 % in 30 s: 1 % a second. */
    @Test
    void speedIsTheMeanOfTheAverageAndTheLatest() {
        seen(0);
        seen(60, 20);
        seen(90, 60);

        assertEquals(ofSeconds(20), track.next(at(90), EVERY, 0));
    }

    @Test
    void timeSinceTheLatestProgressIsTakenOff() {
        seen(0);
        seen(30, 25);
        seen(60, 50);
        seen(90, 50);

        assertEquals(ofSeconds(15), track.next(at(90), EVERY, 0));
    }

    @Test
    void looksGetRarerWhenProgressStops() {
        seen(0);
        seen(59, 98);
        seen(60, 99);
        var delays = new ArrayList<Integer>();

        for (int i = 1; i <= 12; i++) {
            seen(60 + i, 99);
            delays.add((int) track.next(at(60 + i), EVERY, 0).toSeconds());
        }

        assertEquals(List.of(2, 2, 2, 2, 2, 2, 4, 8, 16, 32, 45, 45), delays);
    }

    @Test
    void progressThatFallsBackStartsAnew() {
        seen(0);
        seen(60, 90);
        seen(70, 10);

        assertEquals(Progress.start(at(70)), track);
    }

    @Test
    void progressOfZeroIsNoProgress() {
        seen(0);
        seen(10, 0);

        assertEquals(new Progress(2, at(10), null, null), track);
    }

    /** Seen of Fliki: 100 % at 46 s, success at 50 s. */
    @Test
    void jobAtAHundredPercentIsLookedAtSoon() {
        seen(0);
        seen(290, 200);
        var delays = new ArrayList<Integer>();

        for (int i = 1; i <= 7; i++) {
            seen(290 + 2 * i, 250);
            delays.add((int) track.next(at(290 + 2 * i), EVERY, 0).toSeconds());
        }

        assertEquals(List.of(2, 2, 2, 2, 2, 2, 4), delays);
    }

    private Progress seen(int second) {
        track = track.seen(at(second), OptionalDouble.empty());
        return track;
    }

    private void seen(int second, double progress) {
        track = track.seen(at(second), OptionalDouble.of(progress));
    }

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }
}
