import org.json.JSONArray;

/** A process that runs several command lines, and prints what came of each. */
final class Lines {

    private Lines() {}

    public static void main(String... lines) {
        var results = new JSONArray();
        for (var line : lines) {
            var result = Cli.run(line.split(" "));
            results.put(new JSONArray().put(result.code()).put(result.out()).put(result.err()));
        }
        System.out.println(results);
    }
}
