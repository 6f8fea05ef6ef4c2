///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Simulate polls on a virtual clock: requests and delays beside two plain loops
//DEPS ../../lib/fliki/Fliki.java
//SOURCES ../fliki/FakeTime.java

package fliki;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * How often a poll asks, and how late it notices the end, through the real Poller. A job is queued
 * for up to 90 s, then busy for a log-normal time (median 4 min, sigma 0.6); or it has the rhythm
 * seen of Fliki in July 2026: queued for 860 to 970 s, busy for 50 to 100 s. Its progress is {@code
 * (t/T)^a} with {@code a} from 0.6 to 1.6.
 */
final class benchpoll {

    private static final int JOBS = 20_000;
    private static final double MEAN_DELAY = 2;

    private benchpoll() {}

    /** One generation; all times in seconds after the first look. */
    private record Life(double queued, double busy, double curve) {

        static Life varied(Random random) {
            return new Life(
                    90 * random.nextDouble(),
                    240 * Math.exp(0.6 * random.nextGaussian()),
                    0.6 + random.nextDouble());
        }

        static Life seen(Random random) {
            return new Life(
                    860 + 110 * random.nextDouble(),
                    50 + 50 * random.nextDouble(),
                    0.6 + random.nextDouble());
        }

        double end() {
            return queued + busy;
        }

        /** What a look finds; a {@code step} of 0 percent stands for no progress at all. */
        Status at(double seconds, int step) {
            if (seconds < queued) {
                return status("queued", OptionalDouble.empty());
            }
            if (seconds >= end()) {
                return status("success", OptionalDouble.empty());
            }
            var percent = 100 * Math.pow((seconds - queued) / busy, curve);
            return status(
                    "processing",
                    step == 0
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(Math.floor(percent / step) * step));
        }

        private static Status status(String word, OptionalDouble progress) {
            var none = Optional.<String>empty();
            var state = State.of(word);
            return new Status("id", state, word, progress, none, none, "{}", Optional.empty());
        }
    }

    /** What one poll cost: looks, and seconds between the end and the look that noticed it. */
    private record Poll(int requests, double delay) {}

    private interface Rhythm {
        Life life(Random random);
    }

    private interface Strategy {
        Poll poll(Life life, int step, Random random) throws InterruptedException;
    }

    private static Poll fliki(Life life, int step, Random random) throws InterruptedException {
        var time = new FakeTime();
        var settings = Settings.DEFAULTS;
        var patience = new Patience(Patience.Job.POLL, settings, time, random::nextDouble);
        var looks = new ArrayList<Double>();
        var poller =
                new Poller(
                        id -> {
                            looks.add(seconds(time.now()));
                            return life.at(looks.get(looks.size() - 1), step);
                        },
                        Runnable::run,
                        settings,
                        time,
                        random::nextDouble,
                        patience,
                        () -> Duration.ZERO);
        poller.poll(List.of("id"), end -> {});
        return new Poll(looks.size(), looks.get(looks.size() - 1) - life.end());
    }

    private static double seconds(Instant now) {
        return Duration.between(FakeTime.START, now).toMillis() / 1e3;
    }

    private static Poll fixed(Life life, int step, Random random) {
        return loop(life, DoubleStream.generate(() -> 10));
    }

    private static Poll exponential(Life life, int step, Random random) {
        var delays = DoubleStream.iterate(2, delay -> Math.min(30, 1.5 * delay));
        return loop(life, delays.map(delay -> delay * (0.75 + random.nextDouble() / 2)));
    }

    private static Poll loop(Life life, DoubleStream delays) {
        var now = 0.0;
        var requests = 1;
        for (var delay = delays.iterator(); now < life.end(); requests++) {
            now += delay.next();
        }
        return new Poll(requests, now - life.end());
    }

    /** The figures of one strategy over all jobs. */
    private record Figures(double requests, double delay, double p95) {

        static Figures of(Strategy strategy, Rhythm rhythm, int step) throws InterruptedException {
            var random = new Random(1);
            var polls = new ArrayList<Poll>();
            for (int i = 0; i < JOBS; i++) {
                polls.add(strategy.poll(rhythm.life(random), step, new Random(i)));
            }
            var delays = polls.stream().map(Poll::delay).sorted().toList();
            return new Figures(
                    polls.stream().collect(Collectors.averagingInt(Poll::requests)),
                    delays.stream().collect(Collectors.averagingDouble(delay -> delay)),
                    delays.get(JOBS * 95 / 100));
        }

        void print(String name, Figures fixed) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-22s %6.1f requests (%4.2f)   mean delay %5.2f s (%4.2f)   p95 %5.2f s%n",
                    name,
                    requests,
                    requests / fixed.requests,
                    delay,
                    delay / fixed.delay,
                    p95);
        }
    }

    public static void main(String... args) throws InterruptedException {
        System.out.printf("%d jobs; ratios against the fixed loop in parentheses%n", JOBS);
        var reached = compare("progress in steps of 1 %", Life::varied, 1, 0.5);
        reached &= compare("progress in steps of 5 %", Life::varied, 5, 0.5);
        reached &= compare("as seen of Fliki, in steps of 1 %", Life::seen, 1, 0.35);
        reached &= compare("as seen of Fliki, in steps of 5 %", Life::seen, 5, 0.35);
        compare("no progress: figures only", Life::varied, 0, 1);
        System.exit(reached ? 0 : 1);
    }

    /** Whether a poll keeps to this share of the requests of the fixed loop, and to the delay. */
    private static boolean compare(String title, Rhythm rhythm, int step, double share)
            throws InterruptedException {
        var fliki = Figures.of(benchpoll::fliki, rhythm, step);
        var fixed = Figures.of(benchpoll::fixed, rhythm, step);
        System.out.println(title);
        fliki.print("fliki", fixed);
        fixed.print("every 10 s", fixed);
        Figures.of(benchpoll::exponential, rhythm, step).print("2 s x 1.5 up to 30 s", fixed);
        var reached = fliki.requests <= share * fixed.requests && fliki.delay <= MEAN_DELAY;
        if (step > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "  at most %.2f of the requests and %.0f s of mean delay: %s%n",
                    share,
                    MEAN_DELAY,
                    reached ? "reached" : "MISSED");
        }
        return reached;
    }
}
