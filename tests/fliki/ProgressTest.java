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
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** When a poll looks next, by what the looks so far have found. */
class ProgressTest {

    private static final Every EVERY = new Every(ofSeconds(2), ofSeconds(45));

    private Progress track = Progress.start(Instant.EPOCH);
    private int now;

    /** One look: {@code 30:25} is 25 % after half a minute, {@code 30} says nothing of progress. */
    private void look(String look) {
        var parts = look.split(":");
        now = Integer.parseInt(parts[0]);
        var progress = OptionalDouble.empty();
        if (parts.length > 1) {
            progress = OptionalDouble.of(Double.parseDouble(parts[1]));
        }
        track = track.seen(Instant.EPOCH.plusSeconds(now), progress);
    }

    private void looks(String looks) {
        Stream.of(looks.split(" ")).forEach(this::look);
    }

    private Duration next(double random) {
        return track.next(Instant.EPOCH.plusSeconds(now), EVERY, random);
    }

    /**
     * A first report says nothing of the speed (issue 27, number 22); then it is the mean of the
     * average and the latest. Progress that falls back starts anew, as does 0.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 2",
        "0 1 3, 8",
        "0 30:25 60:50, 30",
        "0 45:0.0004, 8",
        "0 45:50, 8",
        "0 45:99, 8",
        "0 45:100, 2",
        "0 60:20 90:60, 20",
        "0 30:25 60:50 90:50, 15",
        "0 2 6 60:90 70:10, 2",
        "0 10:0, 4",
        "0 59:98 60:99 61:99 62:99 63:99 64:99 65:99 66:99, 2",
        "0 59:98 60:99 61:99 62:99 63:99 64:99 65:99 66:99 67:99, 4",
        "0 59:98 60:99 61:99 62:99 63:99 64:99 65:99 66:99 67:99 68:99, 8"
    })
    void nextLookIsAfterHalfOfTheTimeLeft(String looks, int seconds) {
        looks(looks);

        assertEquals(ofSeconds(seconds), next(0));
    }

    /** Seen of Fliki: 100 % at 46 s, success at 50 s. */
    @Test
    void jobAtAHundredPercentIsLookedAtSoon() {
        looks("0 290:200");
        var delays = new ArrayList<Duration>();

        for (int i = 1; i <= 7; i++) {
            look(290 + 2 * i + ":250");
            delays.add(next(0));
        }

        assertEquals(Collections.nCopies(6, ofSeconds(2)), delays.subList(0, 6));
        assertEquals(ofSeconds(4), delays.get(6));
    }

    @Test
    void jitterTakesUpToATenth() {
        looks("0 1 2 3");

        var delays = Stream.of(0.0, 0.5, 1.0).map(this::next).toList();

        assertEquals(List.of(ofSeconds(16), ofMillis(15_200), ofMillis(14_400)), delays);
    }
}
