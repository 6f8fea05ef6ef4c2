import org.json.JSONObject;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A script as JBang has built it, to be run by a plain {@code java}. */
record Tool(JSONObject info) {

    /** Builds it; the current folder is a clone. */
    static Tool of(String script) throws Exception {
        output("scripts/jbang", "build", script);
        return new Tool(new JSONObject(output("scripts/jbang", "info", "tools", script)));
    }

    private static String output(String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": exit code " + process.exitValue());
        }
        return out;
    }

    /** The options that the script asks for. */
    List<String> options() {
        return strings("runtimeOptions");
    }

    List<String> classPath() {
        var jars =
                Stream.concat(
                        Stream.of(info.getString("applicationJar")),
                        strings("resolvedDependencies").stream());
        return List.of("-cp", String.join(File.pathSeparator, jars.toList()));
    }

    private List<String> strings(String list) {
        var strings = info.optJSONArray(list);
        return strings == null
                ? List.of()
                : strings.toList().stream().map(Object::toString).toList();
    }
}
