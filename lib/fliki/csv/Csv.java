package fliki.csv;

import static fliki.csv.Target.Existing.REPLACED;
import static fliki.csv.Target.Existing.RESUMED;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A CSV of ids to look up, and where the same rows go with their results.
 *
 * <pre>{@code
 * fliki.bulk(Csv.from(Path.of("ids.csv")).to(Path.of("out.csv")).resume());
 * }</pre>
 *
 * <p>UTF-8, with or without byte order mark, parted by comma, semicolon or tab, with CRLF or LF;
 * the output has the same. Ids come from the column called {@code fileId}, {@code file_id} or
 * {@code id} in any case, or from the only column there is. The output has the columns of the
 * input, then {@code status}, {@code progress}, {@code download}, {@code error}, and {@code file}
 * when files are downloaded; a column so called is updated in place, so an output serves as an
 * input again.
 *
 * <p>Immutable and reusable, but for its streams. Streams are never closed.
 */
public final class Csv {

    /** The settings. */
    private record Options(
            Optional<String> column,
            boolean pending,
            boolean waiting,
            Consumer<CsvSummary> onChange) {

        static final Options DEFAULTS = new Options(Optional.empty(), false, false, now -> {});

        Options column(String name) {
            return new Options(Optional.of(name), pending, waiting, onChange);
        }

        Options asPending() {
            return new Options(column, true, waiting, onChange);
        }

        Options asWaiting() {
            return new Options(column, pending, true, onChange);
        }

        Options onChange(Consumer<CsvSummary> listener) {
            return new Options(column, pending, waiting, listener);
        }
    }

    private final Source source;
    private final Target target;
    private final Options options;

    private Csv(Source source, Target target, Options options) {
        this.source = source;
        this.target = target;
        this.options = options;
    }

    /** A job on the rows of a file. */
    public static Csv from(Path in) {
        return from(Source.of(requireNonNull(in, "in")));
    }

    /** A job on rows as they come, such as from {@code System.in}. */
    public static Csv from(InputStream in) {
        return from(Source.of(requireNonNull(in, "in")));
    }

    private static Csv from(Source source) {
        return new Csv(source, Target.NOWHERE, Options.DEFAULTS);
    }

    /**
     * Names the output file, which no other run may write meanwhile. It must not exist, unless with
     * {@link #resume()} or {@link #force()}, and is never the input.
     */
    public Csv to(Path out) {
        return with(target.file(requireNonNull(out, "out")));
    }

    /** Sends the rows down a stream, flushed one by one. */
    public Csv to(OutputStream out) {
        return with(target.stream(requireNonNull(out, "out")));
    }

    /**
     * Says which column holds the ids. Default: see above.
     *
     * <p>A name makes the first record the header. A number leaves it data, unless one of the known
     * names is in it; the output then has a header of {@code column1}, {@code column2} and so on,
     * with {@code fileId} for the ids.
     *
     * @param column its name in any case, or its number from 1
     */
    public Csv column(String column) {
        if (column.isBlank() || Columns.isNumber(column) && Integer.parseInt(column) == 0) {
            throw new IllegalArgumentException(
                    "column \"" + column + "\": expected a name, or a number from 1");
        }
        return with(options.column(column));
    }

    /**
     * Keeps the finished rows of an output that a run left behind, and carries on after them. They
     * must match the input; a torn last row is dropped. Without such an output this is a fresh
     * start.
     */
    public Csv resume() {
        return with(target.existing(RESUMED));
    }

    /**
     * Replaces an existing output, but not before the input was checked: all of a file, the first
     * row of a stream.
     */
    public Csv force() {
        return with(target.existing(REPLACED));
    }

    /**
     * Copies rows that have ended, by their column {@code status}, without asking again. When files
     * are downloaded, a row in state {@code success} is asked again unless the file that it names
     * exists.
     */
    public Csv pending() {
        return with(options.asPending());
    }

    /**
     * Polls all rows together until each has ended, instead of one look at each; at most 10,000
     * different ids. The rows from the first one that is asked about are in memory. How long is up
     * to the setting {@code atMost}.
     */
    public Csv waiting() {
        return with(options.asWaiting());
    }

    /**
     * Calls back after each row written and each request sent, one call at a time, with all that is
     * there so far. Default: no call.
     */
    public Csv onChange(Consumer<CsvSummary> listener) {
        return with(options.onChange(requireNonNull(listener, "listener")));
    }

    private Csv with(Target changed) {
        return new Csv(source, changed, options);
    }

    private Csv with(Options changed) {
        return new Csv(source, target, changed);
    }

    Source source() {
        return source;
    }

    Target target() {
        return target;
    }

    Optional<String> column() {
        return options.column();
    }

    boolean isPending() {
        return options.pending();
    }

    boolean isWaiting() {
        return options.waiting();
    }

    Consumer<CsvSummary> listener() {
        return options.onChange();
    }
}
