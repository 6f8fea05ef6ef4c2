package fliki.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

/** Data on standard output, everything else on standard error. */
public final class Output {

    private static final String ROW = "%-24s  %-10s  %-8s  %s";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private final boolean verbose;
    private boolean headed;

    /** Prints to these writers, which are the ones of the command line. */
    public Output(PrintWriter out, PrintWriter err, boolean quiet, boolean verbose) {
        this.out = out;
        this.err = err;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    /** Prints one line of data at once; a reader that went away ends the command. */
    public void data(String line) {
        out.println(line);
        if (out.checkError()) {
            throw new ClosedPipe();
        }
    }

    /** Prints a status as a row of a table, with the file in place of the link once it is here. */
    public void row(Ended ended) {
        if (!headed) {
            headed = true;
            data(String.format(ROW, "FILE_ID", "STATUS", "PROGRESS", "DOWNLOAD"));
        }
        var status = ended.outcome().get();
        var place = ended.file().map(Path::toString).or(status::download).orElse("-");
        var percent = status.percent().orElse("-");
        data(
                String.format(
                        ROW,
                        plain(status.fileId()),
                        plain(status.status()),
                        percent,
                        plain(place)));
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
        err.println("fliki: " + plain(line));
        err.flush();
    }

    /** What shows how a command over these ids goes on: a bar on a terminal, else lines. */
    public Display display(Tally tally) {
        return !quiet && Screen.err() ? new Bar(err, tally) : new Lines(this, tally);
    }

    /** Text of a server, fit for a terminal. */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "");
    }

    /** The reader of standard output went away, as {@code head} does: the end, quietly. */
    public static final class ClosedPipe extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
