import fliki.Fliki;
import fliki.csv.Csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One bulk run over a CSV, in a process of its own; prints rows a second and the peak memory. */
final class BulkRun {

    public static void main(String... args) throws IOException {
        int rows = Integer.parseInt(args[1]);
        var in = Files.createTempFile("fliki-bench", ".csv");
        var out = in.resolveSibling(in.getFileName() + ".out.csv");
        try (var writer = Files.newBufferedWriter(in)) {
            writer.write("title,fileId\n");
            for (int row = 0; row < rows; row++) {
                writer.write("a title for row " + row + ",id" + row + "\n");
            }
        }
        var start = System.nanoTime();
        var fliki = Fliki.key("benchmark").url(args[0]).rate(0);
        var summary = fliki.bulk(Csv.from(in).to(out));
        var seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%.1f %d %.1f%n", rows / seconds, summary.rows(), peakMegabytes());
        Files.delete(in);
        Files.delete(out);
    }

    /** The most memory the whole process ever held. */
    private static double peakMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }
}
