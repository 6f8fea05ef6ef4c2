package fliki.csv;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.Generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One run over a CSV of texts: row by row, a generation out and its id in. */
public final class TextsRun {

    private static final int ERROR = Columns.OF_TEXTS.indexOf("error");

    private static final String NO_END_SEEN = "a run that was killed had begun it";

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
    private final Generation template;
    private final Input in;
    private final TextColumns columns;
    private Journal out;
    private TextsSummary summary;

    private TextsRun(Texts texts, Generation template, Input in, long total) {
        this.texts = texts;
        this.template = template;
        this.in = in;
        columns = TextColumns.of(in.name(), in.columns());
        summary = TextsSummary.of(total);
    }

    /**
     * Writes the output.
     *
     * @throws CsvException where the job cannot be done as asked; nothing is sent then
     * @throws UncheckedIOException where reading or writing breaks off; whole rows stay
     * @throws RuntimeException as thrown by the starter
     */
    public static TextsSummary of(Texts texts, Generation template, Starter starter) {
        texts.target().check(texts.source());
        var total = countRows(texts, template);
        try (var in = open(texts)) {
            var run = new TextsRun(texts, template, in, total);
            try (var out = Journal.open(texts.target(), in, run::found)) {
                run.out = out;
                return run.run(starter);
            }
        }
    }

    private static Input open(Texts texts) {
        return Input.open(texts.source(), Columns::ofTexts);
    }

    /** How many rows there are; throws where one asks for what cannot be. */
    private static long countRows(Texts texts, Generation template) {
        try (var in = open(texts)) {
            var run = new TextsRun(texts, template, in, 0);
            long count = 0;
            for (; in.hasNext(); count++) {
                run.generation(in.next());
            }
            return count;
        }
    }

    /** What a run would start. */
    static Stream<Generation> generations(Texts texts, Generation template) {
        var target = texts.target();
        if (!target.equals(Target.NOWHERE)) {
            target.check(texts.source());
        }
        var in = open(texts);
        try {
            var run = new TextsRun(texts, template, in, 0);
            if (target.existing() == Target.Existing.RESUMED && Files.exists(target.file().get())) {
                Journal.pass(target, in, run::found);
            }
            var rows = Spliterators.spliteratorUnknownSize(in, 0);
            return StreamSupport.stream(rows, false)
                    .flatMap(row -> run.generation(row).stream())
                    .onClose(in::close);
        } catch (RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** What a row asks for; nothing where it is to be copied. */
    private Optional<Generation> generation(Row row) {
        var copied = !fileId(row).isBlank() || Cells.uncertain(error(row));
        return copied ? Optional.empty() : Optional.of(columns.generation(template, row));
    }

    private String fileId(Row row) {
        return in.columns().id(row);
    }

    private String error(Row row) {
        return in.columns().result(row, ERROR).strip();
    }

    /** A row of an output that is resumed. */
    private void found(Row row) {
        if (fileId(row).isBlank() && error(row).isBlank()) {
            var name = texts.target().name();
            throw CsvException.at(
                    name,
                    row.line(),
                    "neither a fileId nor an error; to start this row, let "
                            + name
                            + " be the input, with another output");
        }
        tally(row);
    }

    private TextsSummary run(Starter starter) {
        texts.listener().accept(summary);
        if (out.begun()) {
            written(endBegun());
        }
        while (in.hasNext()) {
            var row = in.next();
            var generation = generation(row);
            written(generation.isEmpty() ? copy(row) : start(row, generation.get(), starter));
        }
        return summary;
    }

    private Row copy(Row row) {
        out.copy(row);
        return row;
    }

    /** The row that an earlier run began is the first one that is not written. */
    private Row endBegun() {
        if (!in.hasNext()) {
            throw CsvException.of(
                    texts.target().name(),
                    "has more rows than " + in.name() + "; name another output");
        }
        var row = in.next();
        var uncertain = FlikiException.uncertain(NO_END_SEEN, Details.NONE, null);
        var ended = generation(row).isEmpty() ? row : with(row, Started.failed(uncertain));
        out.end(ended);
        return ended;
    }

    private Row start(Row row, Generation generation, Starter starter) {
        var attempt =
                new Attempt() {
                    @Override
                    public void sending() {
                        changed(summary.sending(row.line()));
                        try {
                            out.begin(in.columns().with(row, List.of("", "")));
                        } catch (RuntimeException e) {
                            changed(summary.landed());
                            throw e;
                        }
                    }

                    @Override
                    public void notStarted() {
                        out.retract();
                        changed(summary.landed());
                    }
                };
        try {
            return end(row, starter.start(generation, attempt));
        } catch (FlikiException e) {
            if (out.begun()) { // a stream, which takes nothing back
                end(row, Started.failed(e));
            }
            throw e;
        }
    }

    private Row end(Row row, Started started) {
        var ended = with(row, started);
        try {
            out.end(ended);
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

    /** Whatever kept a row from being written, what has begun to cost something is told. */
    private RuntimeException unwritten(Started started, Row row, RuntimeException e) {
        var what = started.failure().map(FlikiException::getMessage);
        var name = texts.target().name();
        var message =
                (e instanceof UncheckedIOException ? e.getMessage() : name + ": cannot be written")
                        + "; not in it is what came of line "
                        + row.line()
                        + ": "
                        + what.orElseGet(() -> "started as " + String.join(" ", started.ids()));
        return new UncheckedIOException(message, new IOException(e));
    }

    private void written(Row row) {
        tally(row);
        texts.listener().accept(summary);
    }

    private void changed(TextsSummary now) {
        summary = now;
        texts.listener().accept(now);
    }

    private void tally(Row row) {
        summary = summary.plus(fileId(row), error(row));
    }
}
