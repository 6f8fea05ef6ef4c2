package fliki.csv;

import fliki.Outcome;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * One run over a CSV: ids out, outcomes in, rows written in the order of the input.
 *
 * <p>Rows that were read wait in a queue until all before them are written. The look-ups read them
 * ahead, on a thread of their own where the input may be slow; whichever thread can write a row
 * does, one at a time.
 */
public final class CsvRun {

    /** How many rows may wait for their turn, where each is asked about as it comes. */
    private static final int LOOK_AHEAD = 10_000;

    /** Asks about ids; gives an outcome for each, in their order. */
    public interface LookUps {

        /**
         * The outcomes.
         *
         * @param onRequest to be called with each request
         */
        Stream<Outcome> of(Stream<String> ids, Runnable onRequest);
    }

    /** A row whose turn has not come: asked about, or complete as it is. */
    private record Waiting(Row row, boolean asked) {}

    private final Csv csv;
    private final Input in;
    private final Selection selection;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private Output out;
    private CsvSummary summary;
    private boolean unwritten;
    private volatile boolean allRead;
    private volatile Optional<RuntimeException> broken = Optional.empty();

    private CsvRun(Csv csv, boolean files, Input in, OptionalLong total) {
        this.csv = csv;
        this.in = in;
        selection = new Selection(csv, files, in);
        summary = CsvSummary.of(total);
    }

    /**
     * Writes the output.
     *
     * @param files whether outcomes have files, which takes a column of its own
     * @param each asks about each id as it comes
     * @param all waits for all ids together
     * @throws CsvException where the job cannot be done as asked
     * @throws UncheckedIOException where reading or writing breaks off; whole rows stay
     * @throws RuntimeException as thrown by the look-ups; rows they did not answer are not written
     */
    public static CsvSummary of(Csv csv, boolean files, LookUps each, LookUps all) {
        var source = csv.source();
        csv.target().check(source);
        var total =
                source.lasting() ? OptionalLong.of(countRows(csv, files)) : OptionalLong.empty();
        try (Input in = open(csv, files)) {
            var run = new CsvRun(csv, files, in, total);
            try (Output out = Output.open(csv.target(), in, row -> run.tally(row, true))) {
                return run.run(out, csv.isWaiting() ? all : each);
            }
        }
    }

    /** How many rows there are; throws where one is malformed, or there are too many ids. */
    private static long countRows(Csv csv, boolean files) {
        try (Input in = open(csv, files)) {
            var selection = new Selection(csv, files, in);
            long count = 0;
            for (; in.hasNext(); count++) {
                selection.take(in.next());
            }
            return count;
        }
    }

    private static Input open(Csv csv, boolean files) {
        var source = csv.source();
        return Input.open(source, head -> Columns.of(source.name(), head, csv.column(), files));
    }

    private CsvSummary run(Output output, LookUps lookUps) {
        out = output;
        csv.listener().accept(summary);
        try (var outcomes = lookUps.of(ids(), this::requested)) {
            outcomes.iterator().forEachRemaining(this::answered);
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        if (!allRead || !queue.isEmpty()) {
            throw new IllegalStateException("the look-ups ended before the ids");
        }
        return summary.ended();
    }

    /** The ids to ask about, each read when it is wanted. */
    private Stream<String> ids() {
        return Stream.generate(this::nextId).takeWhile(Optional::isPresent).map(Optional::get);
    }

    /** Input that breaks off ends the ids, so that outcomes of those asked about still arrive. */
    private Optional<String> nextId() {
        try {
            while (in.hasNext()) {
                var row = in.next();
                var asked = selection.take(row);
                enqueue(in.columns().id(row).isEmpty() ? withoutId(row) : row, asked);
                if (asked) {
                    return Optional.of(in.columns().id(row));
                }
            }
            allRead = true;
        } catch (CsvException | UncheckedIOException e) {
            if (csv.isWaiting()) {
                throw e; // nothing is asked before all was read
            }
            broken = Optional.of(e);
        } catch (InterruptedException e) {
            // The outcomes were closed: nobody writes on.
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** An error that such a row has already says more. */
    private Row withoutId(Row row) {
        var known = !in.columns().result(row, Cells.ERROR).isBlank();
        return known ? row : in.columns().with(row, Cells.WITHOUT_ID);
    }

    private synchronized void enqueue(Row row, boolean asked) throws InterruptedException {
        while (!csv.isWaiting() && queue.size() >= LOOK_AHEAD) {
            wait();
        }
        queue.add(new Waiting(row, asked));
        writeComplete();
    }

    private synchronized void answered(Outcome outcome) {
        var row = queue.remove().row();
        var id = in.columns().id(row);
        if (!id.equals(outcome.fileId())) {
            throw new IllegalStateException(
                    "answer about " + outcome.fileId() + " in the turn of " + id);
        }
        var complete = selection.isComplete(row);
        send(complete ? row : in.columns().with(row, Cells.of(outcome)), false);
        writeComplete();
        notifyAll();
    }

    private void writeComplete() {
        while (!queue.isEmpty() && !queue.element().asked()) {
            send(queue.remove().row(), true);
        }
    }

    /** Nothing follows a row that could not be written. */
    private void send(Row row, boolean kept) {
        if (unwritten) {
            return;
        }
        unwritten = true;
        out.write(row);
        unwritten = false;
        tally(row, kept);
        csv.listener().accept(summary);
    }

    private void tally(Row row, boolean kept) {
        summary = summary.plus(in.columns(), row, kept);
    }

    private synchronized void requested() {
        summary = summary.requested();
        csv.listener().accept(summary);
    }
}
