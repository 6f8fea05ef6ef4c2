import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A person at a shell: types a command, and when it ends early the one that it says, letter by
 * letter. Meanwhile the files of its output are rotated, and the laptop is closed.
 */
final class Operator {

    private static final Pattern ONWARD =
            Pattern.compile("(?m)^fliki: (?:carry on with|for what is left): (.*)$");
    private static final int PATIENCE = 40;
    private static final int HANGS_AFTER = 15;
    private static final double NAPS = 0.15;

    private final Path folder;
    private final Map<String, String> env;
    private final int nap;
    private int runs;
    private int naps;
    private String last = "";

    /**
     * @param nap how long a process is stopped now and then, in seconds
     */
    Operator(Path folder, Map<String, String> env, int nap) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.env = env;
        this.nap = nap;
    }

    Path folder() {
        return folder;
    }

    /** How many commands were run, those that carried on included. */
    int runs() {
        return runs;
    }

    int naps() {
        return naps;
    }

    /** The rows of the output that the last command named. */
    List<String> rows() throws IOException {
        var out = last.replaceFirst("(?s).*-o(?:utput=| )(\\S+).*", "$1");
        return Files.readAllLines(folder.resolve(out));
    }

    /** What all commands of this name have written to standard output. */
    String output(String name) throws IOException {
        var all = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var mine = file.getFileName().toString().startsWith(name + "-");
                all.append(mine && file.toString().contains(".out") ? Files.readString(file) : "");
            }
        }
        return all.toString();
    }

    /** Runs a command and all that carry on; gives the exit code of the last. */
    int run(String name, String command) throws Exception {
        for (int i = 1; i <= PATIENCE; i++) {
            last = command;
            var process = start(command, name + "-" + i);
            disturb(process, name + "-" + i);
            if (!process.waitFor(HANGS_AFTER, TimeUnit.MINUTES)) {
                throw new IOException("hangs: " + process.pid() + " " + command);
            }
            var onward = onward(name + "-" + i);
            if (onward.isEmpty()) {
                return process.exitValue();
            }
            command = onward.get();
            TimeUnit.SECONDS.sleep(2);
        }
        throw new IOException("comes to no end: " + command);
    }

    Process start(String command, String name) throws IOException {
        runs++;
        var shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
        shell.environment().putAll(env);
        shell.redirectOutput(folder.resolve(name + ".out").toFile());
        shell.redirectError(folder.resolve(name + ".err").toFile());
        return shell.start();
    }

    private void disturb(Process process, String name) throws Exception {
        TimeUnit.SECONDS.sleep(2);
        for (var kind : new String[] {".out", ".err"}) {
            Files.move(folder.resolve(name + kind), folder.resolve(name + kind + ".1"));
        }
        if (ThreadLocalRandom.current().nextDouble() < NAPS && process.isAlive()) {
            nap(process);
        }
    }

    /** Stops a process, as the system does while a laptop is closed, and wakes it again. */
    void nap(Process process) throws Exception {
        naps++;
        signal(process, "-STOP");
        TimeUnit.SECONDS.sleep(nap);
        signal(process, "-CONT");
    }

    private static void signal(Process process, String signal) throws Exception {
        var all = process.descendants().map(ProcessHandle::pid).toList();
        for (long pid : all.isEmpty() ? List.of(process.pid()) : all) {
            new ProcessBuilder("kill", signal, "" + pid).start().waitFor();
        }
    }

    private Optional<String> onward(String name) throws IOException {
        var lines = ONWARD.matcher(Files.readString(folder.resolve(name + ".err.1")));
        return lines.results().map(line -> line.group(1)).reduce((first, second) -> second);
    }
}
