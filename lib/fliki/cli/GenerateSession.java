package fliki.cli;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.csv.CsvException;
import fliki.csv.Texts;
import fliki.csv.TextsSummary;

import picocli.CommandLine.Model.CommandSpec;

import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * A command at work that starts a generation for each row of a CSV: shows how it goes, sums up, and
 * says which command carries on.
 */
final class GenerateSession {

    /** How long a signal waits for the answer to what was sent: an id is worth it. */
    static final long LAST_ANSWER_MILLIS = 300;

    private final Output output;
    private final GenerateOptions options;
    private final CarryOn carryOn;
    private final TextsTally tally = new TextsTally();
    private final Display display;
    private final long start = System.nanoTime();
    private boolean stopped;

    /** A session of a command with these options. */
    GenerateSession(CommandSpec command, Output output, GenerateOptions options) {
        this.output = output;
        this.options = options;
        carryOn = new CarryOn(command, output);
        // Rows on a terminal and a bar would run into each other.
        display = output.display(tally, options.out().isPresent() || !output.toTerminal());
    }

    /** Runs the job; gives the exit code that it comes to. */
    Exit run(Fliki fliki, Texts texts) {
        try (var farewell = new InterruptHook(this::interrupted);
                display) {
            var changing = texts.onChange(this::changed);
            fliki.onNotice(display::notice).generate(changing, options.template());
        } catch (FlikiException e) {
            var interrupted = Thread.currentThread().isInterrupted();
            if (tally.rows().requests() == 0 && !interrupted) {
                throw e; // for want of a key, say: nothing has begun, and so nothing is left
            }
            output.failure(e);
            left();
            return interrupted ? Exit.INTERRUPTED : Exit.ofRun(e);
        } catch (CsvException | UncheckedIOException e) {
            if (tally.rows().requests() == 0) {
                throw e;
            }
            output.failure(e);
            left();
            return e instanceof CsvException ? Exit.USAGE : Exit.FAILED;
        }
        return summedUp(tally.rows());
    }

    /** Called before each request and after each row; before a request, a signal keeps it here. */
    private synchronized void changed(TextsSummary now) {
        while (stopped && now.underWay().isPresent()) {
            awaitChange(Long.MAX_VALUE);
        }
        tally.rows(now);
        notifyAll();
    }

    private void interrupted() {
        stop();
        display.close();
        left();
    }

    private synchronized void stop() {
        stopped = true;
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_ANSWER_MILLIS);
        for (var left = LAST_ANSWER_MILLIS; left > 0 && tally.rows().underWay().isPresent(); ) {
            awaitChange(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private void awaitChange(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            // The process is about to end.
        }
    }

    /** What an early end leaves. */
    private void left() {
        output.sum(tally.rows().toString(), start);
        tally.rows().underWay().ifPresent(line -> output.failure(unanswered(line)));
        options.out().ifPresent(file -> carryOn.resume(options.in()));
    }

    private static FlikiException unanswered(long line) {
        var why = "line " + line + " was sent and has no answer yet";
        return FlikiException.uncertain(why, Details.NONE, null);
    }

    private Exit summedUp(TextsSummary rows) {
        output.sum(rows.toString(), start);
        if (rows.refused() > 0) {
            output.note(
                    "refused: " + rows.refused() + "; what is wrong with a row is in its error");
        }
        if (rows.uncertain() > 0) {
            output.error(
                    "uncertain: "
                            + rows.uncertain()
                            + "; look for each in your Fliki library: if it is there, write its id"
                            + " into fileId, else clear its error");
        }
        if (Thread.currentThread().isInterrupted()) {
            return Exit.INTERRUPTED;
        }
        var failed = rows.refused() + rows.uncertain() > 0;
        if (failed) {
            options.out()
                    .ifPresent(
                            out -> output.note("then start these rows by: " + carryOn.again(out)));
        }
        if (rows.started() > 0) {
            options.out().ifPresent(out -> output.note("to go on: " + carryOn.bulk(out)));
        }
        return failed ? Exit.FAILED : Exit.OK;
    }
}
