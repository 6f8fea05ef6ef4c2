package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class BarLineTest {

    private static BarLine line(double done, long seconds, String ended, String words) {
        return new BarLine(done, Duration.ofSeconds(seconds), ended, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    0.0;0;1/3;   0% |          | 1/3 (0:00:00 / ? left)  queued 2
                    0.5;3700;1/3;  50% |█████     | 1/3 (1:01:40 / 1:01:40 left)  queued 2
                    0.985;200;1/3;  98% |█████████▊| 1/3 (0:03:20 / 0:00:03 left)  queued 2
                    1.0;5;3/3; 100% |██████████| 3/3 (0:00:05 / 0:00:00 left)  queued 2
                    0.25;1;'';  25% |██▌       | (0:00:01 / 0:00:03 left)  queued 2
                    """)
    void saysHowFarItIsAndHowLongItTakes(double done, long seconds, String ended, String expected) {
        var line = line(done, seconds, ended, "queued 2");

        assertEquals(expected, line.in(expected.length()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    1/3;50%, 1/3, 0:00:10 left, processing 2
                    '';50%, 0:00:10 left, processing 2
                    """)
    void withoutRoomForTheBarItIsTheWordsAlone(String ended, String expected) {
        assertEquals(expected, line(0.5, 10, ended, "processing 2").in(45));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 30, 60, 80, 200})
    void fitsTheTerminal(int columns) {
        var line = line(0.5, 10, "5/9", "processing 3, queued 1").in(columns);

        assertTrue(line.length() <= Math.max(2, columns), line);
    }
}
