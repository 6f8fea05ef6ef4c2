///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Measure a report of many rows: written, and opened, filtered and sorted in Chromium
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DEPS ../../lib/fliki/Fliki.java
//SOURCES ../fliki/report/Browser.java

import fliki.Fliki;
import fliki.report.Browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class benchreport {

    /** Runs some statements, and gives the milliseconds until the screen shows what they did. */
    private static final String SHOWN =
            """
            (async () => {
              const start = performance.now();
              %s;
              await new Promise(shown => requestAnimationFrame(() => setTimeout(shown)));
              return performance.now() - start;
            })()
            """;

    private boolean missed;

    public static void main(String... rows) throws IOException {
        int count = rows.length > 0 ? Integer.parseInt(rows[0]) : 100_000;
        var csv = Files.createTempDirectory("bench").resolve("out.csv");
        Files.write(csv, (Iterable<String>) lines(count)::iterator);
        var bench = new benchreport();
        var html = csv.resolveSibling("out.html");
        bench.write(csv, html);
        if (Browser.installed().isEmpty()) {
            System.out.println("no Chromium on the PATH");
        } else {
            bench.look(html);
        }
        Files.delete(csv);
        Files.delete(html);
        Files.delete(csv.getParent());
        System.exit(bench.missed ? 1 : 0);
    }

    private static Stream<String> lines(int count) {
        return Stream.concat(
                Stream.of("title,fileId,scene,status,progress,download,error,file"),
                IntStream.range(0, count).mapToObj(benchreport::line));
    }

    private static String line(int i) {
        var id = String.format("%024x", i * 0x9E3779B97F4A7C15L);
        var start = "Clip " + i + " about topic " + i % 977 + "," + id + ",s" + i % 9;
        return switch (i % 20) {
            case 7 -> start + ",error,,,generation-failed: voice " + i % 13 + " is gone,";
            case 13 -> start + ",,,,not-found: unknown id (404),";
            case 17 -> start + ",processing," + i % 100 + ",,,";
            default ->
                    start + ",success,100,https://files.example/" + id + ".mp4,,v/" + id + ".mp4";
        };
    }

    private void write(Path csv, Path html) throws IOException {
        var start = System.nanoTime();
        Fliki.fromEnv().report(csv, html);
        target("written, in a JVM that just began", (System.nanoTime() - start) / 1e6, 2_000);
        System.out.printf("  %.1f MB of CSV, %.1f MB of HTML%n", size(csv), size(html));
    }

    private static double size(Path file) throws IOException {
        return Files.size(file) / 1e6;
    }

    private void look(Path html) throws IOException {
        try (var browser = Browser.open()) {
            target("opened, in a browser just begun", open(browser, html), 1_000);
            target("opened again", open(browser, html), 1_000);
            var text = "const find = document.querySelector('#find'); find.value = 'topic 97';";
            target("filtered by text", shown(browser, text + "find.oninput()"), 1_000);
            target("filtered again", shown(browser, text + "find.oninput()"), 1_000);
            var error = "document.querySelector('[data-word=error]').click()";
            target("filtered by word", shown(browser, error), 1_000);
            var title = "document.querySelector('th button').click()";
            target("sorted by a text", shown(browser, title), 2_000);
        }
    }

    private static double open(Browser browser, Path html) {
        var start = System.nanoTime();
        browser.go(html.toUri().toString());
        browser.await("document.querySelector('#count').innerText !== ''");
        return (System.nanoTime() - start) / 1e6;
    }

    private static double shown(Browser browser, String statements) {
        return ((Number) browser.evaluate(SHOWN.formatted(statements))).doubleValue();
    }

    private void target(String what, double millis, double most) {
        var met = millis <= most;
        missed |= !met;
        System.out.printf(
                "%-34s %6.0f ms (at most %.0f%s)%n", what, millis, most, met ? "" : ": MISSED");
    }
}
