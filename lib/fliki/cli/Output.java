package fliki.cli;

import fliki.Notice;
import fliki.Outcome;
import fliki.Status;

import java.io.PrintWriter;

/** Data on standard output, everything else on standard error. */
public final class Output {

    private static final String ROW = "%-24s  %-10s  %-8s  %s";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private final boolean verbose;

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

    /** Prints the head of the table of statuses. */
    public void head() {
        data(String.format(ROW, "FILE_ID", "STATUS", "PROGRESS", "DOWNLOAD"));
    }

    /** Prints a status as a row of that table. */
    public void row(Status status) {
        var row =
                String.format(
                        ROW,
                        plain(status.fileId()),
                        plain(status.status()),
                        status.percent().orElse("-"),
                        plain(status.download().orElse("-")));
        data(row);
    }

    /** Prints a failed look-up as an error, with its cause for those who asked for more. */
    public void failure(RuntimeException failure) {
        err.println("fliki: " + plain(String.valueOf(failure.getMessage())));
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** Prints what a person should know meanwhile, unless they asked for quiet. */
    public void notice(Notice notice) {
        if (!quiet) {
            err.println("fliki: " + plain(notice.message()));
            err.flush();
        }
    }

    /** The outcome of one id as one JSON object. */
    public void json(Outcome outcome) {
        data(outcome.json());
    }

    /** Text of a server, fit for a terminal. */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "");
    }

    /** The reader of standard output went away, as {@code head} does: the end, quietly. */
    public static final class ClosedPipe extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
