///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Simulate bulk against rate limiters on a virtual clock: time, refusals, lock-outs
//DEPS ../../lib/fliki/Fliki.java
//SOURCES Turns.java

package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How close a bulk comes to the rate that a server allows, and how often it is refused, through the
 * real Pace and Patience.
 */
final class benchpace {

    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final double TIME = 1.15;
    private static final double REFUSED = 0.04;

    private benchpace() {}

    /** A server with a token bucket, and with a lock for keys that are refused too often. */
    private static final class Server {

        private static final double BURST = 10;

        private final double rate;
        private final Instant limited;
        private final boolean locks;
        private final Queue<Instant> refusals = new ArrayDeque<>();
        private double tokens = BURST;
        private Instant filled = Instant.EPOCH;
        private Instant lockedUntil = Instant.EPOCH;
        private int requests;
        private int refused;
        private int lockOuts;

        Server(double rate, int freeSeconds, boolean locks) {
            this.rate = rate;
            limited = Instant.EPOCH.plusSeconds(freeSeconds);
            this.locks = locks;
        }

        boolean answers(Instant now) {
            requests++;
            if (now.isBefore(limited)) {
                return true;
            }
            tokens = Math.min(BURST, tokens + rate * Duration.between(filled, now).toNanos() / 1e9);
            filled = now;
            if (now.isBefore(lockedUntil) || tokens < 1) {
                refuse(now);
                return false;
            }
            tokens--;
            return true;
        }

        /** Five refusals within 10 s lock the key out for 60 s. */
        private void refuse(Instant now) {
            refused++;
            refusals.add(now);
            while (refusals.peek().isBefore(now.minusSeconds(10))) {
                refusals.remove();
            }
            if (locks && refusals.size() >= 5 && !now.isBefore(lockedUntil)) {
                lockedUntil = now.plusSeconds(60);
                lockOuts++;
            }
        }
    }

    /** One bulk over rows, against one server. */
    private static final class Simulation {

        private final Turns time = new Turns();
        private final Pace pace;
        private final Server server;
        private final Iterator<String> ids;
        private int answered;

        Simulation(double ceiling, Server server, int rows) {
            pace = new Pace(ceiling, time);
            this.server = server;
            ids = IntStream.range(0, rows).mapToObj(Integer::toString).iterator();
        }

        void run(int workers) throws InterruptedException {
            var random = new Random(1);
            var patience =
                    new Patience(Patience.Job.BULK, Settings.DEFAULTS, time, random::nextDouble);
            time.run(workers, () -> work(patience));
        }

        private void work(Patience patience) {
            while (ids.hasNext()) {
                var id = ids.next();
                answered += patience.ask(Asked.about(id), () -> look(id) == null ? 0 : 1, e -> 0);
            }
        }

        private Status look(String id) {
            try {
                var sent = pace.await();
                time.sleep(LATENCY.dividedBy(2));
                var good = server.answers(time.now());
                time.sleep(LATENCY.dividedBy(2));
                return good ? answer(id) : refusal(id, sent);
            } catch (InterruptedException | Pace.LockedOut e) {
                throw new IllegalStateException(e);
            }
        }

        private Status answer(String id) {
            pace.answered();
            var none = Optional.<String>empty();
            var progress = OptionalDouble.empty();
            var file = Optional.<Path>empty();
            return new Status(id, State.QUEUED, "queued", progress, none, none, "{}", file);
        }

        private Status refusal(String id, Instant sent) {
            pace.refused(sent, Optional.empty());
            var details = Details.of(id).http(429, Optional.empty());
            throw FlikiException.of(Kind.RATE_LIMITED, "too many", details, null);
        }
    }

    public static void main(String... args) throws InterruptedException {
        System.out.println(
                "ceiling   rate   rows  workers       time  of N/R  refused    share  lock-outs");
        var reached = true;
        for (int workers : new int[] {8, 64, 500}) {
            var limiter = new Server(50, 0, false);
            reached &= measure("a limiter of 50 a second, burst 10", 100, 2_000, workers, limiter);
        }
        System.out.printf(
                "at most %.2f of N/R, %.0f %% refused, no row lost: %s%n",
                TIME, 100 * REFUSED, reached ? "reached" : "MISSED");
        figures("other rates", 0, false, 20, 200, 1_000);
        figures("no limit for the first 5 s", 5, false, 20, 50, 200, 1_000);
        figures("5 refusals in 10 s lock the key out for 60 s", 0, true, 20, 50, 200, 1_000);
        System.exit(reached ? 0 : 1);
    }

    private static void figures(String title, int freeSeconds, boolean locks, int... rates)
            throws InterruptedException {
        for (int rate : rates) {
            var server = new Server(rate, freeSeconds, locks);
            measure(title, 0, rate < 1_000 ? 2_000 : 50_000, rate < 1_000 ? 8 : 32, server);
        }
    }

    private static boolean measure(
            String title, double ceiling, int rows, int workers, Server server)
            throws InterruptedException {
        var simulation = new Simulation(ceiling, server, rows);
        simulation.run(workers);
        var seconds = Duration.between(Instant.EPOCH, simulation.time.now()).toMillis() / 1e3;
        var share = (double) server.refused / server.requests;
        System.out.printf(
                Locale.ROOT,
                "%7.0f %6.0f %6d %8d %8.1f s %7.2f %8d %6.2f %% %10d   %s%n",
                ceiling,
                server.rate,
                rows,
                workers,
                seconds,
                seconds * server.rate / rows,
                server.refused,
                100 * share,
                server.lockOuts,
                title);
        if (simulation.answered < rows) {
            throw new IllegalStateException("rows were lost");
        }
        return seconds <= TIME * rows / server.rate && share <= REFUSED;
    }
}
