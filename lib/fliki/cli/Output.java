package fliki.cli;

import fliki.Outcome;
import fliki.Status;
import fliki.internal.text.Text;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;

/** Data on standard output, everything else on standard error. */
public final class Output {

    private static final int USUAL_ID = 24;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private final boolean verbose;
    private int widest = USUAL_ID;

    /** Prints to these writers, which are the ones of the command line. */
    public Output(PrintWriter out, PrintWriter err, boolean quiet, boolean verbose) {
        this.out = out;
        this.err = err;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    /**
     * Prints one line of data at once; a reader that went away ends the command.
     *
     * @throws java.io.UncheckedIOException where {@link Stdout} cannot be written
     */
    public void data(String line) {
        out.println(line);
        if (out.checkError()) {
            throw new ClosedPipe();
        }
    }

    /** Prints the head of a table of the statuses of these ids. */
    public void head(Collection<String> ids) {
        widest = ids.stream().mapToInt(id -> Text.visible(id).length()).reduce(USUAL_ID, Math::max);
        row("FILE_ID", "STATUS", "PROGRESS", "DOWNLOAD");
    }

    /**
     * Prints a status as a row of that table, with the file in place of the link once it is here.
     */
    public void row(Outcome outcome) {
        var status = outcome.get();
        row(
                Text.visible(status.fileId()),
                Text.visible(status.status()),
                status.percent().orElse("-"),
                Text.visible(status.file().map(Path::toString).or(status::download).orElse("-")));
    }

    private void row(String id, String status, String progress, String download) {
        data(String.format("%-" + widest + "s  %-10s  %-8s  %s", id, status, progress, download));
    }

    /** Prints a failed look-up as an error, with its cause for those who asked for more. */
    public void failure(RuntimeException failure) {
        error(String.valueOf(failure.getMessage()));
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** Prints what a person should know meanwhile, unless they asked for quiet. */
    public void note(String line) {
        if (!quiet) {
            error(line);
        }
    }

    /** Prints what a person must know. */
    public void error(String line) {
        err.println("fliki: " + Text.visible(line));
        err.flush();
    }

    /** What shows how a command over these ids goes on: a bar on a terminal, else lines. */
    Display display(Tally tally, boolean bar) {
        return bar && !quiet && Screen.err() ? new Bar(err, tally) : new Lines(this, tally);
    }

    /** How far a generation is, without its link. */
    static String progress(Status status) {
        return status.fileId()
                + " "
                + status.status()
                + status.percent().map(percent -> " " + percent).orElse("");
    }

    /** The reader of standard output went away, as {@code head} does: the end, quietly. */
    public static final class ClosedPipe extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
