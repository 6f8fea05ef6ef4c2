import org.json.JSONArray;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A process that runs several command lines, and prints what came of each. */
final class Lines {

    private Lines() {}

    public static void main(String... lines) {
        var results = new JSONArray();
        for (var line : lines) {
            var out = new StringWriter();
            var err = new StringWriter();
            var code = fliki.run(new PrintWriter(out), new PrintWriter(err), line.split(" "));
            results.put(new JSONArray().put(code).put("" + out).put("" + err));
        }
        System.out.println(results);
    }
}
