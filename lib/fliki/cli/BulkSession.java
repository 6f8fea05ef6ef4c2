package fliki.cli;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.State;
import fliki.csv.Csv;
import fliki.csv.CsvSummary;

import picocli.CommandLine.Model.CommandSpec;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/** A bulk command at work: shows how it goes, sums up, and says which command carries on. */
public final class BulkSession {

    private final Output output;
    private final CarryOn carryOn;
    private final String in;
    private final Optional<Path> out;
    private final RowTally tally = new RowTally();
    private final Display display;
    private final long start = System.nanoTime();

    /** A session of a command on this CSV. */
    public BulkSession(CommandSpec command, Output output, CsvOptions sheet) {
        this.output = output;
        in = sheet.in();
        out = sheet.out();
        carryOn = new CarryOn(command, output);
        // Rows on a terminal and a bar would run into each other.
        display = output.display(tally, out.isPresent() || !output.toTerminal());
    }

    /** Runs the job; gives the exit code that it comes to. */
    public Exit run(Fliki fliki, Csv csv, boolean wait) {
        var watched = fliki.onUpdate(display::update).onNotice(display::notice);
        try (var farewell = new InterruptHook(this::stopped);
                display) {
            tally.rows(watched.bulk(csv.onChange(tally::rows)));
        } catch (FlikiException e) {
            var interrupted = Thread.currentThread().isInterrupted();
            if (tally.rows().requests() == 0 && !interrupted) {
                throw e; // for want of a key, say: nothing has begun, and so nothing is left
            }
            output.failure(e);
            stopped();
            return interrupted ? Exit.INTERRUPTED : Exit.ofRun(e);
        } catch (UncheckedIOException e) {
            output.failure(e);
            stopped();
            return Exit.FAILED;
        }
        var rows = tally.rows();
        sum(rows);
        if (wait && rows.unfinished() > 0) {
            output.error("time is up; not finished: " + rows.unfinished());
        }
        out.ifPresent(file -> output.note("to look at it: " + carryOn.report(file)));
        if (rows.passing() > 0 || rows.unfinished() > 0) {
            out.ifPresent(file -> output.note("for what is left: " + carryOn.pending(file)));
        }
        return exit(rows, wait);
    }

    private static Exit exit(CsvSummary rows, boolean wait) {
        var exits = EnumSet.of(rows.errors() > 0 ? Exit.FAILED : Exit.OK);
        if (wait && rows.count(State.ERROR) + rows.count(State.CANCELED) > 0) {
            exits.add(Exit.BAD_END);
        }
        if (wait && rows.unfinished() > 0) {
            exits.add(Exit.UNFINISHED);
        }
        return Exit.worst(exits);
    }

    private void stopped() {
        display.close();
        sum(tally.rows());
        out.ifPresent(file -> carryOn.resume(in));
    }

    private void sum(CsvSummary rows) {
        output.sum(rows.toString(), start);
    }
}
