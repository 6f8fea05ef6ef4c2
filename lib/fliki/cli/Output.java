package fliki.cli;

import fliki.Outcome;
import fliki.Status;
import fliki.internal.text.Text;
import fliki.internal.text.Utf8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** Data on standard output, everything else on standard error. */
final class Output {

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private final boolean verbose;

    /** Prints to these writers, which are the ones of the command line. */
    Output(PrintWriter out, PrintWriter err, boolean quiet, boolean verbose) {
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
    void data(String line) {
        out.println(line);
        if (out.checkError()) {
            throw new ClosedPipe();
        }
    }

    /**
     * Prints what comes of each of these ids: a row of a table, or an object on a line. Standard
     * error repeats a failure, unless both lead to the same place, such as a mail of cron.
     *
     * @param line gives the object of an outcome
     */
    Consumer<Outcome> rows(Collection<String> ids, boolean json, Function<Outcome, String> line) {
        var terminal = Screen.is(out);
        var elsewhere = !Screen.areOne(out, err);
        var repeats = verbose || (json ? terminal || elsewhere : !terminal && elsewhere);
        Consumer<Outcome> printer =
                json
                        ? outcome -> data(line.apply(outcome))
                        : new Table(this, ids, columns(terminal))::row;
        return outcome -> {
            if (repeats) {
                outcome.failure().ifPresent(this::failure);
            }
            printer.accept(outcome);
        };
    }

    private static int columns(boolean terminal) {
        return terminal ? new Screen().width() : Integer.MAX_VALUE;
    }

    /** Prints where the file of an outcome is, or why it is not there. */
    void file(Outcome outcome) {
        outcome.failure().ifPresent(this::failure);
        outcome.file().ifPresent(file -> data(file.toString()));
    }

    /** Prints a failed look-up as an error, with its cause for those who asked for more. */
    void failure(RuntimeException failure) {
        error(String.valueOf(failure.getMessage()));
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** Prints what a person should know meanwhile, unless they asked for quiet. */
    void note(String line) {
        if (!quiet) {
            error(line);
        }
    }

    /** Prints what all came to, and how long it took since that nano time. */
    void sum(String all, long start) {
        sum(all, start, "");
    }

    /** The same; {@code more} follows the time. */
    void sum(String all, long start, String more) {
        var seconds = (System.nanoTime() - start) / 1e9;
        note(all + String.format(Locale.ROOT, " in %.1f s", seconds) + more);
    }

    /** Prints what a person must know. */
    void error(String line) {
        err.println("fliki: " + Text.visible(line));
        err.flush();
    }

    /** Whether there is a person to be asked. */
    boolean asks() {
        return Screen.in() && Screen.is(err);
    }

    /** Asks; only a clear yes is one. */
    boolean confirmed(String question) {
        err.print("fliki: " + question + " [y/N] ");
        err.flush();
        try {
            var answer = Utf8.reader(System.in).readLine();
            return answer != null && answer.strip().matches("(?i)y|yes");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the answer: " + e.getMessage(), e);
        }
    }

    /** Whether data goes to a terminal. */
    boolean toTerminal() {
        return Screen.is(out);
    }

    /** Shows how a command goes on: by a bar, where it may be one and there is a terminal. */
    Display display(Tally tally, boolean bar) {
        return new Display(this, tally, bar && !quiet && Screen.moves(err));
    }

    /** Draws on the last line of the terminal. */
    void draw(String signs) {
        err.print(signs);
        err.flush();
    }

    /** How far a generation is, without its link. */
    static String progress(Status status) {
        return status.fileId()
                + " "
                + status.status()
                + status.percent().map(percent -> " " + percent).orElse("");
    }

    /** The reader of standard output went away, as {@code head} does: the end, quietly. */
    static final class ClosedPipe extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
