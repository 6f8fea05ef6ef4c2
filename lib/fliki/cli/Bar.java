package fliki.cli;

import fliki.Notice;
import fliki.Status;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintWriter;

/** One bar on the last line of a terminal, with lines that stay above it. */
final class Bar implements Display {

    private static final int REFRESH_MILLIS = 250;

    private final PrintWriter err;
    private final Tally tally;
    private final boolean one;
    private final Screen screen = new Screen();
    private final ProgressBar bar;
    private String drawn = "";

    Bar(PrintWriter err, Tally tally) {
        this.err = err;
        this.tally = tally;
        one = tally.all() == 1;
        bar =
                new ProgressBarBuilder()
                        .setTaskName("")
                        .setInitialMax(one ? 100 : tally.all())
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(REFRESH_MILLIS)
                        .setConsumer(new Line())
                        .build();
        bar.setExtraMessage(" " + tally.counts());
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
        err.print("\r\u001b[K" + line);
        err.flush();
    }

    private synchronized void above(Runnable print) {
        err.print("\r\u001b[K");
        err.flush();
        print.run();
        draw(drawn);
    }

    @Override
    public void update(Status status) {
        tally.update(status);
        if (one) {
            status.progress().ifPresent(percent -> bar.stepTo(Math.round(percent)));
        }
        bar.setExtraMessage(" " + tally.counts());
    }

    @Override
    public void moved() {
        bar.maxHint(tally.all());
        bar.stepTo(tally.ended());
        bar.setExtraMessage(" " + tally.counts());
    }

    @Override
    public void notice(Notice notice) {
        if (notice.kind() != Notice.Kind.DOWNLOADING) {
            above(
                    () -> {
                        err.println("fliki: " + Output.plain(notice.message()));
                        err.flush();
                    });
        } else if (one) {
            downloading(notice);
        }
    }

    private void downloading(Notice notice) {
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
