package fliki.cli;

import fliki.Notice;
import fliki.Outcome;
import fliki.Status;
import fliki.internal.text.Text;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

import java.io.PrintWriter;

/** One bar on the last line of a terminal, with lines that stay above it. */
final class Bar implements Display {

    private static final int REFRESH_MILLIS = 250;

    /**
     * Back to the start of the bar; away with it, even where a narrower window has wrapped it. The
     * line goes first: tmux keeps what {@code J} alone clears from the top line on.
     */
    private static final String CLEAR = "\r\u001b[K\u001b[J";

    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintWriter err;
    private final Tally tally;
    private final boolean one;
    private final Screen screen = new Screen();
    private final ProgressBar bar;
    private String drawn = "";
    private boolean downloading;

    Bar(PrintWriter err, Tally tally) {
        this.err = err;
        this.tally = tally;
        one = tally.one();
        bar =
                new ProgressBarBuilder()
                        .setInitialMax(100)
                        .setUpdateIntervalMillis(REFRESH_MILLIS)
                        .continuousUpdate()
                        .setRenderer(new BarLine(tally))
                        .setConsumer(new Line())
                        .build();
        moved();
    }

    /** The last line of the terminal, as the progress bar library wants to write it. */
    private final class Line implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return screen.width() - 1;
        }

        @Override
        public void accept(String rendered) {
            draw(rendered);
        }

        @Override
        public void close() {
            draw("");
        }
    }

    private synchronized void draw(String line) {
        drawn = line;
        err.print(line.isEmpty() ? CLEAR : CLEAR + WRAP_OFF + line + WRAP_ON + "\r");
        err.flush();
    }

    private void above(String line) {
        above(
                () -> {
                    err.println("fliki: " + Text.visible(line));
                    err.flush();
                });
    }

    private synchronized void above(Runnable print) {
        err.print(CLEAR);
        err.flush();
        print.run();
        draw(drawn);
    }

    @Override
    public void update(Status status) {
        tally.update(status);
        moved();
        if (tally.endsByUpdate() && Outcome.of(status).failed()) {
            above(Output.progress(status));
        }
    }

    @Override
    public void moved() {
        bar.maxHint(100);
        bar.stepTo((long) (100 * tally.done()));
        bar.setExtraMessage(" " + tally.counts());
    }

    @Override
    public void notice(Notice notice) {
        if (notice.kind() != Notice.Kind.DOWNLOADING) {
            above(notice.message());
        } else if (one) {
            download(notice);
        }
    }

    private void download(Notice notice) {
        if (!downloading) {
            downloading = true;
            bar.reset();
        }
        var bytes = notice.bytes().orElse(0);
        notice.total().ifPresent(total -> bar.stepTo(total == 0 ? 100 : bytes * 100 / total));
        bar.setExtraMessage(String.format(" downloading, %.1f MB", bytes / 1e6));
    }

    @Override
    public void ended(String fileId, Runnable print) {
        tally.ended(fileId);
        if (!one) {
            moved();
        }
        above(print);
    }

    @Override
    public void close() {
        bar.close();
    }
}
