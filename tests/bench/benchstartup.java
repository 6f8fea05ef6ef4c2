///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Measure what one fliki status takes beside bare programs; run it inside a clone
//DEPS org.json:json:20260814

import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.json.JSONObject;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

class benchstartup {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final int ROWS = 20_000;

    private final String url;

    private benchstartup(String url) {
        this.url = url;
    }

    public static void main(String... rounds) throws Exception {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms go by per answer
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1", benchstartup::answer);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        var bench = new benchstartup("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        bench.run(rounds.length > 0 ? Integer.parseInt(rounds[0]) : 15);
        System.exit(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var id = exchange.getRequestURI().getQuery().replaceFirst("fileId=", "");
            var body =
                    new JSONObject(Map.of("fileId", id, "status", "queued")).toString().getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void run(int rounds) throws Exception {
        ended("scripts/jbang", "fliki.java", "status", "a"); // compiles, and writes the archive
        ended("scripts/jbang", "tests/bench/bare.java", "a");
        var bare = new JSONObject(ended("scripts/jbang", "info", "tools", "tests/bench/bare.java"));
        var tool = new JSONObject(ended("scripts/jbang", "info", "tools", "fliki.java"));
        var archive = "-XX:SharedArchiveFile=" + jar(tool).replaceFirst("jar$", "jsa");
        var flags = strings(tool, "runtimeOptions");
        var fliki = classPath(tool) + " fliki.cli.Start status a";

        var one = new LinkedHashMap<String, String>();
        one.put("java, bare", classPath(bare) + " bare a");
        one.put("java, fliki", archive + " " + flags + fliki);
        one.put("  without the archive", flags + fliki);
        one.put("  without one compiler", archive + " " + without("Tiered", flags) + fliki);
        one.put("  without serial collector", archive + " " + without("Serial", flags) + fliki);
        one.put("  without all three", fliki);
        one.replaceAll((name, options) -> JAVA + " " + options);
        one.put("jbang, bare", "scripts/jbang tests/bench/bare.java a");
        one.put("jbang, fliki", "scripts/jbang fliki.java status a");
        System.out.println("One status, medians of " + rounds + " interleaved rounds:");
        compare(rounds, one);

        var ids = Files.createTempFile("bench", ".csv");
        var lines = IntStream.range(0, ROWS).mapToObj(i -> "id" + i + "\n").collect(joining());
        Files.writeString(ids, "fileId\n" + lines);
        var job =
                classPath(tool)
                        + " fliki.cli.Start bulk -q --rate 1000000 --force -o "
                        + ids
                        + ".out "
                        + ids;
        var bulk = new LinkedHashMap<String, String>();
        bulk.put("java, bulk, untuned", JAVA + " " + job);
        bulk.put("java, bulk", JAVA + " " + archive + " " + flags + job);
        System.out.println(ROWS + " rows without a ceiling, medians of 3 rounds:");
        compare(3, bulk);
    }

    /** Runs all in turn, so that a busy machine slows all alike; the first one is the measure. */
    private void compare(int rounds, Map<String, String> commands) throws Exception {
        var millis = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round <= rounds; round++) {
            for (var command : commands.entrySet()) {
                var start = System.nanoTime();
                ended(command.getValue().split(" "));
                var took = (System.nanoTime() - start) / 1e6;
                if (round > 0) { // the first warms the caches
                    millis.computeIfAbsent(command.getKey(), k -> new ArrayList<>()).add(took);
                }
            }
        }
        var measure = millis.values().iterator().next();
        millis.forEach(
                (name, all) -> {
                    var ratios =
                            IntStream.range(0, rounds).mapToObj(i -> all.get(i) / measure.get(i));
                    var line = "%-28s %6.0f ms   %.2f%n";
                    System.out.printf(line, name, median(all), median(ratios.toList()));
                });
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static String jar(JSONObject tool) {
        return tool.getString("applicationJar");
    }

    private static String classPath(JSONObject tool) {
        var dependencies = strings(tool, "resolvedDependencies").replace(" ", File.pathSeparator);
        return "-cp " + jar(tool) + File.pathSeparator + dependencies;
    }

    private static String strings(JSONObject tool, String list) {
        var strings = tool.optJSONArray(list);
        return strings == null ? "" : strings.join(" ").replace("\"", "") + " ";
    }

    private static String without(String flag, String flags) {
        return flags.replaceFirst("\\S*" + flag + "\\S* ", "");
    }

    /** The output of a command that ran to its end in this folder. */
    private String ended(String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Map.of("FLIKI_API_URL", url, "FLIKI_API_KEY", "bench"));
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": exit code " + process.exitValue());
        }
        return out;
    }
}
