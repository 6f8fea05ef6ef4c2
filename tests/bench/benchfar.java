///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Measure first starts from a server that takes 60 ms for each answer; inside a clone

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A release, the sources and a script of one line, each started with an empty cache of JBang, at
 * once again, and when JBang looks whether its copies are still good.
 */
class benchfar {

    private static final int DELAY_MILLIS = 60;

    private final Path root;
    private final Path work = Files.createTempDirectory("far");
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    private benchfar(Path root) throws IOException {
        this.root = root;
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = HttpServer.create(local, 0);
        server.setExecutor(Executors.newCachedThreadPool(benchfar::daemon));
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    sleep();
                    var file = root.resolve(exchange.getRequestURI().getPath().substring(1));
                    var found = Files.isRegularFile(file);
                    var body = found ? Files.readAllBytes(file) : new byte[0];
                    exchange.sendResponseHeaders(
                            found ? 200 : 404, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(DELAY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String... args) throws Exception {
        var root = Files.createTempDirectory("far-root");
        run(
                List.of(".ci/release", "" + root.resolve("release")),
                Path.of(""),
                root.resolve("log"),
                null);
        run(
                List.of("git", "clone", "-q", ".", "" + root.resolve("sources")),
                Path.of(""),
                null,
                null);
        Files.writeString(
                root.resolve("hello.java"),
                "class hello { public static void main(String[] a) { System.out.println(1); } }");
        new benchfar(root).measure();
        System.exit(0);
    }

    private void measure() throws Exception {
        System.out.println(
                "Java " + System.getProperty("java.version") + ", requests and seconds:");
        row("release", List.of("fliki@release", "--version"));
        row("sources", List.of("fliki@sources", "--version"));
        row("one line", List.of(url("hello.java")));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    private void row(String name, List<String> what) throws Exception {
        var home = Files.createTempDirectory(work, "home");
        for (var catalog : List.of("release", "sources")) {
            var address = url(catalog + "/jbang-catalog.json");
            start(List.of("catalog", "add", "--global", "--name", catalog, address), home);
        }
        var first = start(what, home);
        var second = start(what, home);
        Files.writeString(home.resolve("jbang.properties"), "cache-evict=0\n");
        var later = start(what, home);
        System.out.printf(
                "%-10s first start %s; second %s; when JBang looks again %s%n",
                name, first, second, later);
    }

    private String start(List<String> what, Path home) throws Exception {
        requests.set(0);
        var command = new ArrayList<>(List.of("scripts/jbang"));
        command.addAll(what);
        var begun = System.nanoTime();
        run(command, Path.of(""), work.resolve("log"), home);
        var seconds = (System.nanoTime() - begun) / 1e9;
        return String.format("%3d, %4.1f s", requests.get(), seconds);
    }

    /** Runs a command; its own folder of JBang trusts the server. */
    private static void run(List<String> command, Path folder, Path log, Path jbang)
            throws Exception {
        var process = new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile());
        if (jbang != null) {
            process.environment().put("JBANG_DIR", "" + jbang);
            process.environment().put("JBANG_CACHE_DIR", "" + jbang.resolve("cache"));
            Files.writeString(
                    jbang.resolve("trusted-sources.json"), "[ \"http://127.0.0.1:*/\", \"*\" ]");
        }
        process.redirectErrorStream(true);
        process.redirectOutput(
                log == null
                        ? ProcessBuilder.Redirect.DISCARD
                        : ProcessBuilder.Redirect.to(log.toFile()));
        if (process.start().waitFor() != 0) {
            throw new IOException(command + ": " + (log == null ? "" : Files.readString(log)));
        }
    }
}
