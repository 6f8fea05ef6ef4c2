package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The screen of a terminal, as far as fliki uses one: it rewrites its last line. */
final class Terminal {

    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[?\\d]*([a-zA-Z])");

    private final List<String> lines = new ArrayList<>();
    private final StringBuilder last = new StringBuilder();
    private int column;

    /** The lines on the screen, the last one without a line break. */
    List<String> lines() {
        var all = new ArrayList<>(lines);
        all.add(last.toString().stripTrailing());
        return all;
    }

    /** Runs a command at a terminal of so many columns; shows the screen after each change. */
    static void run(ProcessBuilder builder, int columns, String command, Consumer<Terminal> watcher)
            throws IOException {
        builder.environment().remove("CI"); // where fliki draws no bar
        var shell = "stty cols " + columns + " && " + command;
        var process = builder.command("script", "-qec", shell, "/dev/null").start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        process.getOutputStream().close();
        var terminal = new Terminal();
        var escape = new StringBuilder();
        try (var out = new InputStreamReader(process.getInputStream(), UTF_8)) {
            for (int c = out.read(); c >= 0; c = out.read()) {
                terminal.take((char) c, escape);
                watcher.accept(terminal);
            }
        }
    }

    private void take(char c, StringBuilder escape) {
        if (c == '\u001b' || !escape.isEmpty()) {
            var end = ESCAPE.matcher(escape.append(c));
            if (end.matches()) {
                last.setLength(end.group(1).matches("[JK]") ? column : last.length());
                escape.setLength(0);
            }
        } else if (c == '\r') {
            column = 0;
        } else if (c == '\n') {
            lines.add(last.toString().stripTrailing());
            last.setLength(0);
            column = 0;
        } else {
            last.replace(column, Math.min(++column, last.length()), String.valueOf(c));
        }
    }
}
