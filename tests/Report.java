import static java.util.stream.Collectors.joining;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Names what failed and what was skipped as it happens, then what took long, and counts. */
final class Report implements TestExecutionListener {

    private static final int FOREIGN_LINES = 5;
    private static final int SLOWEST = 10;
    private static final long NEWS_EVERY = TimeUnit.SECONDS.toNanos(15);

    private final PrintStream out;
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, Long> took = new HashMap<>();
    private TestPlan plan;
    private int passed;
    private int failed;
    private long told = System.nanoTime();

    Report(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints the slowest classes and the closing line; whether there were tests and all of them
     * passed.
     */
    boolean close() {
        if (passed + failed == 0) {
            out.println("no test ran");
        }
        printSlowest();
        out.println(passed + " passed, " + failed + " failed");
        out.flush();
        return failed == 0 && passed > 0;
    }

    /** From begin to end, and so with what ran beside them. */
    private void printSlowest() {
        out.println("slowest:");
        took.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SLOWEST)
                .map(entry -> "%7.1f s  %s".formatted(entry.getValue() / 1e9, entry.getKey()))
                .forEach(out::println);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        this.plan = plan;
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        out.println("SKIPPED " + path(test) + ": " + reason);
    }

    @Override
    public synchronized void executionStarted(TestIdentifier test) {
        if (isClass(test)) {
            begun.put(path(test), System.nanoTime());
        }
    }

    /** A class that is not nested: right below its engine. */
    private boolean isClass(TestIdentifier test) {
        return plan.getParent(test).filter(parent -> plan.getRoots().contains(parent)).isPresent();
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
            case ABORTED -> executionSkipped(test, message(result));
            case FAILED -> {
                failed++;
                out.println("FAILED  " + path(test));
                result.getThrowable().ifPresent(this::print);
            }
        }
        if (isClass(test)) {
            took.put(path(test), System.nanoTime() - begun.get(path(test)));
        }
        tell(test);
    }

    /** Now and then, so that nobody thinks it hangs. */
    private void tell(TestIdentifier test) {
        if (System.nanoTime() - told > NEWS_EVERY) {
            told = System.nanoTime();
            out.println(
                    "... "
                            + passed
                            + " passed, "
                            + failed
                            + " failed so far; "
                            + path(test).replaceAll("(?s) > .*", ""));
        }
    }

    private static String message(TestExecutionResult result) {
        return result.getThrowable().map(Throwable::getMessage).orElse("no reason given");
    }

    private String path(TestIdentifier test) {
        var names = new ArrayDeque<String>();
        for (var at = Optional.of(test); at.isPresent(); at = at.flatMap(plan::getParent)) {
            names.addFirst(at.get().getDisplayName());
        }
        // the first is the engine, the same for every test
        return names.stream().skip(names.size() > 1 ? 1 : 0).collect(joining(" > "));
    }

    private void print(Throwable thrown) {
        var prefix = "    ";
        for (var at = thrown; at != null; at = at.getCause()) {
            out.println((prefix + at).indent(0).stripTrailing().replace("\n", "\n    "));
            ownLines(at).forEach(line -> out.println("        at " + line));
            prefix = "    caused by: ";
        }
    }

    /** The lines of this project; the innermost few where it has no part in the trace. */
    private static Stream<StackTraceElement> ownLines(Throwable thrown) {
        var lines = thrown.getStackTrace();
        return Arrays.stream(lines).anyMatch(Report::own)
                ? Arrays.stream(lines).filter(Report::own)
                : Arrays.stream(lines).limit(FOREIGN_LINES);
    }

    private static boolean own(StackTraceElement line) {
        var type = line.getClassName();
        return !type.contains(".") && !type.equals("AllTests") || type.startsWith("fliki.");
    }
}
