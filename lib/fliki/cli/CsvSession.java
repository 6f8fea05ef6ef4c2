package fliki.cli;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.Generation;
import fliki.State;
import fliki.csv.Csv;
import fliki.csv.CsvException;
import fliki.csv.CsvSummary;

import picocli.CommandLine.Model.CommandSpec;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A command at work on a CSV: shows how it goes, sums up, and says which command carries on. */
final class CsvSession {

    /** How long a signal waits for the answer to what was sent: an id is worth it. */
    static final long LAST_ANSWER_MILLIS = 500;

    private final Output output;
    private final CarryOn carryOn;
    private final String in;
    private final Optional<Path> out;
    private final RowTally tally = new RowTally();
    private final long start = System.nanoTime();
    private Optional<Display> display = Optional.empty();
    private boolean stopped;

    CsvSession(CommandSpec command, Output output, String in, CsvOptions sheet) {
        this.output = output;
        this.in = in;
        out = sheet.out();
        carryOn = new CarryOn(command, output);
    }

    /** Looks the rows up; gives the exit code that it comes to. */
    Exit bulk(Fliki fliki, Csv csv, boolean wait) {
        return run(
                watched -> watched.bulk(csv.onChange(this::changed)),
                fliki,
                rows -> lookedUp(rows, wait));
    }

    /** Starts the rows; gives the exit code that it comes to. */
    Exit generate(Fliki fliki, Csv csv, Generation template) {
        return run(
                watched -> watched.generate(csv.onChange(this::changed), template),
                fliki,
                this::started);
    }

    private Exit run(
            Function<Fliki, CsvSummary> verb, Fliki fliki, Function<CsvSummary, Exit> end) {
        try (var farewell = new InterruptHook(this::interrupted)) {
            var watched =
                    fliki.onUpdate(status -> display().update(status))
                            .onNotice(notice -> display().notice(notice));
            verb.apply(watched);
        } catch (FlikiException | CsvException | UncheckedIOException e) {
            var interrupted = Thread.currentThread().isInterrupted();
            if (tally.rows().requests() + tally.rows().rows() == 0 && !interrupted) {
                throw e; // for want of a key, say: nothing has begun, and so nothing is left
            }
            close();
            output.failure(e);
            left();
            return interrupted ? Exit.INTERRUPTED : exit(e);
        } finally {
            close();
        }
        return end.apply(tally.rows());
    }

    private static Exit exit(RuntimeException e) {
        if (e instanceof FlikiException failure) {
            return Exit.ofRun(failure);
        }
        return e instanceof CsvException ? Exit.USAGE : Exit.FAILED;
    }

    /** Rows on a terminal and a bar would run into each other; so would a question and a bar. */
    private synchronized Display display() {
        if (display.isEmpty()) {
            display = Optional.of(output.display(tally, out.isPresent() || !output.toTerminal()));
        }
        return display.get();
    }

    private synchronized void close() {
        display.ifPresent(Display::close);
    }

    /**
     * Called after each row, and before and after each request that starts something; before one, a
     * signal keeps it here.
     */
    private synchronized void changed(CsvSummary now) {
        while (stopped && now.underWay().isPresent()) {
            awaitChange(Long.MAX_VALUE);
        }
        tally.rows(now);
        notifyAll();
        display();
    }

    private void interrupted() {
        stop();
        close();
        if (display.isPresent()) {
            left();
        }
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
        var rows = tally.rows();
        output.sum(rows.toString(), start);
        rows.underWay().ifPresent(row -> output.failure(unanswered(row)));
        if (out.isPresent() && rows.started() + rows.before() > 0 && !Files.exists(out.get())) {
            output.error("put " + out.get() + " back, or its rows would start once more");
        } else if (out.isPresent()) {
            carryOn.resume(in);
        }
    }

    private static FlikiException unanswered(long row) {
        var why = "row " + row + " was sent and has no answer yet";
        return FlikiException.uncertain(why, Details.NONE, null);
    }

    private Exit lookedUp(CsvSummary rows, boolean wait) {
        output.sum(rows.toString(), start);
        if (wait && rows.unfinished() > 0) {
            output.error("time is up; not finished: " + rows.unfinished());
        }
        out.ifPresent(file -> output.note("to look at it: " + carryOn.report(file)));
        if (rows.passing() > 0 || rows.unfinished() > 0) {
            out.ifPresent(file -> output.note("for what is left: " + carryOn.pending(file)));
        }
        var exits = EnumSet.of(rows.errors() > 0 ? Exit.FAILED : Exit.OK);
        if (wait && rows.count(State.ERROR) + rows.count(State.CANCELED) > 0) {
            exits.add(Exit.BAD_END);
        }
        if (wait && rows.unfinished() > 0) {
            exits.add(Exit.UNFINISHED);
        }
        return Exit.worst(exits);
    }

    private Exit started(CsvSummary rows) {
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
            out.ifPresent(file -> output.note("then start these rows by: " + carryOn.again(file)));
        }
        if (rows.started() + rows.before() > 0) {
            out.ifPresent(file -> output.note("to go on: " + carryOn.bulk(file)));
        }
        return failed ? Exit.FAILED : Exit.OK;
    }
}
