///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Measure what one fliki status takes beside bare programs; run it inside a clone
//DEPS org.json:json:20260814
//SOURCES TlsServer.java Certificates.java Timed.java Tool.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Over TLS, up to the end of the process; on the Java that runs this, which JAVA_HOME chooses. */
class benchstartup {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String NODE =
            "fetch(process.argv[1], {headers: {Authorization: 'Bearer bench'}})"
                    + ".then(r => r.text()).then(console.log)";
    private static final String PYTHON =
            "import requests, sys; print(requests.get(sys.argv[1], "
                    + "headers={'Authorization': 'Bearer bench'}, verify=sys.argv[2]).text)";

    private final TlsServer server;
    private final int rounds;
    private final List<String> trusting;
    private final Tool tool;
    private final Path archive;

    private benchstartup(TlsServer server, int rounds) throws Exception {
        this.server = server;
        this.rounds = rounds;
        trusting = joined(List.of(JAVA), server.trust());
        tool = Tool.of("fliki.java");
        archive = Files.createTempDirectory("bench").resolve("fliki.jsa");
    }

    public static void main(String... rounds) throws Exception {
        try (var server = TlsServer.start()) {
            var count = rounds.length > 0 ? Integer.parseInt(rounds[0]) : 15;
            new benchstartup(server, count).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        var java = System.getProperty("java.version");
        System.out.println("One status over TLS, Java " + java + ", medians of " + rounds + ":");
        write(archive, "status", "a");
        var bare = bare();
        var rows = new LinkedHashMap<String, List<String>>();
        rows.put("java, bare", bare);
        rows.put("java, fliki", fliki(archive, "status", "a"));
        rows.put("  without an archive", fliki(null, "status", "a"));
        others(rows);
        rows.put("jbang, bare", jbang("tests/bench/bare.java", "a"));
        rows.put("jbang, fliki", jbang("fliki.java", "status", "a"));
        print(rows, server.https());

        System.out.println("Where it goes, each with what is above it:");
        var parts = new LinkedHashMap<String, List<String>>();
        parts.put("JVM and options", fliki(archive, "status", "--retries=-1", "a"));
        parts.put("and a key, not there", fliki(archive, "status", "a", "--key-file=/nowhere"));
        parts.put("and the answer, no TLS", fliki(archive, "status", "a", "--url", server.http()));
        parts.put("and TLS", fliki(archive, "status", "a"));
        print(parts, server.https());

        System.out.println("From the last output or answer to the end:");
        end("success", Timed.End.BY_ITSELF, fliki(archive, "status", "a"));
        end("failure", Timed.End.BY_ITSELF, fliki(archive, "status", "missing"));
        end("Ctrl-C", Timed.End.CTRL_C, fliki(archive, "poll", "a"));
        end("closed pipe", Timed.End.CLOSED_PIPE, fliki(archive, "status", "a", "slow"));
        end("script of the library", Timed.End.BY_ITSELF, script());
        end("bare", Timed.End.BY_ITSELF, bare);
    }

    private List<String> bare() throws Exception {
        return joined(trusting, Tool.of("tests/bench/bare.java").classPath(), List.of("bare", "a"));
    }

    private List<String> script() throws Exception {
        var script = Tool.of("scripts/status.java");
        return joined(trusting, script.classPath(), List.of("status", "a"));
    }

    private List<String> fliki(Path archive, String... arguments) {
        var shared =
                archive == null ? List.<String>of() : List.of("-XX:SharedArchiveFile=" + archive);
        return java(shared, arguments);
    }

    /** What JBang does at the first start. */
    private void write(Path archive, String... arguments) throws Exception {
        run(java(List.of("-XX:ArchiveClassesAtExit=" + archive), arguments), server.https());
    }

    private List<String> java(List<String> options, String... arguments) {
        var main = Stream.concat(Stream.of("fliki.cli.Main"), Stream.of(arguments)).toList();
        return joined(trusting, options, tool.options(), tool.classPath(), main);
    }

    private List<String> jbang(String script, String... arguments) {
        var options = server.trust().stream().map(option -> "--runtime-option=" + option).toList();
        return joined(
                List.of("scripts/jbang", "run"), options, List.of(script), List.of(arguments));
    }

    private void others(Map<String, List<String>> rows) throws Exception {
        var url = server.https() + "/generate/status?fileId=a";
        var certificate = server.certificate().toString();
        var candidates = new LinkedHashMap<String, List<String>>();
        candidates.put("node, fetch", List.of("node", "-e", NODE, url));
        candidates.put("python, requests", List.of("python3", "-c", PYTHON, url, certificate));
        candidates.put("curl", List.of("curl", "-s", "--cacert", certificate, url));
        for (var candidate : candidates.entrySet()) {
            if (runs(candidate.getValue())) {
                rows.put(candidate.getKey(), candidate.getValue());
            } else {
                System.out.println(candidate.getKey() + " is not installed here");
            }
        }
    }

    private boolean runs(List<String> command) throws Exception {
        try {
            return run(command, server.https()).code() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    /** Runs all in turn, so that a busy machine slows all alike; the first one is the measure. */
    private void print(Map<String, List<String>> rows, String url) throws Exception {
        var times = new LinkedHashMap<String, List<Timed>>();
        for (int round = 0; round <= rounds; round++) {
            for (var row : rows.entrySet()) {
                var timed = run(row.getValue(), url);
                if (round > 0) { // the first warms the caches
                    times.computeIfAbsent(row.getKey(), k -> new ArrayList<>()).add(timed);
                }
            }
        }
        var measure = times.values().iterator().next();
        times.forEach(
                (name, all) ->
                        System.out.printf(
                                "%-24s %5.0f ms, answer at %5.0f, end %4.0f   %.2f%n",
                                name,
                                median(all, Timed::total),
                                median(all, Timed::answer),
                                median(all, Timed::end),
                                median(all, Timed::total) / median(measure, Timed::total)));
    }

    private void end(String name, Timed.End end, List<String> command) throws Exception {
        var times = new ArrayList<Timed>();
        for (int round = 0; round < rounds; round++) {
            times.add(Timed.run(command, env(server.https()), server, end));
        }
        var worst = times.stream().mapToDouble(Timed::end).max().orElseThrow();
        System.out.printf(
                "%-24s %5.0f ms, at worst %5.0f%n", name, median(times, Timed::end), worst);
    }

    private static double median(List<Timed> all, ToDoubleFunction<Timed> part) {
        return all.stream().mapToDouble(part).sorted().skip(all.size() / 2).findFirst().orElse(0);
    }

    private Timed run(List<String> command, String url) throws Exception {
        return Timed.run(command, env(url), server, Timed.End.BY_ITSELF);
    }

    private Map<String, String> env(String url) {
        return Map.of(
                "FLIKI_API_URL",
                url,
                "FLIKI_API_KEY",
                "bench",
                "NODE_EXTRA_CA_CERTS",
                server.certificate().toString());
    }

    @SafeVarargs
    private static List<String> joined(List<String>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }
}
