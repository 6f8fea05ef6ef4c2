package fliki.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads durations as people write them: {@code 500ms}, {@code 30s}, {@code 30m}, {@code 2h}. */
final class DurationReader implements ITypeConverter<Duration> {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    /** The duration, which is longer than zero; ISO-8601 is read too. */
    @Override
    public Duration convert(String text) {
        var span = parse(text);
        if (span.isNegative() || span.isZero()) {
            throw new TypeConversionException("'" + text + "' is not longer than zero");
        }
        return span;
    }

    private static Duration parse(String text) {
        var match = SHORT.matcher(text);
        if (match.matches()) {
            var number = Long.parseLong(match.group(1));
            return switch (match.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
        try {
            return Duration.parse(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a duration such as 500ms, 30s, 30m, 2h or PT1H30M");
        }
    }
}
