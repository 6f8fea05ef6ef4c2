package fliki;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One run over a CSV: ids out, answers in, rows written in the order of the input.
 *
 * <p>Rows read but not yet written wait in a queue. It is as long as the look-ups look ahead, plus
 * the rows between that need no request. When those pile up, the ids end early, all waiting rows
 * are written, and the look-ups are called anew for the rest: that bounds memory without a second
 * thread.
 */
final class CsvRun {

    /** Answers ids, each once and in their order, lazily. */
    interface LookUps extends Function<Stream<String>, Stream<Answer>> {}

    /**
     * How the look-ups work.
     *
     * @param files whether they download files, which takes a column of its own
     * @param waiting how many rows may wait before the ids end early
     * @param most how many different ids there may be
     */
    record Plan(boolean files, int waiting, long most) {}

    /** A row whose turn has not come: asked about, or complete as it is. */
    private record Waiting(CsvRow row, boolean asked) {}

    private final Csv csv;
    private final Plan plan;
    private final CsvInput in;
    private final Queue<Waiting> queue = new LinkedBlockingQueue<>();
    private CsvSummary summary;
    private volatile boolean allRead;
    private volatile Optional<RuntimeException> broken = Optional.empty();

    private CsvRun(Csv csv, Plan plan, CsvInput in, OptionalLong total) {
        this.csv = csv;
        this.plan = plan;
        this.in = in;
        this.summary = CsvSummary.of(total);
    }

    /**
     * Writes the output.
     *
     * @throws CsvException where the job cannot be done as asked
     * @throws UncheckedIOException where reading or writing breaks off; whole rows stay
     * @throws RuntimeException as thrown by the look-ups; rows they did not answer are not written
     */
    static CsvSummary of(Csv csv, Plan plan, LookUps lookUps) {
        CsvSource source = csv.source();
        csv.target().check(source);
        OptionalLong total =
                source.lasting()
                        ? OptionalLong.of(CsvInput.count(source, csv.column(), plan))
                        : OptionalLong.empty();
        try (CsvInput in = CsvInput.open(source, csv.column(), plan.files())) {
            CsvRun run = new CsvRun(csv, plan, in, total);
            try (CsvOutput out = CsvOutput.open(csv.target(), in, row -> run.count(row, true))) {
                csv.listener().accept(run.summary);
                return run.write(out, lookUps);
            }
        }
    }

    private CsvSummary write(CsvOutput out, LookUps lookUps) {
        while (!allRead) {
            long before = summary.rows();
            try (Stream<Answer> answers = lookUps.apply(ids())) {
                answers.iterator().forEachRemaining(answer -> write(out, answer));
            }
            writeComplete(out);
            if (!queue.isEmpty() || !allRead && summary.rows() == before) {
                throw new IllegalStateException("the look-ups ended before the ids");
            }
        }
        broken.ifPresent(
                e -> {
                    throw e;
                });
        return summary.ended();
    }

    private void write(CsvOutput out, Answer answer) {
        writeComplete(out);
        CsvRow row = queue.remove().row();
        String id = in.columns().id(row);
        if (!id.equals(answer.outcome().fileId())) {
            throw new IllegalStateException(
                    "answer about " + answer.outcome().fileId() + " in the turn of " + id);
        }
        write(out, in.columns().with(row, answer.cells()), false);
        writeComplete(out);
    }

    private void writeComplete(CsvOutput out) {
        for (Waiting next = queue.peek(); next != null && !next.asked(); next = queue.peek()) {
            write(out, queue.remove().row(), true);
        }
    }

    private void write(CsvOutput out, CsvRow row, boolean kept) {
        out.write(row);
        count(row, kept);
        csv.listener().accept(summary);
    }

    private void count(CsvRow row, boolean kept) {
        summary = summary.plus(in.columns(), row, kept);
    }

    private Stream<String> ids() {
        return Stream.generate(this::nextId).takeWhile(Optional::isPresent).map(Optional::get);
    }

    /**
     * The next id to ask about. Input that breaks off ends the ids, so that answers still arrive.
     */
    private Optional<String> nextId() {
        try {
            while (queue.size() < plan.waiting()) {
                if (!in.hasNext()) {
                    allRead = true;
                    return Optional.empty();
                }
                Waiting row = waiting(in.next());
                queue.add(row);
                if (row.asked()) {
                    return Optional.of(in.columns().id(row.row()));
                }
            }
        } catch (CsvException | UncheckedIOException e) {
            broken = Optional.of(e);
            allRead = true;
        }
        return Optional.empty();
    }

    private Waiting waiting(CsvRow row) {
        if (in.columns().id(row).isEmpty()) {
            return new Waiting(in.columns().with(row, Answer.withoutId()), false);
        }
        return new Waiting(row, !(csv.isPending() && ended(row)));
    }

    private boolean ended(CsvRow row) {
        State state = State.of(in.columns().result(row, Answer.STATUS).strip());
        boolean complete = !plan.files() || state != State.SUCCESS || downloaded(row);
        return state.finished() && complete;
    }

    private boolean downloaded(CsvRow row) {
        String file = Answer.unquoted(in.columns().result(row, Answer.FILE));
        try {
            return !file.isEmpty() && Files.isRegularFile(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
