package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "' 7 ', PT7S",
        "0000000000005, PT5S",
        "999999999, P11574DT1H46M39S",
        "999999999999999999999999, P36525D",
        "20.5, PT21S",
        "0.001, PT1S",
        "999999999.5, P11574DT1H46M40S",
        "'Thu, 01 Jan 2026 00:01:30 GMT', PT90S",
        "'Thursday, 01-Jan-26 00:01:30 GMT', PT90S",
        "'Friday, 31-Dec-99 23:59:59 GMT', PT0S",
        "'Sunday, 01-Jan-75 00:00:00 GMT', P17897D",
        "'Thu Jan  1 00:01:30 2026', PT90S",
        "'Thu, 1 Jan 2026 00:01:30 GMT', PT90S",
        "'Wed, 31 Dec 2025 23:59:59 GMT', PT0S",
        "'Fri, 01 Jan 2100 00:00:00 GMT', P27028D"
    })
    void secondsAndDatesAreWaits(String header, Duration wait) {
        assertEquals(Optional.of(wait), RetryAfter.parse(header, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-5",
                "1.",
                ".5",
                "soon",
                "٣",
                "2026-01-01T00:01:30Z",
                "Thu, 01 Jan 2026 00:01:30 CET",
                "Thu, 31 Feb 2026 25:00:00 GMT"
            })
    void anythingElseIsIgnored(String header) {
        assertEquals(Optional.empty(), RetryAfter.parse(header, NOW));
    }
}
