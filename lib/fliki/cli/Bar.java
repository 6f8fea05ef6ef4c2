package fliki.cli;

import fliki.Notice;
import fliki.Outcome;
import fliki.Status;
import fliki.internal.http.Daemon;
import fliki.internal.text.Text;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
    private final Screen screen = new Screen();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> Daemon.of("fliki-bar", task));
    private volatile long start = System.nanoTime();
    private volatile Notice download; // the newest, of the file of a single id
    private String drawn = "";

    Bar(PrintWriter err, Tally tally) {
        this.err = err;
        this.tally = tally;
        clock.scheduleWithFixedDelay(this::refresh, 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        var line = line(screen.width() - 1);
        synchronized (this) {
            if (!clock.isShutdown()) {
                draw(line);
            }
        }
    }

    private String line(int columns) {
        var elapsed = Duration.ofNanos(System.nanoTime() - start);
        if (download != null) {
            return downloading(download, elapsed).in(columns);
        }
        var words = tally.counts();
        if (tally.all() == 0) { // rows of a pipe: nobody knows how many are to come
            return BarLine.cut(Stream.of(tally.ended() + " rows", words), columns);
        }
        var ended = tally.one() ? "" : tally.ended() + "/" + tally.all();
        return new BarLine(tally.done(), elapsed, ended, words).in(columns);
    }

    private static BarLine downloading(Notice notice, Duration elapsed) {
        double bytes = notice.bytes().orElse(0);
        var total = notice.total().orElse(0);
        var done = total > 0 ? Math.min(1, bytes / total) : 0;
        var words = String.format(Locale.ROOT, "downloading, %.1f MB", bytes / 1e6);
        return new BarLine(done, elapsed, "", words);
    }

    /** Called by one thread at a time. */
    private void draw(String line) {
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
        if (tally.endsByUpdate() && Outcome.of(status).failed()) {
            above(Output.progress(status));
        }
    }

    @Override
    public void notice(Notice notice) {
        if (notice.kind() != Notice.Kind.DOWNLOADING) {
            above(notice.message());
        } else if (tally.one()) {
            start = download == null ? System.nanoTime() : start;
            download = notice;
        }
    }

    @Override
    public void ended(String fileId, Runnable print) {
        tally.ended(fileId);
        above(print);
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        draw("");
    }
}
