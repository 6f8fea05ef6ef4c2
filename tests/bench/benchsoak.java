///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Run all verbs for minutes or hours in bad weather, and count what gets lost; inside a clone
//DEPS info.picocli:picocli:4.7.7
//DEPS ../../lib/fliki/Fliki.java
//DEPS ../../lib/fliki/sandbox/Sandbox.java
//SOURCES BrokenProxy.java Weather.java Certificates.java Tool.java Operator.java

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several people at their shells, a script and a run over the whole time, all at once, over TLS, in
 * the {@link Weather}. The sandbox has a process, and so a heap, of its own.
 */
@Command(name = "benchsoak", description = "Count what gets lost on a bad line.")
class benchsoak implements Callable<Integer> {

    private static final int ROWS = 40;
    private static final int TEXTS = 5;
    private static final int NAP_SECONDS = 150;
    private static final int NAP_EVERY_MINUTES = 9;
    private static final int JOB_SECONDS = 15;

    @Option(names = "--minutes", defaultValue = "10", description = "Default: 10.")
    double minutes;

    @Option(names = "--sandbox", hidden = true)
    boolean sandbox;

    private final Path folder = Files.createTempDirectory("soak");
    private final Certificates certificates = new Certificates();
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentMap<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Map<String, Operator> operators = new LinkedHashMap<>();
    private final List<String> lost = new ArrayList<>();
    private long end;
    private URI files;

    benchsoak() throws IOException {}

    public static void main(String... args) throws IOException {
        System.exit(new CommandLine(new benchsoak()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        return sandbox ? serve() : soak();
    }

    private static int serve() throws IOException {
        try (var api = Sandbox.start(0, Duration.ofSeconds(JOB_SECONDS))) {
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
        var url = URI.create(out.readLine());
        var usual = certificates.trusted("usual");
        var renewed = certificates.trusted("renewed");
        var strange = certificates.untrusted("strange");
        var good = Map.of(Weather.CALM, usual, Weather.RENEWED_CERTIFICATE, renewed);
        var all = new HashMap<>(good);
        all.put(Weather.STRANGE_CERTIFICATE, strange);
        for (var option : certificates.options()) {
            var parts = option.substring(2).split("=", 2);
            System.setProperty(parts[0], parts[1]);
        }
        files = url.resolve("/files/");
        end = System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        try (var proxy = new BrokenProxy(url, all, true);
                var steady = new BrokenProxy(url, good, false)) {
            weather(proxy, Weather.values());
            weather(
                    steady,
                    Stream.of(Weather.values())
                            .filter(each -> each != Weather.STRANGE_CERTIFICATE)
                            .toArray(Weather[]::new));
            meet(proxy, steady);
            report(proxy, steady);
        } finally {
            process.destroy();
            shell("! mountpoint -q disk/disk || umount disk/disk", folder);
        }
        return lost.isEmpty() ? 0 : 1;
    }

    private void weather(BrokenProxy proxy, Weather... all) {
        daemon(
                () -> {
                    while (true) {
                        for (var weather : all) {
                            proxy.turn(Weather.CALM);
                            proxy.turn(weather);
                        }
                    }
                });
    }

    private static void daemon(Callable<?> work) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                work.call();
                            } catch (Exception | AssertionError e) {
                                e.printStackTrace();
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    private void meet(BrokenProxy proxy, BrokenProxy steady) throws Exception {
        var tool = Tool.of("fliki.java");
        var bin = Files.createDirectories(folder.resolve("bin")).resolve("fliki");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var words =
                Stream.of(List.of("exec", java), certificates.options(), tool.options())
                        .flatMap(List::stream);
        var command =
                Stream.concat(words, tool.classPath().stream()).collect(Collectors.joining(" "));
        Files.writeString(bin, "#!/bin/sh\n" + command + " fliki.cli.Main \"$@\"\n");
        bin.toFile().setExecutable(true);
        var env = new HashMap<String, String>();
        env.put("PATH", bin.getParent() + ":" + System.getenv("PATH"));
        env.put("FLIKI_COMMAND", "fliki");
        env.put("FLIKI_API_KEY", Sandbox.KEY);
        env.put("FLIKI_API_URL", proxy.url());
        var whole = new HashMap<>(env);
        whole.put("FLIKI_API_URL", steady.url());

        var work = new ArrayList<Future<?>>();
        var pool = Executors.newCachedThreadPool();
        work.add(pool.submit(rounds("bulk", env, this::bulk)));
        work.add(pool.submit(rounds("poll", env, this::poll)));
        work.add(pool.submit(rounds("generate", env, (o, n) -> generate(o, n, proxy))));
        work.add(pool.submit(rounds("disk", whole, this::disk)));
        work.add(pool.submit(rounds("clock", clock(env), this::poll)));
        work.add(pool.submit(allTheTime(whole)));
        var fliki =
                Fliki.key(Sandbox.KEY)
                        .url(steady.url())
                        .rate(10)
                        .retries(9)
                        .timeout(Duration.ofSeconds(2))
                        .downloadTo(folder.resolve("library"))
                        .every(Duration.ofMillis(200), Duration.ofSeconds(5));
        work.add(pool.submit(library(fliki)));
        for (var each : work) {
            each.get();
        }
        pool.shutdown();
    }

    private interface Round {
        void run(Operator operator, long number) throws Exception;
    }

    /** Goes on until the end; what goes wrong in a round is something lost. */
    private Callable<Void> rounds(String name, Map<String, String> env, Round round)
            throws IOException {
        var operator = new Operator(folder.resolve(name), env, NAP_SECONDS);
        operators.put(name, operator);
        return () -> {
            for (long n = 1; System.nanoTime() < end; n++) {
                count(name + " rounds", 1);
                try {
                    round.run(operator, n);
                } catch (Exception | AssertionError e) {
                    lose(name + " " + n + ": " + e);
                }
            }
            return null;
        };
    }

    private void count(String what, long by) {
        counts.computeIfAbsent(what, name -> new AtomicLong()).addAndGet(by);
    }

    private synchronized void lose(String what) {
        lost.add(what);
        System.out.println("LOST " + what);
    }

    private List<String> ids(int count) {
        var first = ids.getAndAdd(count);
        return IntStream.range(0, count)
                .mapToObj(i -> (i % 10 == 0 ? "fail-" : "soak-") + (first + i))
                .toList();
    }

    private static State expected(String id) {
        return id.startsWith("fail-") ? State.ERROR : State.SUCCESS;
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    /** A CSV, waited for, with its files. */
    private void bulk(Operator operator, long n) throws Exception {
        var ids = ids(ROWS);
        Files.write(operator.folder().resolve("ids-" + n + ".csv"), ids);
        var out = "out-x" + n + ".csv";
        var code =
                operator.run(
                        "bulk" + n,
                        "fliki bulk ids-"
                                + n
                                + ".csv --timeout=10s --rate=20"
                                + " --wait --download=videos -o "
                                + out);
        check(code == 10, "exit code " + code);
        var rows = operator.rows();
        check(rows.size() == ids.size() + 1, rows.size() + " rows of " + out);
        for (int i = 0; i < ids.size(); i++) {
            var row = rows.get(i + 1).split(",", -1);
            check(row[0].equals(ids.get(i)), rows.get(i + 1));
            check(State.of(row[1]) == expected(row[0]), rows.get(i + 1));
            whole(operator.folder().resolve("videos"), row[0]);
        }
        count("rows of bulk", ids.size());
    }

    /** Compares a file, byte by byte, with what the sandbox itself gives. */
    private void whole(Path videos, String id) {
        if (expected(id) == State.SUCCESS) {
            var name = id + ".mp4";
            try (var film = files.resolve(name).toURL().openStream()) {
                var bytes = Files.readAllBytes(videos.resolve(name));
                check(Arrays.equals(film.readAllBytes(), bytes), name + " is another film");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Ids from standard input, waited for, with their files. */
    private void poll(Operator operator, long n) throws Exception {
        var ids = ids(ROWS);
        Files.write(operator.folder().resolve("ids-" + n + ".txt"), ids);
        var name = "poll" + n;
        var command =
                "fliki poll --timeout=10s --rate=20 --every=1s..5s --json --download=videos - <"
                        + " ids-"
                        + n
                        + ".txt";
        var code = operator.run(name, command);
        check(code == 10 || code == 0, "exit code " + code);
        var lines = operator.output(name);
        for (var id : ids) {
            var word = expected(id) == State.SUCCESS ? "success" : "error";
            check(
                    lines.lines()
                            .anyMatch(
                                    line ->
                                            line.contains("\"" + id + "\"")
                                                    && line.contains("\"status\":\"" + word)),
                    "no end of " + id);
            whole(operator.folder().resolve("videos"), id);
        }
        count("ids of poll", ids.size());
    }

    /** A CSV of texts, each of which costs credits. */
    private void generate(Operator operator, long n, BrokenProxy proxy) throws Exception {
        var texts = IntStream.range(0, TEXTS).mapToObj(i -> "text " + n + "." + i).toList();
        var rows = texts.stream().map(text -> "title," + text).toList();
        Files.write(
                operator.folder().resolve("texts-" + n + ".csv"),
                Stream.concat(Stream.of("title,intro.voiceover"), rows.stream()).toList());
        var out = "started-" + n + ".csv";
        var code =
                operator.run(
                        "generate" + n,
                        "fliki generate texts-"
                                + n
                                + ".csv --timeout=10s --template film --yes -o "
                                + out);
        check(code == 0 || code == 12, "exit code " + code);
        var ends = Files.readAllLines(operator.folder().resolve(out));
        check(ends.size() == TEXTS + 1, ends.size() + " rows of " + out);
        for (int i = 0; i < TEXTS; i++) {
            var row = ends.get(i + 1).split(",", 4);
            check(row[1].equals(texts.get(i)), ends.get(i + 1));
            var uncertain = row[3].startsWith("uncertain") || row[3].startsWith("\"uncertain");
            check(uncertain == row[2].isEmpty(), ends.get(i + 1));
            count(uncertain ? "uncertain starts" : "certain starts", 1);
            var sent = posted(proxy, texts.get(i));
            check(sent <= 1, texts.get(i) + " was sent " + sent + " times");
            check(uncertain || sent == 1, texts.get(i) + " has an id but was never sent");
        }
    }

    private static long posted(BrokenProxy proxy, String text) {
        return proxy.posted().entrySet().stream()
                .filter(body -> body.getKey().contains("\"" + text + "\""))
                .mapToLong(body -> body.getValue().get())
                .sum();
    }

    /** An output on a disk that becomes full, and is freed again. */
    private void disk(Operator operator, long n) throws Exception {
        var disk = Files.createDirectories(operator.folder().resolve("disk"));
        shell("mountpoint -q disk || mount -t tmpfs -o size=256k tmpfs disk", operator.folder());
        try {
            var ids = ids(ROWS);
            var title = "a title that takes its place ".repeat(12);
            var lines = ids.stream().map(id -> id + "," + title).toList();
            Files.write(
                    operator.folder().resolve("ids-" + n + ".csv"),
                    Stream.concat(Stream.of("fileId,title"), lines.stream()).toList());
            var runs = operator.runs();
            shell("head -c 252k /dev/zero > disk/filler", operator.folder());
            daemon(
                    () -> {
                        TimeUnit.SECONDS.sleep(8);
                        return Files.deleteIfExists(disk.resolve("filler"));
                    });
            var command = "fliki bulk ids-" + n + ".csv --timeout=10s --rate=10 -o disk/out.csv";
            var code = operator.run("disk" + n, command);
            check(code == 0, "exit code " + code);
            check(operator.runs() > runs + 1, "the disk was never full");
            var rows = operator.rows();
            check(rows.size() == ids.size() + 1, rows.size() + " rows of out.csv");
            for (int i = 0; i < ids.size(); i++) {
                check(rows.get(i + 1).startsWith(ids.get(i) + ","), rows.get(i + 1));
            }
            count("rows on a full disk", ids.size());
        } finally {
            shell("rm -f disk/*", operator.folder());
        }
    }

    private static void shell(String command, Path folder) throws Exception {
        var shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).inheritIO();
        check(shell.start().waitFor() == 0, command);
    }

    /** With a wall clock that jumps, where faketime is installed. */
    private Map<String, String> clock(Map<String, String> env) throws IOException {
        var clock = Files.writeString(folder.resolve("faketime"), "+0");
        daemon(
                () -> {
                    while (true) {
                        for (var jump : List.of("+0", "+1d", "-1d", "+3h", "-600", "+2h")) {
                            Files.writeString(clock, jump);
                            TimeUnit.SECONDS.sleep(7);
                        }
                    }
                });
        var jumping = new HashMap<>(env);
        try (var libraries = Files.walk(Path.of("/usr/lib"), 3)) {
            libraries
                    .filter(path -> path.endsWith("libfaketimeMT.so.1"))
                    .findFirst()
                    .ifPresentOrElse(
                            library -> jumping.put("LD_PRELOAD", library.toString()),
                            () -> System.out.println("no faketime here: no clock jumps"));
        }
        jumping.put("FAKETIME_TIMESTAMP_FILE", clock.toString());
        jumping.put("FAKETIME_CACHE_DURATION", "1");
        jumping.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        return jumping;
    }

    /** One run over the whole time, by rows on its standard input; it sleeps now and then. */
    private Callable<Void> allTheTime(Map<String, String> env) throws IOException {
        var operator = new Operator(folder.resolve("whole"), env, NAP_SECONDS);
        operators.put("whole", operator);
        return () -> {
            var fliki = "fliki bulk - --timeout=10s -o whole.csv";
            var process = operator.start(fliki, "whole");
            daemon(() -> measure(process, operator));
            var fed = 0;
            try (var in = process.outputWriter()) {
                while (System.nanoTime() < end && process.isAlive()) {
                    in.write("whole-" + fed++ + "\n");
                    in.flush();
                    TimeUnit.MILLISECONDS.sleep(500);
                }
            }
            var ended = process.waitFor(10, TimeUnit.MINUTES);
            var rows = Files.readAllLines(operator.folder().resolve("whole.csv"));
            if (!ended || process.exitValue() != 0) {
                lose("whole ended " + ended + " " + (ended ? process.exitValue() : 0));
            }
            if (rows.size() > fed + 1) {
                lose(rows.size() - fed - 1 + " rows of the whole run that nobody asked for");
            }
            for (int i = 0; i < fed; i++) {
                if (rows.size() <= i + 1
                        || !rows.get(i + 1)
                                .matches("whole-" + i + ",(queued|processing|success),.*")) {
                    lose("row " + i + " of the " + fed + " of the whole run");
                    break;
                }
            }
            count("rows of the whole run", fed);
            return null;
        };
    }

    /** Its heap and threads each minute, and its sleep. */
    private Void measure(Process process, Operator operator) throws Exception {
        for (int minute = 1; process.isAlive(); minute++) {
            TimeUnit.MINUTES.sleep(1);
            if (!process.isAlive()) {
                break;
            }
            var pid =
                    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                            .findFirst()
                            .orElseThrow()
                            .pid();
            shell("jcmd " + pid + " GC.run > gc.txt", operator.folder());
            shell("jcmd " + pid + " GC.heap_info > heap.txt", operator.folder());
            var used =
                    Files.readString(operator.folder().resolve("heap.txt"))
                            .lines()
                            .filter(line -> line.matches(".*(generation|heap).* used .*"))
                            .mapToLong(
                                    line ->
                                            Long.parseLong(
                                                    line.replaceFirst(".* used (\\d+)K.*", "$1")))
                            .sum();
            System.out.printf(
                    Locale.ROOT,
                    "%3d min: whole run: heap %.1f MB, %s threads, %d files; script: heap %.1f MB,"
                            + " %d threads; %d lost%n",
                    minute,
                    used / 1024.0,
                    status(pid, "Threads"),
                    Path.of("/proc/" + pid + "/fd").toFile().list().length,
                    heap(),
                    Thread.activeCount(),
                    lost.size());
            if (minute % NAP_EVERY_MINUTES == 3) {
                operator.nap(process);
            }
        }
        return null;
    }

    private static String status(long pid, String name) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .orElse("")
                    .replaceAll("\\D", "");
        }
    }

    /** A script that never ends. */
    private Callable<Void> library(Fliki fliki) {
        return () -> {
            while (System.nanoTime() < end) {
                try {
                    script(fliki);
                } catch (FlikiException | AssertionError e) {
                    lose("script: " + e);
                }
            }
            return null;
        };
    }

    private void script(Fliki fliki) throws IOException {
        var ids = ids(ROWS);
        try (var outcomes = fliki.poll(ids)) {
            var well =
                    outcomes.flatMap(outcome -> outcome.status().stream())
                            .filter(s -> s.state() == expected(s.fileId()))
                            .peek(s -> whole(folder.resolve("library"), s.fileId()))
                            .count();
            check(well == ids.size(), well + " ended");
        }
        count("ids of the script", ids.size());
        var in = Files.write(Files.createTempFile(folder, "soak", ".csv"), ids(ROWS));
        var out = in.resolveSibling(in.getFileName() + ".out");
        var summary = fliki.bulk(Csv.from(in).to(out));
        check(summary.rows() == ROWS && summary.errors() == 0, summary.toString());
        count("rows of the script", ROWS);
    }

    private void report(BrokenProxy... proxies) {
        for (var proxy : proxies) {
            System.out.println(proxy.requests() + " requests, faults " + proxy.faults());
        }
        operators.forEach(
                (name, operator) ->
                        System.out.println(
                                name + ": " + operator.runs() + " runs, slept " + operator.naps()));
        new TreeMap<>(counts).forEach((what, n) -> System.out.println(what + ": " + n));
        System.out.println("lost: " + lost.size());
        lost.forEach(System.out::println);
        System.out.println("left behind in " + folder);
    }

    private static double heap() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        var runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }
}
