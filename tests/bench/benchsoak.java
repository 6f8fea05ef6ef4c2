///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Poll and look up in bulk for minutes through a proxy that breaks answers, and count what gets lost
//DEPS info.picocli:picocli:4.7.7
//DEPS ../../lib/fliki/Fliki.java
//DEPS ../../lib/fliki/sandbox/Sandbox.java
//SOURCES BrokenProxy.java

import static java.util.stream.Collectors.joining;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.State;
import fliki.csv.Csv;
import fliki.sandbox.Sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Runs bulk and poll side by side; the sandbox has a process, and so a heap, of its own. */
@Command(name = "benchsoak", description = "Count what gets lost on a bad line.")
class benchsoak implements Callable<Integer> {

    private static final int ROWS = 200;
    private static final int POLLED = 40;

    @Option(names = "--minutes", defaultValue = "10", description = "Default: 10.")
    double minutes;

    @Option(names = "--sandbox", hidden = true)
    boolean sandbox;

    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    public static void main(String... args) {
        System.exit(new CommandLine(new benchsoak()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        return sandbox ? serve() : soak();
    }

    private static int serve() throws IOException {
        try (var api = Sandbox.start(0, Duration.ofSeconds(3))) {
            System.out.println(api.url());
            return System.in.read() < 0 ? 0 : 1;
        }
    }

    private int soak() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var path = System.getProperty("java.class.path");
        var api = new ProcessBuilder(java, "-cp", path, "benchsoak", "--sandbox");
        var process = api.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream()));
        try (var proxy = BrokenProxy.start(URI.create(out.readLine()))) {
            return soak(proxy);
        } finally {
            process.destroy();
        }
    }

    private int soak(BrokenProxy proxy) throws Exception {
        var fliki =
                Fliki.key(Sandbox.KEY)
                        .url(proxy.url())
                        .rate(200)
                        .retries(9)
                        .timeout(Duration.ofSeconds(2))
                        .every(Duration.ofMillis(200), Duration.ofSeconds(1));
        rounds(System.nanoTime(), () -> bulk(fliki)).call();
        var before = heap();
        var end = System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        var both = Executors.newFixedThreadPool(2);
        var bulk = both.submit(rounds(end, () -> bulk(fliki)));
        var poll = both.submit(rounds(end, () -> poll(fliki)));
        for (Future<?> verb : List.of(bulk, poll)) {
            verb.get();
        }
        both.shutdown();
        var faults =
                proxy.faults().entrySet().stream()
                        .map(fault -> fault.getKey() + " " + fault.getValue())
                        .collect(joining(", "));
        var sum = proxy.faults().values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("requests       %d%n", proxy.requests());
        System.out.printf("faults         %d (%s)%n", sum, faults);
        System.out.printf("retries        %d%n", proxy.retries());
        System.out.printf("rows           %d%n", rows.get());
        System.out.printf("rows lost      %d%n", lost.get());
        System.out.printf(Locale.ROOT, "heap, start    %.1f MB%n", before);
        System.out.printf(Locale.ROOT, "heap, end      %.1f MB%n", heap());
        return lost.get() == 0 ? 0 : 1;
    }

    private interface Round {
        void run() throws IOException;
    }

    private static Callable<Void> rounds(long end, Round round) {
        return () -> {
            do {
                round.run();
            } while (System.nanoTime() < end);
            return null;
        };
    }

    private List<String> ids(int count) {
        var first = rows.getAndAdd(count);
        return IntStream.range(0, count)
                .mapToObj(i -> (i % 10 == 0 ? "fail-" : "soak-") + (first + i))
                .toList();
    }

    /** A row is lost when the output has no status for it, or a run gives up. */
    private void bulk(Fliki fliki) throws IOException {
        var in = Files.write(Files.createTempFile("soak", ".csv"), ids(ROWS));
        var out = in.resolveSibling(in.getFileName() + ".out");
        try {
            var summary = fliki.bulk(Csv.from(in).to(out));
            lost.addAndGet(ROWS - summary.rows() + summary.errors());
        } catch (FlikiException e) {
            System.out.println("bulk ended: " + e.getMessage());
            lost.addAndGet(ROWS);
        } finally {
            Files.delete(in);
            Files.deleteIfExists(out);
        }
    }

    private void poll(Fliki fliki) {
        var ids = ids(POLLED);
        try (var outcomes = fliki.poll(ids)) {
            var well =
                    outcomes.flatMap(outcome -> outcome.status().stream())
                            .filter(s -> s.state() == expected(s.fileId()))
                            .count();
            lost.addAndGet(POLLED - well);
        } catch (FlikiException e) {
            System.out.println("poll ended: " + e.getMessage());
            lost.addAndGet(POLLED);
        }
    }

    private static State expected(String id) {
        return id.startsWith("fail-") ? State.ERROR : State.SUCCESS;
    }

    private static double heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        var runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }
}
