package fliki.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What is known of the terminal, asked of the system: Java 17 does not know whether a stream is a
 * terminal, and libraries that can look at standard input, which may be a list of ids.
 */
final class Screen {

    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/.+|tty.*|console)");
    private static final int USUAL_WIDTH = 80;
    private static final long WIDTH_HOLDS = TimeUnit.SECONDS.toNanos(1);

    private int width = USUAL_WIDTH;
    private long asked;

    /** Whether standard input is a terminal. */
    static boolean in() {
        return terminal("0");
    }

    /** Whether a writer leads to a terminal. */
    static boolean is(PrintWriter writer) {
        return writer instanceof StandardWriter standard && terminal(standard.descriptor());
    }

    /** Whether it leads to a terminal that can move its cursor. */
    static boolean moves(PrintWriter writer) {
        return !"dumb".equals(System.getenv("TERM")) && is(writer);
    }

    private static boolean terminal(String descriptor) {
        try {
            var device = Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor));
            return TERMINAL.matcher(device.toString()).matches();
        } catch (IOException e) {
            return tested(descriptor); // not Linux
        }
    }

    private static boolean tested(String descriptor) {
        try {
            return new ProcessBuilder("test", "-t", descriptor).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return System.console() != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The width now; windows are resized. */
    int width() {
        if (asked == 0 || System.nanoTime() - asked > WIDTH_HOLDS) {
            asked = System.nanoTime();
            width = ask();
        }
        return width;
    }

    private static int ask() {
        var stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"));
        try {
            var process = stty.redirectError(Redirect.DISCARD).start();
            var answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var columns = answer.strip().replaceFirst(".* ", "");
            return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH;
        }
    }
}
