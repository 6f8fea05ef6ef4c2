///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Measure bulk: against a bare Unirest loop, against a limiter, and in 64 MB
//DEPS ../../lib/fliki/Fliki.java
//SOURCES BulkRun.java
//SOURCES StaticServer.java

import fliki.Fliki;
import fliki.csv.Csv;

import kong.unirest.core.Unirest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class benchbulk {
    private static final int THREADS = 8;

    private final StaticServer server;
    private boolean missed;

    private benchbulk(StaticServer server) {
        this.server = server;
    }

    public static void main(String... rows) throws IOException, InterruptedException {
        int most = rows.length > 0 ? Integer.parseInt(rows[0]) : 200_000;
        try (var server = StaticServer.start()) {
            var bench = new benchbulk(server);
            bench.throughput(2 * most);
            for (int parallel : new int[] {8, 64, 500}) {
                bench.limiter(2_000, parallel);
            }
            bench.memory(20_000, most);
            System.exit(bench.missed ? 1 : 0);
        }
    }

    private void throughput(int ids) throws InterruptedException {
        bare(5_000);
        bulk(5_000, THREADS);
        double bare = bare(ids);
        double bulk = bulk(ids, THREADS);
        System.out.printf("%nthroughput, %d ids, %d threads%n", ids, THREADS);
        System.out.printf("  bare Unirest loop  %6.0f a second%n", ids / bare);
        System.out.printf("  bulk, no ceiling   %6.0f a second%n", ids / bulk);
        target("ratio", bare / bulk, bare / bulk >= 0.9, "at least 0.90");
    }

    private double bare(int ids) throws InterruptedException {
        var start = System.nanoTime();
        var pool = Executors.newFixedThreadPool(THREADS);
        var url = server.url() + "/generate/status?fileId=id";
        for (int id = 0; id < ids; id++) {
            var address = url + id;
            pool.execute(() -> Unirest.get(address).header("Authorization", "Bearer b").asString());
        }
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.HOURS);
        return (System.nanoTime() - start) / 1e9;
    }

    private double bulk(int ids, int parallel) {
        var start = System.nanoTime();
        var fliki = Fliki.key("benchmark").url(server.url()).rate(0).parallel(parallel);
        try (var outcomes = fliki.bulk(IntStream.range(0, ids).mapToObj(id -> "id" + id))) {
            outcomes.forEach(outcome -> outcome.get());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void limiter(int ids, int parallel) {
        var csv =
                IntStream.range(0, ids).mapToObj(id -> "id" + id).collect(Collectors.joining("\n"));
        var in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        var fliki = Fliki.key("benchmark").url(server.limitedUrl()).rate(100).parallel(parallel);
        var start = System.nanoTime();
        var summary = fliki.bulk(Csv.from(in).to(OutputStream.nullOutputStream()));
        var seconds = (System.nanoTime() - start) / 1e9;
        var best = ids / StaticServer.RATE;
        var refused = 100.0 * (summary.requests() - ids) / summary.requests();
        System.out.printf(
                "%nlimiter of 50 a second, burst 10, %d ids, %d threads%n", ids, parallel);
        System.out.printf(
                "  time %.1f s, N/R %.1f s, errors %d%n", seconds, best, summary.errors());
        target("ratio", seconds / best, seconds / best <= 1.15, "at most 1.15");
        target("refused %", refused, refused <= 4, "at most 4");
    }

    private void memory(int few, int many) throws IOException, InterruptedException {
        System.out.printf("%nCSV to CSV, -Xmx64m%n");
        var small = run(few);
        var large = run(many);
        target(
                "peak memory, many rows to few",
                large / small,
                large / small <= 1.25,
                "at most 1.25");
    }

    private double run(int rows) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("java.class.path");
        var command =
                List.of(java, "-Xmx64m", "-cp", classPath, "BulkRun", server.url(), "" + rows);
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var words = new String(process.getInputStream().readAllBytes()).strip().split(" ");
        if (process.waitFor() != 0 || words.length != 3) {
            throw new IllegalStateException("the run of " + rows + " rows failed");
        }
        System.out.printf(
                "  %7d rows: %s a second, peak memory of the process %s MB%n",
                rows, words[0], words[2]);
        return Double.parseDouble(words[2]);
    }

    private void target(String name, double value, boolean reached, String target) {
        missed |= !reached;
        System.out.printf(
                "  %s %.2f, target %s: %s%n", name, value, target, reached ? "reached" : "MISSED");
    }
}
