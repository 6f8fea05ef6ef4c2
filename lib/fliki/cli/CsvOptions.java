package fliki.cli;

import fliki.csv.Csv;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Optional;

/** The CSV that a bulk command is about. */
public final class CsvOptions {

    @Parameters(
            paramLabel = "IDS.csv|-",
            description = "The CSV with the ids; - is standard input.")
    private Path in;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.csv",
            description =
                    "Where the rows go with their results; - (the default) is standard output.")
    private Path out;

    @Option(
            names = "--column",
            paramLabel = "NAME|N",
            description =
                    "The column with the ids; with a number, the first row counts as data unless it"
                        + " names fileId, file_id or id. Default: that column, or the only one.")
    private String column;

    @Option(names = "--resume", description = "Carries on with an output that a run left behind.")
    private boolean resume;

    @Option(names = "--pending", description = "Copies rows that have ended; asks for the others.")
    private boolean pending;

    @Option(names = "--force", description = "Replaces an existing output.")
    private boolean force;

    /** Whether the rows come from standard input, which is then not free for a key. */
    public boolean fromStdin() {
        return in().equals("-");
    }

    /** The input, as it was given. */
    public String in() {
        return in.toString();
    }

    /** The output, if it is a file; {@code -} is standard output. */
    public Optional<Path> out() {
        return Optional.ofNullable(out).filter(path -> !path.toString().equals("-"));
    }

    /** The job that these options describe. */
    public Csv csv() {
        var csv = fromStdin() ? Csv.from(Stdin.open()) : Csv.from(in);
        csv = out().isPresent() ? csv.to(out().get()) : csv.to(Stdout.open(in()));
        csv = column == null ? csv : csv.column(column);
        csv = resume ? csv.resume() : csv;
        csv = force ? csv.force() : csv;
        return pending ? csv.pending() : csv;
    }
}
