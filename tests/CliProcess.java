import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.Jvm;
import fliki.Result;
import fliki.SharedSandbox;
import fliki.sandbox.Sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The command line against a sandbox, in this process or one of its own. */
final class CliProcess {

    static final Sandbox SANDBOX = SharedSandbox.SANDBOX;

    /** Of their own: the common pool may have one thread only, and these wait. */
    private static final Executor READERS =
            Executors.newCachedThreadPool(
                    task -> {
                        var thread = new Thread(task, "reader");
                        thread.setDaemon(true);
                        return thread;
                    });

    final Process process;
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private final List<CompletableFuture<Void>> readers = new ArrayList<>();

    /** Runs a quiet command line in this process. */
    static Result run(String... arguments) throws IOException {
        var key = Files.writeString(Files.createTempFile("fliki", "key"), Sandbox.KEY);
        var command = new ArrayList<>(List.of(arguments));
        command.addAll(1, List.of("--quiet", "--url=" + SANDBOX.url(), "--key-file=" + key));
        var line = command.toArray(String[]::new);
        try {
            return Cli.run(line);
        } finally {
            Files.delete(key);
        }
    }

    private CliProcess(Process process) {
        this.process = process;
    }

    /** Starts {@code fliki} with these arguments, and the sandbox's key. */
    static CliProcess start(Path dir, String url, String... arguments) throws IOException {
        return unread(dir, url, arguments).read();
    }

    /** Runs a line of the shell in which {@code fliki} is a command. */
    static CliProcess shell(Path dir, String url, String line) throws IOException {
        var java = "'" + String.join("' '", java()) + "' ";
        var fliki = "fliki() { " + java + "fliki \"$@\"; }; ";
        return launch(dir, url, List.of("/bin/sh", "-c", fliki + line)).read();
    }

    /** Starts it at a terminal of its own, whose keys and screen are the streams of the process. */
    static Process terminal(Path dir, String url, String arguments) throws IOException {
        var command = "'" + String.join("' '", java()) + "' fliki " + arguments;
        return launch(dir, url, List.of("script", "-qec", command, "/dev/null")).process;
    }

    /** The words that start it, for a shell. */
    static String words() {
        return "'" + String.join("' '", java()) + "' fliki";
    }

    /** Starts it with nobody who reads what it prints. */
    static CliProcess unread(Path dir, String url, String... arguments) throws IOException {
        var command = new ArrayList<>(java());
        command.add("fliki");
        command.addAll(List.of(arguments));
        return launch(dir, url, command);
    }

    private static CliProcess launch(Path dir, String url, List<String> command)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(dir.toFile());
        builder.environment().remove("FLIKI_COMMAND"); // that of the suite
        builder.environment().put("FLIKI_API_URL", url);
        builder.environment().put("FLIKI_API_KEY", "sandbox");
        var process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> destroy(process)));
        return new CliProcess(process);
    }

    private static List<String> java() {
        var command = new ArrayList<>(Jvm.command());
        command.add("-Xmx256m");
        return command;
    }

    private CliProcess read() {
        read(process.getInputStream(), out);
        read(process.getErrorStream(), err);
        return this;
    }

    private void read(InputStream stream, StringBuffer text) {
        readers.add(
                CompletableFuture.runAsync(
                        () -> {
                            var reader = new InputStreamReader(stream, UTF_8);
                            new BufferedReader(reader)
                                    .lines()
                                    .forEach(line -> text.append(line + "\n"));
                        },
                        READERS));
    }

    /** Waits until it has said this on standard error. */
    CliProcess said(String text) throws InterruptedException {
        return await(err, text);
    }

    /** Waits until it has printed this on standard output. */
    CliProcess printed(String text) throws InterruptedException {
        return await(out, text);
    }

    private CliProcess await(StringBuffer output, String text) throws InterruptedException {
        while (output.indexOf(text) < 0 && process.isAlive()) {
            Thread.sleep(10);
        }
        return this;
    }

    /** Ends it and what it started, also where a test gave up on it. */
    private static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Whether Ctrl-C reaches children: not where a script started the tests with an ampersand. */
    static boolean interruptible() throws IOException, InterruptedException {
        return new ProcessBuilder("/bin/sh", "-c", "kill -INT $$").start().waitFor() != 0;
    }

    /** Sends a signal to it. */
    CliProcess signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
        return this;
    }

    /** Its end, which must come within so many seconds. */
    Result end(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            destroy(process);
            throw new AssertionError("still running; " + out + err);
        }
        readers.forEach(CompletableFuture::join);
        return new Result(process.exitValue(), out.toString(), err.toString());
    }
}
