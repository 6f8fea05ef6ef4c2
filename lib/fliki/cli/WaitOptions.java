package fliki.cli;

import fliki.Fliki;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

/** The options of commands that wait. */
final class WaitOptions {

    @Option(
            names = "--at-most",
            paramLabel = "TIME",
            converter = DurationReader.class,
            description = "Longest wait. Default: 3h, for as long as Fliki keeps files.")
    private Duration atMost;

    @Option(
            names = "--every",
            paramLabel = "MIN..MAX",
            converter = Bounds.Reader.class,
            description = "Bounds of the delay between two looks. Default: 2s..45s.")
    private Bounds every;

    /** Whether any of these options was given. */
    boolean given() {
        return atMost != null || every != null;
    }

    /** The client with these options. */
    Fliki apply(Fliki fliki) {
        var patient = atMost == null ? fliki : fliki.atMost(atMost);
        return every == null ? patient : patient.every(every.min(), every.max());
    }

    record Bounds(Duration min, Duration max) {

        /** Reads {@code 2s..45s}; a single duration is both bounds. */
        static final class Reader implements ITypeConverter<Bounds> {

            @Override
            public Bounds convert(String text) {
                var parts = text.split("\\.\\.", -1);
                if (parts.length > 2) {
                    throw new TypeConversionException("'" + text + "' is not such as 2s..45s");
                }
                var spans = new DurationReader();
                return new Bounds(spans.convert(parts[0]), spans.convert(parts[parts.length - 1]));
            }
        }
    }
}
