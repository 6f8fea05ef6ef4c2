package fliki.csv;

import static java.util.Objects.requireNonNull;

import fliki.Generation;
import fliki.csv.Input.Source;
import fliki.csv.OutputFile.Existing;
import fliki.csv.OutputFile.Target;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A job on the rows of a CSV: {@code bulk} looks up an id in each row, {@code generate} starts a
 * generation for each. The same rows go to the output, with what came of them.
 *
 * <pre>{@code
 * fliki.bulk(Csv.from(Path.of("ids.csv")).to(Path.of("out.csv")).resume());
 * fliki.generate(Csv.from(Path.of("texts.csv")).to(Path.of("started.csv")), template);
 * }</pre>
 *
 * <p>UTF-8, with or without byte order mark, parted by comma, semicolon or tab, with CRLF or LF;
 * the output has the same. A row in which nothing can be seen, and a second header, are copied.
 *
 * <p>{@code bulk}: ids come from the column called {@code fileId}, {@code file_id} or {@code id} in
 * any case, or from the only column there is. The output has the columns of the input, then {@code
 * status}, {@code progress}, {@code download}, {@code error}, and {@code file} when files are
 * downloaded; a column so called is updated in place, so an output serves as an input again.
 *
 * <p>{@code generate}: each column called {@code scene.layer}, split at the first dot, holds the
 * text for that layer of that scene of the template; {@code name}, if there is one, the name of the
 * file. The output has all columns of the input, then {@code fileId} and {@code error}, or those of
 * that name in place. A row that has a {@code fileId}, or an {@code error} that begins with {@code
 * uncertain}, is copied and not started. A row that starts loses the results that it had before.
 * The file {@code started.csv.inflight} beside the output names the row that was sent last, until
 * the run has ended: so nothing is started twice, whatever happens. All of the input is in memory.
 *
 * <p>Immutable and reusable, but for its streams. Streams are never closed.
 */
public final class Csv {

    // Read by the runs of this package, and set by with(...) alone.
    final Source source;
    Target target = new Target(Optional.empty(), Optional.empty(), Existing.REFUSED);
    Optional<String> column = Optional.empty();
    Optional<Character> delimiter = Optional.empty();
    Optional<String> fileName = Optional.empty();
    boolean pending;
    boolean waiting;
    boolean retryFailed;
    Consumer<CsvSummary> onChange = now -> {};
    Predicate<Plan> onPlan = plan -> true;

    /**
     * What {@code generate} is about to do.
     *
     * @param generations what it starts, in the order of the rows
     * @param columns which columns are sent and which are not, in plain words
     * @param withId rows that are left alone, as they have an id
     * @param ended those of them whose generation ended in {@code error} or {@code canceled}
     * @param uncertain rows that are left alone, as they may have started
     */
    public record Plan(
            List<Generation> generations, String columns, long withId, long ended, long uncertain) {

        /** Keeps a copy of the list. */
        public Plan {
            generations = List.copyOf(generations);
        }

        /** One line of plain words, such as {@code 2 to start: 3 have an id already}. */
        @Override
        public String toString() {
            var again = ended == 0 ? "" : " (" + ended + " of them ended in error or canceled)";
            var ids = withId + (withId == 1 ? " has" : " have") + " an id already" + again;
            var doubt = uncertain + (uncertain == 1 ? " is" : " are") + " uncertain";
            var left =
                    withId == 0
                            ? (uncertain == 0 ? "" : doubt)
                            : ids + (uncertain == 0 ? "" : ", " + doubt);
            return generations.size() + " to start" + (left.isEmpty() ? "" : ": " + left);
        }
    }

    private Csv(Source source) {
        this.source = source;
    }

    private Csv(Csv other) {
        source = other.source;
        target = other.target;
        column = other.column;
        delimiter = other.delimiter;
        fileName = other.fileName;
        pending = other.pending;
        waiting = other.waiting;
        retryFailed = other.retryFailed;
        onChange = other.onChange;
        onPlan = other.onPlan;
    }

    private Csv with(Consumer<Csv> setting) {
        var changed = new Csv(this);
        setting.accept(changed);
        return changed;
    }

    /** A job on the rows of a file. */
    public static Csv from(Path in) {
        return new Csv(Source.of(requireNonNull(in, "in")));
    }

    /** A job on rows as they come, such as from {@code System.in}. */
    public static Csv from(InputStream in) {
        return new Csv(Source.of(requireNonNull(in, "in")));
    }

    /**
     * Names the output file, which no other run may write meanwhile. It must not exist, unless with
     * {@link #resume()} or {@link #force()}, and is never the input. A run ends when another
     * program replaces, removes or changes it. Anyone may read it meanwhile. On Linux and macOS, a
     * program that reads its own output loses the lock; {@code generate} takes it again before each
     * start, {@code bulk} ends when another run has written a row.
     */
    public Csv to(Path out) {
        requireNonNull(out, "out");
        return with(csv -> csv.target = target.file(out));
    }

    /** Sends the rows down a stream, flushed one by one. */
    public Csv to(OutputStream out) {
        requireNonNull(out, "out");
        return with(csv -> csv.target = target.stream(out));
    }

    /**
     * For {@code bulk}: says which column holds the ids. Default: see above.
     *
     * <p>A name makes the first row the header. A number leaves it data, unless one of the known
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
        return with(csv -> csv.column = Optional.of(column));
    }

    /**
     * Says what parts the columns. Default: the one of comma, semicolon and tab under which a
     * column has a known name, otherwise the most frequent one.
     */
    public Csv delimiter(char delimiter) {
        if (delimiter == '"'
                || delimiter == '\r'
                || delimiter == '\n'
                || Character.isSurrogate(delimiter)) {
            throw new IllegalArgumentException("delimiter must be one sign, but no quote");
        }
        return with(csv -> csv.delimiter = Optional.of(delimiter));
    }

    /**
     * For {@code bulk} with downloads: names each file by the cells of its row, such as {@code
     * {title}}, made fit for a file system; {@code {fileId}} is the id. A name that an earlier row
     * has already gets the id behind it: so names follow from the CSV alone. Default: by the id.
     *
     * @param template a text with at least one name of a column in braces
     */
    public Csv fileName(String template) {
        FileNaming.check(requireNonNull(template, "template"));
        return with(csv -> csv.fileName = Optional.of(template));
    }

    /**
     * Keeps the finished rows of an output that a run left behind, and carries on after them. They
     * must match the input by their cells; another program may have saved it with other delimiters,
     * quotes and line ends. A torn last row is dropped; in {@code generate}, a row that may have
     * started gets the error {@code uncertain}. Without such an output this is a fresh start.
     */
    public Csv resume() {
        return with(csv -> csv.target = target.existing(Existing.RESUMED));
    }

    /**
     * Replaces an existing output, and what it says of generations that were started; but not
     * before the input was checked: all of a file, the first row of a stream.
     */
    public Csv force() {
        return with(csv -> csv.target = target.existing(Existing.REPLACED));
    }

    /**
     * For {@code bulk}: copies rows that have ended, by their column {@code status}, without asking
     * again. When files are downloaded, a row in state {@code success} is asked again unless the
     * file that it names exists.
     */
    public Csv pending() {
        return with(csv -> csv.pending = true);
    }

    /**
     * For {@code bulk}: polls all rows together until each has ended, instead of one look at each;
     * at most 10,000 different ids. The rows from the first one that is asked about are in memory.
     * How long is up to the setting {@code atMost}.
     */
    public Csv waiting() {
        return with(csv -> csv.waiting = true);
    }

    /**
     * For {@code generate}: starts the rows again whose {@code status}, as {@code bulk} wrote it,
     * is {@code error} or {@code canceled}, although they have an id. It costs their credits again.
     */
    public Csv retryFailed() {
        return with(csv -> csv.retryFailed = true);
    }

    /**
     * Calls back after each row written, after each look-up sent, and before and after each start,
     * with all that is there so far. One call at a time: while it lasts, changes wait for one call
     * with all of them. No lock is held, so a call may wait for other threads. Default: no call.
     */
    public Csv onChange(Consumer<CsvSummary> listener) {
        requireNonNull(listener, "listener");
        return with(csv -> csv.onChange = listener);
    }

    /**
     * For {@code generate}: asks, when all rows are known to be good and before anything is written
     * or sent, whether to start what is planned. Default: yes.
     */
    public Csv onPlan(Predicate<Plan> listener) {
        requireNonNull(listener, "listener");
        return with(csv -> csv.onPlan = listener);
    }
}
