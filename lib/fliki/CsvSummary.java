package fliki;

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
 * @param errors rows with a text in the column {@code error}, whatever their state
 * @param requests requests sent by this run
 * @param total rows of the input, known at once for a file and at the end for a stream
 */
public record CsvSummary(
        long rows,
        long kept,
        Map<State, Long> states,
        long errors,
        long requests,
        OptionalLong total) {

    public CsvSummary {
        EnumMap<State, Long> copy = new EnumMap<>(State.class);
        copy.putAll(states);
        states = Collections.unmodifiableMap(copy);
    }

    /** An output without rows yet. */
    public static final CsvSummary NOTHING = of(OptionalLong.empty());

    static CsvSummary of(OptionalLong total) {
        return new CsvSummary(0, 0, Map.of(), 0, 0, total);
    }

    /** Rows of this state. */
    public long count(State state) {
        return states.getOrDefault(state, 0L);
    }

    CsvSummary plus(CsvColumns columns, CsvRow row, boolean found) {
        EnumMap<State, Long> sums = new EnumMap<>(State.class);
        sums.putAll(states);
        String word = Answer.unquoted(columns.result(row, Answer.STATUS).strip());
        if (!word.isEmpty()) {
            sums.merge(State.of(word), 1L, Long::sum);
        }
        int error = columns.result(row, Answer.ERROR).isBlank() ? 0 : 1;
        return new CsvSummary(
                rows + 1, kept + (found ? 1 : 0), sums, errors + error, requests, total);
    }

    CsvSummary ended() {
        return new CsvSummary(rows, kept, states, errors, requests, OptionalLong.of(rows));
    }

    CsvSummary requests(long sent) {
        return new CsvSummary(rows, kept, states, errors, sent, total);
    }
}
