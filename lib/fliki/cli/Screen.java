package fliki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.internal.text.Windows;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What is known of the terminal, asked of the system: Java 17 does not know whether a stream is a
 * terminal.
 */
final class Screen {

    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/.+|tty.*|console)");
    private static final int USUAL_WIDTH = 80;
    private static final long WIDTH_HOLDS = TimeUnit.SECONDS.toNanos(1);

    private int width = USUAL_WIDTH;
    private long asked;

    /** Whether two writers lead to the same place, such as the mail that cron sends. */
    static boolean areOne(PrintWriter out, PrintWriter err) {
        try {
            return out instanceof StandardWriter one
                    && err instanceof StandardWriter other
                    && place(one.descriptor()).equals(place(other.descriptor()));
        } catch (IOException e) {
            return false; // not Linux
        }
    }

    /** Where a descriptor leads, on Linux. */
    private static Path place(String descriptor) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor));
    }

    /** Whether standard input is a terminal. */
    static boolean in() {
        return terminal("0");
    }

    /** Whether a writer leads to a terminal. */
    static boolean is(PrintWriter writer) {
        return writer instanceof StandardWriter standard && terminal(standard.descriptor());
    }

    /**
     * Whether it leads to a terminal that can move its cursor; a console of Windows shows the signs
     * for it as text, where no program has switched them on.
     */
    static boolean moves(PrintWriter writer) {
        return !Windows.HERE
                && !"dumb".equals(System.getenv("TERM"))
                && !isCi()
                && is(writer)
                && isInForeground();
    }

    /** Logs of a build server may be terminals, which nobody watches. */
    private static boolean isCi() {
        var ci = System.getenv().getOrDefault("CI", "");
        return !ci.isEmpty() && !ci.equals("false");
    }

    /** A command that a shell runs in the background must not draw into the prompt. */
    private static boolean isInForeground() {
        try {
            var stat = Files.readString(Path.of("/proc/self/stat")).replaceFirst(".*\\) ", "");
            var fields = stat.split(" "); // state, parent, group, session, terminal, its group
            return fields[2].equals(fields[5]);
        } catch (IOException e) {
            return true; // not Linux
        }
    }

    /** Whether this descriptor is a terminal. */
    static boolean terminal(String descriptor) {
        if (Windows.HERE) {
            return console() && onWindows(descriptor, System.getProperties());
        }
        try {
            return TERMINAL.matcher(place(descriptor).toString()).matches();
        } catch (IOException e) {
            return tested(descriptor); // not Linux
        }
    }

    /** Whether standard input and output are both a console; some versions give one for a pipe. */
    private static boolean console() {
        var console = System.console();
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before Java 22 there is no such method
        }
    }

    /** Of standard error Java tells by its encoding alone: that of a console is no other's. */
    static boolean onWindows(String descriptor, Properties java) {
        var usual = java.getProperty("native.encoding", "");
        return !descriptor.equals("2")
                || java.containsKey("sun.stderr.encoding")
                || !java.getProperty("stderr.encoding", usual).equals(usual);
    }

    /** How a console of Windows reads letters; what is no console gets UTF-8. */
    static Charset charset(String descriptor) {
        return terminal(descriptor) ? charset(descriptor, System.getProperties()) : UTF_8;
    }

    static Charset charset(String descriptor, Properties java) {
        var name = (descriptor.equals("1") ? "stdout" : "stderr") + ".encoding";
        try {
            return Charset.forName(
                    java.getProperty(name, java.getProperty("sun." + name, "UTF-8")));
        } catch (IllegalArgumentException e) {
            return UTF_8; // Java lacks some
        }
    }

    private static boolean tested(String descriptor) {
        try {
            var test = new ProcessBuilder("/bin/sh", "-c", "test -t " + descriptor).inheritIO();
            return test.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
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
        var stty = new ProcessBuilder("/bin/sh", "-c", "stty size < /dev/tty");
        try {
            var process = stty.redirectError(Redirect.DISCARD).start();
            var answer = new String(process.getInputStream().readAllBytes(), UTF_8);
            var columns = answer.strip().replaceFirst(".* ", "");
            return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH;
        }
    }
}
