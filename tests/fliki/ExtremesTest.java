package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockserver.model.HttpResponse.response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** Settings at their ends: what they take works, and what would overflow is not taken. */
class ExtremesTest {

    private static final Duration LONGEST = Duration.ofDays(366);

    @RegisterExtension static final MockApi api = new MockApi();

    private final FakeTime time = FakeTime.besideOthers();
    private final Fliki fliki = Clients.at(api.url(), time);

    private static String refusal(Executable setting) {
        return assertThrows(IllegalArgumentException.class, setting).getMessage();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.000999, 1e-9, Double.MIN_VALUE})
    void rateTooSmallToKeepTimeByIsRefused(double rate) {
        var message = "rate must be at least 0.001 a second, or 0, not " + rate;

        assertEquals(message, refusal(() -> fliki.rate(rate)));
    }

    @Test
    void smallestRateIsKept() {
        api.answer(200, "{\"status\":\"queued\"}");
        var slow = fliki.rate(0.001);

        slow.status("a1");
        slow.status("a2");

        assertEquals(List.of(Duration.ofSeconds(1000)), time.sleeps());
    }

    @Test
    void waitsBeyondTheClockAreRefused() {
        var tooLong = LONGEST.plusNanos(1);

        assertEquals(
                "atMost must be up to 366 days, not " + tooLong,
                refusal(() -> fliki.atMost(tooLong)));
        assertEquals(
                "every must be up to 366 days, not " + tooLong,
                refusal(() -> fliki.every(LONGEST, tooLong)));
    }

    @Test
    void longestWaitsWork() {
        api.next(response("{\"status\":\"queued\"}"));
        api.answer(200, "{\"status\":\"success\"}");
        var patient = fliki.atMost(LONGEST).every(LONGEST, LONGEST);

        assertEquals("success", patient.poll("a1").status());
        assertEquals(List.of(LONGEST), time.sleeps());
    }
}
