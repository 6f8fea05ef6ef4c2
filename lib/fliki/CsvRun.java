package fliki;

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
final class CsvRun {

    /** How many rows may wait for their turn, where each is asked about as it comes. */
    private static final int LOOK_AHEAD = 10_000;

    /** Asks about ids; gives an outcome for each, in their order. */
    interface LookUps {

        /**
         * The outcomes.
         *
         * @param onRequest to be called with each request
         */
        Stream<Outcome> of(Stream<String> ids, Runnable onRequest);
    }

    /** A row whose turn has not come: asked about, or complete as it is. */
    private record Waiting(CsvRow row, boolean asked) {}

    private final Csv csv;
    private final CsvInput in;
    private final CsvSelection selection;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private CsvOutput out;
    private CsvSummary summary;
    private volatile boolean allRead;
    private volatile Optional<RuntimeException> broken = Optional.empty();

    private CsvRun(Csv csv, boolean files, CsvInput in, OptionalLong total) {
        this.csv = csv;
        this.in = in;
        selection = new CsvSelection(csv, files, in);
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
    static CsvSummary of(Csv csv, boolean files, LookUps each, LookUps all) {
        var source = csv.source();
        csv.target().check(source);
        var total = source.lasting() ? OptionalLong.of(count(csv, files)) : OptionalLong.empty();
        try (CsvInput in = CsvInput.open(source, csv.column(), files)) {
            var run = new CsvRun(csv, files, in, total);
            try (CsvOutput out = CsvOutput.open(csv.target(), in, row -> run.count(row, true))) {
                return run.write(out, csv.isWaiting() ? all : each);
            }
        }
    }

    /** How many rows there are; throws where one is malformed, or there are too many ids. */
    private static long count(Csv csv, boolean files) {
        try (CsvInput in = CsvInput.open(csv.source(), csv.column(), files)) {
            var selection = new CsvSelection(csv, files, in);
            long count = 0;
            for (; in.hasNext(); count++) {
                selection.asks(in.next());
            }
            return count;
        }
    }

    private CsvSummary write(CsvOutput output, LookUps lookUps) {
        out = output;
        csv.listener().accept(summary);
        try (var outcomes = lookUps.of(ids(), this::requested)) {
            outcomes.iterator().forEachRemaining(this::write);
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
                var asked = selection.asks(row);
                queue(in.columns().id(row).isEmpty() ? without(row) : row, asked);
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

    private CsvRow without(CsvRow row) {
        return in.columns().with(row, Cells.WITHOUT_ID);
    }

    private synchronized void queue(CsvRow row, boolean asked) throws InterruptedException {
        while (!csv.isWaiting() && queue.size() >= LOOK_AHEAD) {
            wait();
        }
        queue.add(new Waiting(row, asked));
        writeComplete();
    }

    private synchronized void write(Outcome outcome) {
        var row = queue.remove().row();
        var id = in.columns().id(row);
        if (!id.equals(outcome.fileId())) {
            throw new IllegalStateException(
                    "answer about " + outcome.fileId() + " in the turn of " + id);
        }
        write(in.columns().with(row, Cells.of(outcome)), false);
        writeComplete();
        notifyAll();
    }

    private void writeComplete() {
        while (!queue.isEmpty() && !queue.element().asked()) {
            write(queue.remove().row(), true);
        }
    }

    private void write(CsvRow row, boolean kept) {
        out.write(row);
        count(row, kept);
        csv.listener().accept(summary);
    }

    private void count(CsvRow row, boolean kept) {
        summary = summary.plus(in.columns(), row, kept);
    }

    private synchronized void requested() {
        summary = summary.requested();
        csv.listener().accept(summary);
    }
}
