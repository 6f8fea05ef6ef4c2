package fliki.cli;

import fliki.Notice;
import fliki.Status;
import fliki.internal.http.Daemon;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One plain line for each change, and one a minute when nothing changes: for logs. */
final class Lines implements Display {

    private static final long HEARTBEAT = TimeUnit.SECONDS.toNanos(55);

    private final Output output;
    private final Tally tally;
    private final ScheduledExecutorService clock;
    private final LongSupplier nanos;
    private volatile long printed;

    Lines(Output output, Tally tally) {
        this(output, tally, daemon(), System::nanoTime);
    }

    Lines(Output output, Tally tally, ScheduledExecutorService clock, LongSupplier nanos) {
        this.output = output;
        this.tally = tally;
        this.clock = clock;
        this.nanos = nanos;
        printed = nanos.getAsLong();
        clock.scheduleWithFixedDelay(this::heartbeat, 2, 2, TimeUnit.SECONDS);
    }

    private static ScheduledExecutorService daemon() {
        return Executors.newSingleThreadScheduledExecutor(
                task -> Daemon.of("fliki-heartbeat", task));
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

    private void print(String line) {
        printed = nanos.getAsLong();
        output.note(line);
    }

    @Override
    public void update(Status status) {
        tally.update(status);
        if (!status.finished() || tally.endsByUpdate()) {
            print(Output.progress(status));
        }
    }

    @Override
    public void notice(Notice notice) {
        if (notice.kind() != Notice.Kind.DOWNLOADING) {
            print(notice.message());
        }
    }

    @Override
    public void ended(String fileId, Runnable print) {
        tally.ended(fileId);
        printed = nanos.getAsLong();
        print.run();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
