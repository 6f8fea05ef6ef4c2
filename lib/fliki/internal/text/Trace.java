package fliki.internal.text;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/** Stack traces as the person reads them whose script it was. */
public final class Trace {

    private static final String OURS = "fliki.";

    private Trace() {}

    /** Adds who waits here for what went wrong on another thread, once for each place. */
    public static void extend(Throwable failure) {
        var known = List.of(failure.getStackTrace());
        var here = List.of(new Throwable().getStackTrace());
        var from = known.size() - here.size();
        if (from < 0 || !known.subList(from, known.size()).equals(here)) {
            var all = Stream.concat(known.stream(), here.stream());
            failure.setStackTrace(all.toArray(StackTraceElement[]::new));
        }
    }

    /** Prints the message and the lines of the script that led to it: nothing of ours or Java's. */
    public static void print(Throwable failure, PrintStream out) {
        var text = new StringBuilder(failure + System.lineSeparator());
        for (var frame : callers(List.of(failure.getStackTrace()))) {
            text.append("\tat ").append(frame).append(System.lineSeparator());
        }
        out.print(text);
        out.flush();
    }

    private static List<StackTraceElement> callers(List<StackTraceElement> frames) {
        int first = frames.size();
        while (first > 0 && !frames.get(first - 1).getClassName().startsWith(OURS)) {
            first--;
        }
        return frames.subList(first, frames.size()).stream().filter(f -> !isOfJava(f)).toList();
    }

    private static boolean isOfJava(StackTraceElement frame) {
        var module = String.valueOf(frame.getModuleName());
        return module.startsWith("java.") || module.startsWith("jdk.");
    }
}
