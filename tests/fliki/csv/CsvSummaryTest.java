package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.State;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.OptionalLong;

class CsvSummaryTest {

    private static String line(long rows, Map<State, Long> states, long errors, long requests) {
        return FakeLookUps.summary(rows, 0, states, 0, errors, requests, OptionalLong.empty())
                .toString();
    }

    @Test
    void lineCountsWhatThereIs() {
        assertEquals("0 rows; 0 requests", CsvSummary.NOTHING.toString());
        assertEquals("1 row: queued 1; 1 request", line(1, Map.of(State.QUEUED, 1L), 0, 1));
        assertEquals("2 rows; 2 look-ups or downloads failed; 9 requests", line(2, Map.of(), 2, 9));
    }

    @Test
    void statesComeInTheOrderOfALife() {
        var states = Map.of(State.ERROR, 3L, State.SUCCESS, 2L, State.QUEUED, 1L);

        assertEquals(
                "10 rows: queued 1, success 2, error 3; 1 look-up or download failed; 5 requests",
                line(10, states, 1, 5));
    }
}
