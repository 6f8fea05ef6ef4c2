package fliki.cli;

import fliki.Notice;
import fliki.Outcome;
import fliki.Status;
import fliki.internal.http.Daemon;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What people see on standard error while a command is at work. On a terminal that is one bar on
 * the last line, with lines that stay above it. Elsewhere, as in a log, it is one line for each
 * change, and one a minute when nothing changes. Several threads may call each method at once.
 */
final class Display implements AutoCloseable {

    private static final int REFRESH_MILLIS = 250;
    private static final int LOOK_MILLIS = 2000;
    private static final long HEARTBEAT = TimeUnit.SECONDS.toNanos(55);

    /**
     * Back to the start of the bar; away with it, even where a narrower window has wrapped it. The
     * line goes first: tmux keeps what {@code J} alone clears from the top line on.
     */
    private static final String CLEAR = "\r\u001b[K\u001b[J";

    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final Output output;
    private final Tally tally;
    private final boolean bar;
    private final ScheduledExecutorService clock;
    private final LongSupplier nanos;
    private final Screen screen = new Screen();
    private volatile long printed;
    private volatile long start;
    private volatile Notice download; // the newest, of the file of a single id
    private String drawn = "";

    /** A display of what is counted by this tally. */
    Display(Output output, Tally tally, boolean bar) {
        this(output, tally, bar, daemon(), System::nanoTime);
    }

    Display(
            Output output,
            Tally tally,
            boolean bar,
            ScheduledExecutorService clock,
            LongSupplier nanos) {
        this.output = output;
        this.tally = tally;
        this.bar = bar;
        this.clock = clock;
        this.nanos = nanos;
        start = nanos.getAsLong();
        printed = start;
        var every = bar ? REFRESH_MILLIS : LOOK_MILLIS;
        Runnable task = bar ? this::refresh : this::heartbeat;
        clock.scheduleWithFixedDelay(task, bar ? 0 : every, every, TimeUnit.MILLISECONDS);
    }

    private static ScheduledExecutorService daemon() {
        return Executors.newSingleThreadScheduledExecutor(task -> Daemon.of("fliki-display", task));
    }

    private void heartbeat() {
        if (nanos.getAsLong() - printed > HEARTBEAT) {
            print(waiting(tally));
        }
    }

    /** How many there are in all is not known while a stream comes. */
    static String waiting(Tally tally) {
        var all = tally.all() == 0 ? "" : " of " + tally.all();
        return "waiting, " + tally.ended() + all + " ended; " + tally.counts();
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
        var elapsed = Duration.ofNanos(nanos.getAsLong() - start);
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
        output.draw(line.isEmpty() ? CLEAR : CLEAR + WRAP_OFF + line + WRAP_ON + "\r");
    }

    private void print(String line) {
        print(() -> output.note(line));
    }

    private void print(Runnable print) {
        printed = nanos.getAsLong();
        if (!bar) {
            print.run();
            return;
        }
        synchronized (this) {
            output.draw(CLEAR);
            print.run();
            draw(drawn);
        }
    }

    /** Shows a change of state or progress; beside a bar only where something failed. */
    void update(Status status) {
        tally.update(status);
        var last = tally.endsByUpdate();
        var worthALine = bar ? last && Outcome.of(status).failed() : last || !status.finished();
        if (worthALine) {
            print(Output.progress(status));
        }
    }

    /** Shows what a person should know meanwhile. */
    void notice(Notice notice) {
        if (notice.kind() != Notice.Kind.DOWNLOADING) {
            print(notice.message());
        } else if (tally.one()) {
            start = download == null ? nanos.getAsLong() : start;
            download = notice;
        }
    }

    /** Counts an id as ended, while {@code print} prints what came of it. */
    void ended(String fileId, Runnable print) {
        tally.ended(fileId);
        print(print);
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        clock.shutdownNow();
        if (bar) {
            synchronized (this) {
                draw("");
            }
        }
    }
}
