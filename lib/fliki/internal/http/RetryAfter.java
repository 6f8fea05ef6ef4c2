package fliki.internal.http;

import static java.time.ZoneOffset.UTC;
import static java.time.temporal.ChronoField.YEAR;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the header {@code Retry-After}. Fliki does not document it. */
public final class RetryAfter {

    /** More would only overflow the clock. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    /** Fractions are no standard; some servers send them. */
    private static final Pattern SECONDS = Pattern.compile("0*(\\d+?)(?:\\.(\\d+))?");

    private static final String DAY_NAME = "^[A-Za-z]+,? ";
    private static final DateTimeFormatter STANDARD = form("d MMM yyyy HH:mm:ss 'GMT'");
    private static final DateTimeFormatter OF_C = form("MMM ppd HH:mm:ss yyyy");

    private RetryAfter() {}

    /**
     * How long a server asks to wait; empty if it does not.
     *
     * @param header its {@code Retry-After}
     * @param date its {@code Date}, the clock for a date in {@code Retry-After}
     */
    public static Optional<Duration> of(
            Optional<String> header, Optional<String> date, Instant now) {
        var clock = date.flatMap(text -> date(text, now)).orElse(now);
        return header.flatMap(text -> parse(text, clock)).filter(wait -> !wait.isZero());
    }

    /**
     * The wait a header asks for, as seconds, rounded up, or as an HTTP date; empty for anything
     * else.
     *
     * @param now the time by the clock that the date is of
     */
    public static Optional<Duration> parse(String header, Instant now) {
        var text = header.strip();
        var seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            return Optional.of(seconds(seconds.group(1), seconds.group(2)));
        }
        return date(text, now)
                .map(date -> Duration.between(now, date))
                .map(wait -> wait.isNegative() ? Duration.ZERO : shorter(wait));
    }

    /**
     * An HTTP date in any of its three forms (RFC 9110, 5.6.7); empty for anything else.
     *
     * @param now a year of two digits is within 50 years of it
     */
    public static Optional<Instant> date(String header, Instant now) {
        var text = header.strip().replaceFirst(DAY_NAME, "");
        return Stream.of(STANDARD, ofRfc850(now), OF_C)
                .flatMap(form -> date(text, form).stream())
                .findFirst();
    }

    private static Optional<Instant> date(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(text, form).toInstant(UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    private static DateTimeFormatter ofRfc850(Instant now) {
        return new DateTimeFormatterBuilder()
                .appendPattern("dd-MMM-")
                .appendValueReduced(YEAR, 2, 2, now.atOffset(UTC).getYear() - 49)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ROOT);
    }

    /** A number without zeros in front, which may be too long for a long, and its fraction. */
    private static Duration seconds(String number, String fraction) {
        if (number.length() > 9) {
            return LONGEST;
        }
        var more = fraction == null || fraction.matches("0*") ? 0 : 1;
        return shorter(Duration.ofSeconds(Long.parseLong(number) + more));
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
