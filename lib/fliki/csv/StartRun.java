package fliki.csv;

import fliki.FlikiException;
import fliki.Generation;
import fliki.State;
import fliki.csv.Csv.Plan;
import fliki.csv.Input.Source;
import fliki.csv.Rows.Row;
import fliki.internal.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One run of starts over a CSV of texts: row by row, a generation out and its id in. */
public final class StartRun {

    /** What a row says of which nobody knows the end. */
    private static final String BEGUN =
            "uncertain: a run that was killed had begun it; it may have started: look into your"
                    + " Fliki library before asking again";

    /** Starts one generation. */
    public interface Starter {
        /** How its start ends; throws what ends the run, and leaves the row as it was. */
        Started start(Generation generation, Attempt attempt);
    }

    /** Takes note of the requests for one row. */
    public interface Attempt {

        /** Takes no note. */
        Attempt UNRECORDED = new Attempt() {};

        /** A request is about to be sent: from now on, the row may have started. */
        default void sending() {}

        /** The request was not sent, or surely started nothing. */
        default void notStarted() {}
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

    /** What is to become of a row. */
    private enum Fate {
        IDLE,
        HAS_ID,
        UNCERTAIN,
        START
    }

    private final Csv csv;
    private final Generation template;
    private final Source source;
    private final Input in;
    private final Columns columns;
    private final int name;
    private final CsvSummary.Count count = new CsvSummary.Count(OptionalLong.empty());
    private OutputFile out;

    private StartRun(Csv csv, Generation template, Source source, Input in) {
        this.csv = csv;
        this.template = template;
        this.source = source;
        this.in = in;
        columns = in.columns();
        name = Columns.index(columns.header().subList(0, columns.width()), "name");
    }

    /**
     * Writes the output.
     *
     * @param starter made when the plan is agreed to
     * @throws CsvException where the job cannot be done as asked
     * @throws UncheckedIOException where reading or writing breaks off; whole rows stay
     * @throws RuntimeException as thrown by the starter
     */
    public static CsvSummary of(Csv csv, Generation template, Supplier<Starter> starter) {
        template.text("scene", "layer", "text"); // throws where it is a body that has its own
        csv.target.check(csv.source);
        var source = csv.source.inMemory();
        try (var in = open(csv, source)) {
            var run = new StartRun(csv, template, source, in);
            run.checkColumns();
            run.checkInput();
            try (var out = OutputFile.open(csv.target, in, true, run::found)) {
                run.out = out;
                return run.run(starter);
            }
        }
    }

    private static Input open(Csv csv, Source source) {
        return Input.open(source, csv.delimiter, head -> Columns.ofTexts(source.name(), head));
    }

    private void checkColumns() {
        var known = new HashSet<List<String>>();
        for (int i = 0; i < columns.width(); i++) {
            var keys = columns.keys(i);
            if (keys.isPresent() && !known.add(keys.get())) {
                throw CsvException.at(
                        in.name(), 1, "two columns are called " + String.join(".", keys.get()));
            }
        }
        if (known.isEmpty()) {
            throw CsvException.at(
                    in.name(),
                    1,
                    "no column is called SCENE.LAYER, such as intro.voiceover, by the keys in the"
                            + " template; there are "
                            + Columns.names(
                                    new Row(columns.header().subList(0, columns.width()), 1)));
        }
        if (csv.retryFailed && !columns.results().containsKey("status")) {
            throw CsvException.at(
                    in.name(), 1, "no columns of bulk, such as status, say which rows failed");
        }
    }

    /** What a killed run has left is finished by that run alone. */
    private void checkInput() {
        try {
            if (source.file().isPresent() && InFlight.left(source.file().get()).isPresent()) {
                throw CsvException.of(
                        in.name(),
                        "a run that was killed has left a file .inflight beside it; carry on with"
                                + " that run first");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(in.name() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Fate fate(Row row) {
        if (columns.isIdle(row)) {
            return Fate.IDLE;
        }
        if (!columns.id(row).isEmpty()) {
            return csv.retryFailed && ended(row) ? Fate.START : Fate.HAS_ID;
        }
        return Cells.uncertain(columns.result(row, "error").strip()) ? Fate.UNCERTAIN : Fate.START;
    }

    private boolean ended(Row row) {
        var state = State.of(Cells.unquoted(columns.result(row, "status").strip()));
        return state == State.ERROR || state == State.CANCELED;
    }

    /** Refuses a whole row of an output that says nothing: somebody has changed it. */
    private void found(Row row) {
        var says = !columns.id(row).isEmpty() || !columns.result(row, "error").isBlank();
        if (!says && !columns.isIdle(row)) {
            var name = csv.target.name();
            throw CsvException.at(
                    name,
                    row.number(),
                    "neither a fileId nor an error: it may have started; if it is not in your Fliki"
                            + " library, let "
                            + name
                            + " be the input, with another output");
        }
        count.start(columns, row, true);
    }

    private CsvSummary run(Supplier<Starter> starter) {
        var plan = plan();
        if (!csv.onPlan.test(plan)) {
            return count.now();
        }
        if (!source.isUnchanged()) {
            throw CsvException.of(
                    in.name(),
                    "has changed since it was read, and nothing was started; start again");
        }
        var starts = starter.get();
        out.start();
        csv.onChange.accept(count.now());
        if (out.begun().isPresent()) {
            settleBegun();
        }
        while (in.hasNext()) {
            take(in.next(), starts);
        }
        out.checkOurs();
        return count.now();
    }

    /** What is left to do; throws where any row asks for what cannot be. */
    private Plan plan() {
        var generations = new ArrayList<Generation>();
        var left = new long[Fate.values().length];
        var ended = 0;
        var rows = 0;
        var done = in.hasNext() ? in.peek().number() : Long.MAX_VALUE;
        done += out.begun().isPresent() ? 1 : 0;
        try (var all = open(csv, source)) {
            for (; all.hasNext(); rows++) {
                var row = all.next();
                var fate = fate(row);
                left[fate.ordinal()]++;
                ended += fate == Fate.HAS_ID && ended(row) ? 1 : 0;
                var generation = generation(row, fate);
                checkWhole(row, fate == Fate.START && !all.hasNext());
                if (row.number() >= done) {
                    generation.ifPresent(generations::add);
                }
            }
        }
        count.total(rows);
        return new Plan(
                generations,
                words(),
                left[Fate.HAS_ID.ordinal()],
                ended,
                left[Fate.UNCERTAIN.ordinal()]);
    }

    /** A stream that was an output may end within a row that was being started. */
    private void checkWhole(Row row, boolean startsLast) {
        var output = columns.width() == columns.header().size();
        if (startsLast && output && !source.endsWhole()) {
            throw CsvException.at(
                    in.name(),
                    row.number(),
                    "a run that was killed may have started this row, as its line has no end; look"
                            + " into your Fliki library, and end the line to start it");
        }
    }

    /** Which columns are sent and which are not. */
    private String words() {
        var sent = new ArrayList<String>();
        var other = new ArrayList<String>();
        for (int i = 0; i < columns.width(); i++) {
            var header = Text.bare(columns.header().get(i));
            if (i == name || columns.keys(i).isPresent()) {
                sent.add(header);
            } else if (!columns.results().containsValue(i)) {
                other.add(header);
            }
        }
        return "to be sent: "
                + Text.brief(String.join(", ", sent))
                + (other.isEmpty() ? "" : "; not: " + Text.brief(String.join(", ", other)));
    }

    /** What a row asks for, if it is to start; throws for a text that is empty or too long. */
    private Optional<Generation> generation(Row row, Fate fate) {
        if (fate != Fate.START) {
            return Optional.empty();
        }
        try {
            var generation = template;
            for (int i : IntStream.range(0, columns.width()).toArray()) {
                var keys = columns.keys(i);
                if (keys.isPresent()) {
                    generation = generation.text(keys.get().get(0), keys.get().get(1), row.cell(i));
                }
            }
            var named = name >= 0 && !row.cell(name).isBlank();
            return Optional.of(named ? generation.name(row.cell(name)) : generation);
        } catch (IllegalArgumentException e) {
            throw CsvException.at(in.name(), row.number(), e.getMessage(), e);
        }
    }

    /** The row that an earlier run has begun is the first one that is not written. */
    private void settleBegun() {
        var row = in.next();
        var known = out.begun().get();
        // Somebody may have put the id into the input; that of a failed one is not the new one.
        var copied = fate(row) != Fate.START && !ended(row);
        var rows = !known.isEmpty() ? known : List.of(copied ? row : with(row, "", BEGUN));
        out.begin(rows);
        out.commit(rows);
        written(row, rows, true);
    }

    private void take(Row row, Starter starter) {
        var generation = generation(row, fate(row));
        if (generation.isPresent()) {
            start(row, generation.get(), starter);
        } else {
            out.append(List.of(row));
            written(row, List.of(row), true);
        }
    }

    private void start(Row row, Generation generation, Starter starter) {
        try {
            commit(row, starter.start(generation, attempt(row)));
        } catch (FlikiException e) {
            if (out.isBegun()) { // a stream, which takes nothing back
                commit(row, Started.failed(e));
            }
            throw e;
        }
    }

    private Attempt attempt(Row row) {
        return new Attempt() {
            @Override
            public void sending() {
                count.sending(row.number());
                changed();
                try {
                    out.begin(List.of(with(row, "", BEGUN)));
                } catch (RuntimeException e) {
                    count.unsent();
                    changed();
                    throw e;
                }
            }

            @Override
            public void notStarted() {
                out.takeBack();
                count.landed();
                changed();
            }
        };
    }

    private void commit(Row row, Started started) {
        var rows = rows(row, started);
        try {
            out.commit(rows);
        } catch (RuntimeException e) {
            count.landed();
            changed();
            throw unwritten(started, row, e);
        }
        written(row, rows, false);
    }

    /** A row for each id; one without an id where there is none. */
    private List<Row> rows(Row row, Started started) {
        var error = started.failure().map(Cells::error).orElse("");
        var ids = started.ids().isEmpty() ? List.of("") : started.ids();
        return ids.stream().map(id -> with(row, Cells.id(id), error)).toList();
    }

    private Row with(Row row, String id, String error) {
        var idName = columns.header().get(columns.id());
        return columns.with(row, Map.of(idName, id, "error", error));
    }

    /** An id is known here alone: it is told where the output cannot tell it. */
    private RuntimeException unwritten(Started started, Row row, RuntimeException e) {
        var name = csv.target.name();
        var why = e instanceof UncheckedIOException ? e.getMessage() : name + ": cannot be written";
        var ids = String.join(" ", started.ids());
        var what = started.failure().map(FlikiException::getMessage).orElse("started as " + ids);
        var told = "; row " + row.number() + " of " + in.name() + ", which it lacks, was " + what;
        return new UncheckedIOException(why + told, new IOException(e));
    }

    private void written(Row row, List<Row> rows, boolean found) {
        rows.forEach(each -> count.start(columns, each, found));
        changed();
    }

    private void changed() {
        csv.onChange.accept(count.now());
    }
}
