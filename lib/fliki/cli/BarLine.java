package fliki.cli;

import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a bar says; without room for the bar, only that. */
final class BarLine extends DefaultProgressBarRenderer {

    /** Columns for the bar; if the words leave fewer, they stand alone. */
    private static final int LEAST = 10;

    private final Tally tally;
    private final boolean one;

    BarLine(Tally tally) {
        super(
                ProgressBarStyle.UNICODE_BLOCK,
                "",
                1,
                false,
                null,
                ChronoUnit.SECONDS,
                true,
                state -> left(state, tally));
        this.tally = tally;
        one = tally.one();
    }

    /** As long as it took so far, in proportion; half-done generations of many count, too. */
    private static Optional<Duration> left(ProgressState state, Tally tally) {
        var done = tally.one() ? state.getNormalizedProgress() : tally.done();
        var left = state.getTotalElapsed().toMillis() * (1 / done - 1);
        return done > 0 ? Optional.of(Duration.ofMillis((long) left)) : Optional.empty();
    }

    @Override
    public String render(ProgressState state, int columns) {
        if (tally.all() == 0) { // rows of a pipe: nobody knows how many are to come
            return cut(tally.ended() + " rows" + state.getExtraMessage(), columns);
        }
        var words = "100% || (0:00:00 / )" + ratio(state) + etaString(state);
        if (columns - words.length() - state.getExtraMessage().length() - 2 >= LEAST) {
            return super.render(state, columns);
        }
        var ended = one ? "" : ratio(state) + ", ";
        var counts = state.getExtraMessage().strip();
        return cut(percentage(state) + ended + etaString(state) + ", " + counts, columns);
    }

    private static String cut(String text, int columns) {
        var words = text.strip();
        return words.length() <= columns
                ? words
                : words.substring(0, Math.max(0, columns - 1)) + "\u2026";
    }

    @Override
    protected String ratio(ProgressState state) {
        return one ? "" : tally.ended() + "/" + tally.all();
    }

    @Override
    protected String etaString(ProgressState state) {
        return super.etaString(state) + " left";
    }
}
