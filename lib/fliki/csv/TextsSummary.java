package fliki.csv;

import java.util.ArrayList;
import java.util.OptionalLong;

/**
 * What an output holds so far, including rows that were there before.
 *
 * @param rows rows written
 * @param kept those of them that cost no request: found by a resume, started before, or in doubt
 * @param started rows with an id
 * @param refused rows that surely did not start, and say why
 * @param uncertain rows that may have started
 * @param requests requests sent by this run
 * @param underWay the line of the input with the row that was sent and has no answer yet
 * @param total rows of the input
 */
public record TextsSummary(
        long rows,
        long kept,
        long started,
        long refused,
        long uncertain,
        long requests,
        OptionalLong underWay,
        long total) {

    /** An output without rows yet. */
    public static final TextsSummary NOTHING = of(0);

    static TextsSummary of(long total) {
        return new TextsSummary(0, 0, 0, 0, 0, 0, OptionalLong.empty(), total);
    }

    TextsSummary plus(String fileId, String error, boolean found) {
        var id = !fileId.isBlank();
        var doubt = !id && Cells.uncertain(error);
        return new TextsSummary(
                rows + 1,
                kept + (found ? 1 : 0),
                started + (id ? 1 : 0),
                refused + (id || doubt ? 0 : 1),
                uncertain + (doubt ? 1 : 0),
                requests,
                OptionalLong.empty(),
                total);
    }

    TextsSummary sending(long line) {
        var now = OptionalLong.of(line);
        return new TextsSummary(rows, kept, started, refused, uncertain, requests + 1, now, total);
    }

    /** Nothing is under way any more. */
    TextsSummary landed() {
        var none = OptionalLong.empty();
        return new TextsSummary(rows, kept, started, refused, uncertain, requests, none, total);
    }

    /** What became of the rows in plain words, such as {@code started 117, uncertain 1}. */
    public String counts() {
        var counts = new ArrayList<String>();
        add(counts, "started", started);
        add(counts, "refused", refused);
        add(counts, "uncertain", uncertain);
        return String.join(", ", counts);
    }

    private static void add(ArrayList<String> counts, String word, long count) {
        if (count > 0) {
            counts.add(word + " " + count);
        }
    }

    /**
     * One line of plain words, such as {@code 3 rows, 1 of them before: started 2, refused 1; 2
     * requests}.
     */
    @Override
    public String toString() {
        return (rows < total ? rows + " of " + total : "" + rows)
                + (Math.max(rows, total) == 1 ? " row" : " rows")
                + (kept == 0 ? "" : ", " + kept + " of them before")
                + (counts().isEmpty() ? "" : ": " + counts())
                + "; "
                + requests
                + (requests == 1 ? " request" : " requests");
    }
}
