package fliki.cli;

import fliki.csv.Csv;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.Optional;

/** Where the rows of a CSV come from and go to. */
final class CsvOptions {

    private static final String STREAM = "-";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.csv",
            description =
                    "Where the rows go with their results; - (the default) is standard output,"
                            + " which --resume cannot carry on.")
    private Path out;

    @Option(names = "--resume", description = "Carries on with an output that a run left behind.")
    private boolean resume;

    @Option(
            names = "--force",
            description = "Replaces an existing output, and the ids that generate wrote into it.")
    private boolean force;

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            converter = Sign.class,
            description =
                    "What parts the columns, such as '|' or tab. Default: comma, semicolon or tab,"
                            + " as found.")
    private Character delimiter;

    static final class Sign implements ITypeConverter<Character> {

        @Override
        public Character convert(String text) {
            var sign = text.equals("tab") || text.equals("\\t") ? "\t" : text;
            if (sign.length() != 1) {
                throw new TypeConversionException("'" + text + "' is not one sign, such as '|'");
            }
            return sign.charAt(0);
        }
    }

    /** The output, if it is a file; {@code -} is standard output. */
    Optional<Path> out() {
        return Optional.ofNullable(out).filter(path -> !path.toString().equals(STREAM));
    }

    /** Whether {@code --resume} names an output that is not there. */
    boolean lacksOutput() {
        return resume && out().filter(path -> !path.toFile().exists()).isPresent();
    }

    /** Whether any of these options was given. */
    boolean given() {
        return out != null || resume || force || delimiter != null;
    }

    /** Whether a CSV comes from standard input. */
    static boolean isStdin(Path in) {
        return in.toString().equals(STREAM);
    }

    /** The job on the rows of this input. */
    Csv csv(Path in) {
        var csv = isStdin(in) ? Csv.from(Stdin.open()) : Csv.from(in);
        csv = out().isPresent() ? csv.to(out().get()) : csv.to(Stdout.locked(in.toString()));
        csv = delimiter == null ? csv : csv.delimiter(delimiter);
        csv = resume ? csv.resume() : csv;
        return force ? csv.force() : csv;
    }
}
