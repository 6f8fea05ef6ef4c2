package fliki.csv;

import fliki.State;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What an output holds so far, including rows that a resumed run found there.
 *
 * @param rows rows written
 * @param kept those of them that cost no request: found by a resume, or ended before
 * @param states rows by state; a state without rows is absent
 * @param unfinished rows whose generation goes on, or gave no answer before the time was up
 * @param errors rows whose look-up or download failed; one whose generation failed is counted by
 *     its state
 * @param passing those of them that may succeed when they are asked again
 * @param requests requests sent by this run
 * @param total rows of the input, known at once for a file and at the end for a stream
 */
public record CsvSummary(
        long rows,
        long kept,
        Map<State, Long> states,
        long unfinished,
        long errors,
        long passing,
        long requests,
        OptionalLong total) {

    /** Keeps a copy of the states. */
    public CsvSummary {
        EnumMap<State, Long> copy = new EnumMap<>(State.class);
        copy.putAll(states);
        states = Collections.unmodifiableMap(copy);
    }

    /** An output without rows yet. */
    public static final CsvSummary NOTHING = of(OptionalLong.empty());

    static CsvSummary of(OptionalLong total) {
        return new CsvSummary(0, 0, Map.of(), 0, 0, 0, 0, total);
    }

    /** Rows of this state. */
    public long count(State state) {
        return states.getOrDefault(state, 0L);
    }

    CsvSummary plus(Columns columns, Row row, boolean found) {
        String word = Cells.unquoted(columns.result(row, Cells.STATUS).strip());
        String error = columns.result(row, Cells.ERROR).strip();
        EnumMap<State, Long> sums = new EnumMap<>(State.class);
        sums.putAll(states);
        if (!word.isEmpty()) {
            sums.merge(State.of(word), 1L, Long::sum);
        }
        boolean open = word.isEmpty() ? Cells.timeUp(error) : !State.of(word).finished();
        boolean failed = !error.isEmpty() && !Cells.timeUp(error);
        boolean counts = failed && (word.isEmpty() || !Cells.badEnd(error));
        return new CsvSummary(
                rows + 1,
                kept + (found ? 1 : 0),
                sums,
                unfinished + (open ? 1 : 0),
                errors + (counts ? 1 : 0),
                passing + (counts && Cells.passing(error) ? 1 : 0),
                requests,
                total);
    }

    CsvSummary requested() {
        return new CsvSummary(rows, kept, states, unfinished, errors, passing, requests + 1, total);
    }

    CsvSummary ended() {
        var all = OptionalLong.of(rows);
        return new CsvSummary(rows, kept, states, unfinished, errors, passing, requests, all);
    }

    /**
     * One line of plain words, such as {@code 3 rows: success 2; 1 look-up or download failed; 3
     * requests}.
     */
    @Override
    public String toString() {
        var counts = new ArrayList<String>();
        states.forEach((state, count) -> counts.add(state.word() + " " + count));
        return rows
                + (rows == 1 ? " row" : " rows")
                + (counts.isEmpty() ? "" : ": " + String.join(", ", counts))
                + (errors == 0 ? "" : "; " + failed())
                + "; "
                + requests
                + (requests == 1 ? " request" : " requests");
    }

    private String failed() {
        return errors
                + (errors == 1 ? " look-up or download" : " look-ups or downloads")
                + " failed";
    }
}
