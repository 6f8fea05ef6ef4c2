package fliki.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads a {@code Retry-After} header. Fliki does not document that it sends one. */
public final class RetryAfter {

    /** More would only overflow the clock. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private RetryAfter() {}

    /**
     * The wait a header asks for, as seconds or as an HTTP date; empty for anything else.
     *
     * @param now the time by the clock that the date is of
     */
    public static Optional<Duration> parse(String header, Instant now) {
        var text = header.strip();
        if (text.matches("\\d+")) {
            return Optional.of(seconds(text.replaceFirst("^0+(?=\\d)", "")));
        }
        return date(text)
                .map(date -> Duration.between(now, date))
                .map(wait -> wait.isNegative() ? Duration.ZERO : shorter(wait));
    }

    /** An HTTP date; empty for anything else. */
    public static Optional<Instant> date(String header) {
        try {
            var date = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(date.toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A number without zeros in front, which may be too long for a long. */
    private static Duration seconds(String number) {
        return number.length() > 9 ? LONGEST : shorter(Duration.ofSeconds(Long.parseLong(number)));
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
