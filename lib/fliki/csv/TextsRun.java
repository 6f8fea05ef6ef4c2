package fliki.csv;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.Generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** One run over a CSV of texts: row by row, a generation out and its id in. */
public final class TextsRun {

    /** Of a row that is begun, as long as nobody knows its end. */
    private static final Started BEGUN =
            Started.failed(
                    FlikiException.uncertain(
                            "a run that was killed had begun it", Details.NONE, null));

    /** Starts one generation. */
    public interface Starter {
        /** How its start ends; throws what ends the run, and leaves the row as it was. */
        Started start(Generation generation, Attempt attempt);
    }

    /** Takes note of the requests for one row. */
    public interface Attempt {

        /** Takes no note. */
        Attempt UNRECORDED =
                new Attempt() {
                    @Override
                    public void sending() {}

                    @Override
                    public void notStarted() {}
                };

        /** A request is about to be sent. */
        void sending();

        /** The request surely started nothing. */
        void notStarted();
    }

    /**
     * How the start of one generation ended.
     *
     * @param ids those of what was started
     * @param failure why nothing was, or may not have been
     */
    public record Started(List<String> ids, Optional<FlikiException> failure) {

        /** It was started, and got these ids. */
        public static Started of(List<String> ids) {
            return new Started(List.copyOf(ids), Optional.empty());
        }

        /** It was not started, or nobody knows. */
        public static Started failed(FlikiException e) {
            return new Started(List.of(), Optional.of(e));
        }
    }

    private final Texts texts;
    private final TextsPlan plan;
    private final Input in;
    private Journal out;
    private TextsSummary summary;

    private TextsRun(Texts texts, TextsPlan plan, long total) {
        this.texts = texts;
        this.plan = plan;
        in = plan.in();
        summary = TextsSummary.of(total);
    }

    /**
     * Writes the output.
     *
     * @throws CsvException where the job cannot be done as asked; only rows that somebody changes
     *     meanwhile can be refused after others were sent
     * @throws UncheckedIOException where reading or writing breaks off; whole rows stay
     * @throws RuntimeException as thrown by the starter
     */
    public static TextsSummary of(Texts texts, Generation template, Starter starter) {
        texts.target().check(texts.source());
        var total = TextsPlan.count(texts, template);
        try (var plan = TextsPlan.open(texts, template)) {
            var run = new TextsRun(texts, plan, total);
            try (var out = Journal.open(texts.target(), plan.in(), run::found)) {
                run.out = out;
                return run.run(starter);
            }
        }
    }

    private void found(Row row) {
        plan.checkCommitted(row, texts.target().name());
        tally(row, true);
    }

    private TextsSummary run(Starter starter) {
        texts.listener().accept(summary);
        if (out.isBegun()) {
            written(commitBegun(), true);
        }
        while (in.hasNext()) {
            var row = in.next();
            var generation = plan.generation(row);
            var copied = generation.isEmpty();
            written(copied ? copy(row) : start(row, generation.get(), starter), copied);
        }
        return summary;
    }

    private Row copy(Row row) {
        out.append(row);
        return row;
    }

    /** The row that an earlier run has begun is the first one that is not written. */
    private Row commitBegun() {
        var row = in.hasNext() ? Optional.of(in.next()) : Optional.<Row>empty();
        if (row.filter(out::isBegun).isEmpty()) {
            throw CsvException.of(
                    texts.target().name(),
                    "its last row was begun, and is not the next one of "
                            + in.name()
                            + "; put that back as it was");
        }
        var ended = plan.copied(row.get()) ? row.get() : ended(row.get());
        out.commit(ended);
        return ended;
    }

    /** A row that lacks nothing but its line break keeps its id. */
    private Row ended(Row row) {
        return out.begunRow()
                .filter(begun -> begun.cells().size() == in.columns().header().size())
                .filter(begun -> !plan.fileId(begun).isBlank())
                .filter(begun -> in.columns().alike(row, begun))
                .orElseGet(() -> with(row, BEGUN));
    }

    private Row start(Row row, Generation generation, Starter starter) {
        var attempt =
                new Attempt() {
                    @Override
                    public void sending() {
                        changed(summary.sending(row.line()));
                        try {
                            out.begin(with(row, BEGUN));
                        } catch (RuntimeException e) {
                            changed(summary.landed());
                            throw e;
                        }
                    }

                    @Override
                    public void notStarted() {
                        out.rollback();
                        changed(summary.landed());
                    }
                };
        try {
            return committed(row, starter.start(generation, attempt));
        } catch (FlikiException e) {
            if (out.isBegun()) { // a stream, which takes nothing back
                committed(row, Started.failed(e));
            }
            throw e;
        }
    }

    private Row committed(Row row, Started started) {
        var ended = with(row, started);
        try {
            out.commit(ended);
            return ended;
        } catch (RuntimeException e) {
            changed(summary.landed());
            throw unwritten(started, row, e);
        }
    }

    private Row with(Row row, Started started) {
        var id = Cells.id(String.join(" ", started.ids()));
        return in.columns().with(row, List.of(id, started.failure().map(Cells::error).orElse("")));
    }

    /** An id is known here alone: it is told where the output cannot tell it. */
    private RuntimeException unwritten(Started started, Row row, RuntimeException e) {
        var name = texts.target().name();
        var why = e instanceof UncheckedIOException ? e.getMessage() : name + ": cannot be written";
        var ids = String.join(" ", started.ids());
        var what = started.failure().map(FlikiException::getMessage).orElse("started as " + ids);
        var told = "; line " + row.line() + " of " + in.name() + ", which it lacks, was " + what;
        return new UncheckedIOException(why + told, new IOException(e));
    }

    private void written(Row row, boolean found) {
        tally(row, found);
        texts.listener().accept(summary);
    }

    private void changed(TextsSummary now) {
        summary = now;
        texts.listener().accept(now);
    }

    private void tally(Row row, boolean found) {
        summary = summary.plus(plan.fileId(row), plan.error(row), found);
    }
}
