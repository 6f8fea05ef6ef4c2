package fliki;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * The progress of one generation so far, and from it the time of the next look.
 *
 * @param still looks in a row that found no more progress
 * @param start the last look before there was any progress
 * @param before the progress before the latest one
 * @param latest the latest progress
 */
record Progress(int still, Instant start, Point before, Point latest) {

    /** After this many looks without new progress, the looks become rarer. */
    private static final int GRACE = 6;

    /** The wait behind a first report, as a multiple of the shortest; benchpoll compares others. */
    private static final int ALONE = 4;

    /** A progress above zero, in percent, and when it was first seen; none before there is any. */
    record Point(Instant at, double progress) {}

    static Progress start(Instant now) {
        return new Progress(0, now, null, null);
    }

    /** The progress after one more look. */
    Progress seen(Instant now, OptionalDouble progress) {
        if (progress.isEmpty() || progress.getAsDouble() <= 0) {
            return latest == null
                    ? new Progress(still + 1, now, null, null)
                    : new Progress(still + 1, start, before, latest);
        }
        var point = new Point(now, Math.min(100, progress.getAsDouble()));
        if (latest == null || point.progress() > latest.progress()) {
            return new Progress(0, start, latest, point);
        }
        return point.progress() < latest.progress()
                ? Progress.start(now)
                : new Progress(still + 1, start, before, latest);
    }

    /**
     * The time to the next look: half of the estimated time left while progress moves; otherwise it
     * doubles with each look. Up to a tenth less at random, and always within the bounds.
     *
     * @param random from 0 to 1
     */
    Duration next(Instant now, Settings.Every every, double random) {
        var min = every.min().toMillis();
        var wait =
                latest == null
                        ? min * doubled(still - 1)
                        : Math.max(soon(now, min), min * doubled(still - GRACE));
        var bounded = Math.min(every.max().toMillis(), wait);
        return Duration.ofMillis(Math.round(Math.max(min, bounded * (1 - random / 10))));
    }

    private static double doubled(int times) {
        return Math.pow(2, Math.min(times, 30));
    }

    /** Nobody knows how long a job at 100 still takes, nor the speed after one report. */
    private double soon(Instant now, long min) {
        if (latest.progress() == 100) {
            return min;
        }
        return before == null ? min * ALONE : left(now) / 2;
    }

    /** Milliseconds: what is left at the mean of the speed so far and the latest speed. */
    private double left(Instant now) {
        var average = latest.progress() / millis(start, latest.at());
        var newest = (latest.progress() - before.progress()) / millis(before.at(), latest.at());
        var left = (100 - latest.progress()) * 2 / (average + newest);
        return left - Duration.between(latest.at(), now).toMillis();
    }

    private static double millis(Instant from, Instant to) {
        return Math.max(1, Duration.between(from, to).toMillis());
    }
}
