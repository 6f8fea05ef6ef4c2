package fliki.csv;

import fliki.State;
import fliki.csv.Rows.Row;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What an output holds so far, including rows that a resumed run found there.
 *
 * @param rows rows written
 * @param kept those of them that cost no request: found by a resume, or copied
 * @param states rows by state, of {@code bulk}; a state without rows is absent
 * @param unfinished rows whose generation goes on, or gave no answer before the time was up
 * @param errors rows whose look-up or download failed; one whose generation failed is counted by
 *     its state
 * @param passing those of them that may succeed when they are asked again
 * @param started rows that this run of {@code generate} has started
 * @param before rows that had an id when it began
 * @param refused rows that surely did not start, and say why
 * @param uncertain rows that may have started
 * @param requests requests sent by this run
 * @param underWay the row of the input that was sent and has no answer yet, by its number
 * @param total rows of the input, known at once for a file and at the end for a stream
 */
public record CsvSummary(
        long rows,
        long kept,
        Map<State, Long> states,
        long unfinished,
        long errors,
        long passing,
        long started,
        long before,
        long refused,
        long uncertain,
        long requests,
        OptionalLong underWay,
        OptionalLong total) {

    /** An output without rows yet. */
    public static final CsvSummary NOTHING = new Count(OptionalLong.empty()).now();

    /** Keeps a copy of the states. */
    public CsvSummary {
        EnumMap<State, Long> copy = new EnumMap<>(State.class);
        copy.putAll(states);
        states = Collections.unmodifiableMap(copy);
    }

    /** Rows of this state. */
    public long count(State state) {
        return states.getOrDefault(state, 0L);
    }

    /**
     * One line of plain words, such as {@code 3 rows: success 2; 1 look-up or download failed; 3
     * requests} or {@code 3 rows: started 2, uncertain 1; 3 requests}.
     */
    @Override
    public String toString() {
        var all = Math.max(rows, total.orElse(rows));
        return rows
                + (rows < all ? " of " + all : "")
                + (all == 1 ? " row" : " rows")
                + (counts().isEmpty() ? "" : ": " + counts())
                + (errors == 0 ? "" : "; " + failed())
                + "; "
                + requests
                + (requests == 1 ? " request" : " requests");
    }

    /** What became of the rows, such as {@code success 2} or {@code started 2, uncertain 1}. */
    public String counts() {
        var counts = new ArrayList<String>();
        states.forEach((state, count) -> counts.add(state.word() + " " + count));
        add(counts, "started", started);
        add(counts, "had an id", before);
        add(counts, "refused", refused);
        add(counts, "uncertain", uncertain);
        return String.join(", ", counts);
    }

    private static void add(ArrayList<String> counts, String word, long count) {
        if (count > 0) {
            counts.add(word + " " + count);
        }
    }

    private String failed() {
        return errors
                + (errors == 1 ? " look-up or download" : " look-ups or downloads")
                + " failed";
    }

    /** Counts while a run goes on; not thread-safe. */
    static final class Count {

        private final EnumMap<State, Long> states = new EnumMap<>(State.class);
        private long rows;
        private long kept;
        private long unfinished;
        private long errors;
        private long passing;
        private long started;
        private long before;
        private long refused;
        private long uncertain;
        private long requests;
        private OptionalLong underWay = OptionalLong.empty();
        private OptionalLong total;

        Count(OptionalLong total) {
            this.total = total;
        }

        /** A row that was looked up, or was found with the results of that. */
        void looked(Columns columns, Row row, boolean found) {
            if (isIdle(columns, row, found)) {
                return;
            }
            String word = Cells.unquoted(columns.result(row, "status").strip());
            String error = columns.result(row, "error").strip();
            if (!word.isEmpty()) {
                states.merge(State.of(word), 1L, Long::sum);
            }
            boolean open = word.isEmpty() ? Cells.timeUp(error) : !State.of(word).finished();
            boolean failed = !error.isEmpty() && !Cells.timeUp(error);
            boolean counts = failed && (word.isEmpty() || !Cells.badEnd(error));
            unfinished += open ? 1 : 0;
            errors += counts ? 1 : 0;
            passing += counts && Cells.passing(error) ? 1 : 0;
        }

        /** A row that was to be started, or was found with an id or an error. */
        void start(Columns columns, Row row, boolean found) {
            if (isIdle(columns, row, found)) {
                return;
            }
            var id = !columns.id(row).isEmpty();
            var doubt = !id && Cells.uncertain(columns.result(row, "error"));
            started += id && !found ? 1 : 0;
            before += id && found ? 1 : 0;
            refused += id || doubt ? 0 : 1;
            uncertain += doubt ? 1 : 0;
            underWay = OptionalLong.empty();
        }

        /** Counts a row, and tells whether that is all there is to count. */
        private boolean isIdle(Columns columns, Row row, boolean found) {
            var idle = columns.isIdle(row);
            rows++;
            kept += idle || found ? 1 : 0;
            return idle;
        }

        void requested() {
            requests++;
        }

        /** This row is about to be sent. */
        void sending(long row) {
            requests++;
            underWay = OptionalLong.of(row);
        }

        /** It could not even be noted, and was not sent. */
        void unsent() {
            requests--;
            landed();
        }

        /** Nothing is under way. */
        void landed() {
            underWay = OptionalLong.empty();
        }

        void total(long all) {
            total = OptionalLong.of(all);
        }

        CsvSummary now() {
            return new CsvSummary(
                    rows,
                    kept,
                    states,
                    unfinished,
                    errors,
                    passing,
                    started,
                    before,
                    refused,
                    uncertain,
                    requests,
                    underWay,
                    total);
        }
    }
}
