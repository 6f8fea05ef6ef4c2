import fliki.cli.StandardWriter;

import org.json.JSONArray;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A process that runs several command lines on its own standard output, and prints on standard
 * error what came of each.
 */
final class LoudLines {

    private LoudLines() {}

    public static void main(String... lines) {
        var results = new JSONArray();
        for (var line : lines) {
            var err = new StringWriter();
            var code = fliki.run(StandardWriter.out(), new PrintWriter(err), line.split(" "));
            results.put(new JSONArray().put(code).put("").put(err.toString()));
        }
        System.err.println(results);
    }
}
