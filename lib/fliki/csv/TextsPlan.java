package fliki.csv;

import fliki.Generation;

import java.io.Closeable;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the rows of a CSV of texts ask for. */
final class TextsPlan implements Closeable {

    private static final int ERROR = Columns.OF_TEXTS.indexOf("error");

    private final Input in;
    private final TextColumns columns;
    private final Generation template;

    private TextsPlan(Input in, Generation template) {
        this.in = in;
        this.template = template;
        columns = TextColumns.of(in.name(), in.columns());
    }

    /** The plan of a job; throws where the header of its input asks for nothing. */
    static TextsPlan open(Texts texts, Generation template) {
        template.text("scene", "layer", "text"); // throws where it is a body that has its own
        var source = texts.source();
        var in = Input.open(source, head -> Columns.ofTexts(source.name(), head));
        try {
            return new TextsPlan(in, template);
        } catch (RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** How many rows there are; throws where one asks for what cannot be. */
    static long count(Texts texts, Generation template) {
        try (var plan = open(texts, template)) {
            long count = 0;
            for (; plan.in.hasNext(); count++) {
                plan.generation(plan.in.next());
            }
            return count;
        }
    }

    /** What a run would start now. */
    static Stream<Generation> generations(Texts texts, Generation template) {
        var target = texts.target();
        if (!target.equals(Target.NOWHERE)) {
            target.check(texts.source());
        }
        var plan = open(texts, template);
        try {
            if (target.existing() == Target.Existing.RESUMED && Files.exists(target.file().get())) {
                Journal.skip(target, plan.in, row -> plan.checkCommitted(row, target.name()));
            }
            var rows = Spliterators.spliteratorUnknownSize(plan.in, 0);
            return StreamSupport.stream(rows, false)
                    .flatMap(row -> plan.generation(row).stream())
                    .onClose(plan::close);
        } catch (RuntimeException e) {
            plan.close();
            throw e;
        }
    }

    /** Which columns are sent. */
    static String columns(Texts texts) {
        try (var plan = open(texts, Generation.template("any"))) {
            return plan.columns.words(plan.in.columns());
        }
    }

    Input in() {
        return in;
    }

    /** What a row asks for; nothing where it is to be copied. */
    Optional<Generation> generation(Row row) {
        if (copied(row)) {
            return Optional.empty();
        }
        if (in.columns().ofOutput() && !in.hasNext() && !in.endsWhole()) {
            throw CsvException.at(
                    in.name(),
                    row.line(),
                    "a run that was killed had begun this row, as its line has no end, and it may"
                            + " have started; resume that run, or end the line if it is not in your"
                            + " Fliki library");
        }
        return Optional.of(columns.generation(template, row));
    }

    /** Whether a row has started, or may have. */
    boolean copied(Row row) {
        return !fileId(row).isBlank() || Cells.uncertain(error(row));
    }

    String fileId(Row row) {
        return in.columns().id(row);
    }

    String error(Row row) {
        return in.columns().result(row, ERROR).strip();
    }

    /** Refuses a whole row of an output that says nothing: somebody has changed it. */
    void checkCommitted(Row row, String name) {
        if (fileId(row).isBlank() && error(row).isBlank()) {
            throw CsvException.at(
                    name,
                    row.line(),
                    "neither a fileId nor an error: it may have started; if it is not in your Fliki"
                            + " library, let "
                            + name
                            + " be the input, with another output");
        }
    }

    @Override
    public void close() {
        in.close();
    }
}
