package fliki.cli;

import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a bar says; without room for the bar, only that. */
final class BarLine extends DefaultProgressBarRenderer {

    /** Columns below which the words would leave no bar. */
    private static final int ROOMY = 66;

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
        if (columns >= ROOMY) {
            return super.render(state, columns);
        }
        return cut(percentage(state) + state.getExtraMessage() + ", " + etaString(state), columns);
    }

    private static String cut(String words, int columns) {
        return words.strip().substring(0, Math.max(0, Math.min(columns, words.strip().length())));
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
