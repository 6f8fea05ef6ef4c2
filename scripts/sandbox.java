///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Play the Fliki API on this machine, to rehearse without a key
//DEPS info.picocli:picocli:4.7.7
//DEPS ../lib/fliki/sandbox/Sandbox.java

import fliki.sandbox.Sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.File;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;

@Command(
        name = "sandbox",
        description = "Play the Fliki API on this machine, to rehearse without a key.",
        footer = {
            "%nEvery id is a job that ends well, but for these:",
            "  busy-...   processing at once    done-...    success at once",
            "  fail-...   ends in error         cancel-...  ends in canceled",
            "  stuck-...  stays queued          missing-... unknown: 404",
            "  limit-...  refused once: 429     flaky-...   down twice: 503"
        })
class sandbox implements Callable<Integer> {
    private static final String SET = File.separatorChar == '\\' ? "set " : "export ";

    @Option(names = "--port", defaultValue = "4010", description = "0 = any; default: 4010")
    int port;

    @Option(names = "--seconds", defaultValue = "20", description = "of one job; default: 20")
    long seconds;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    public static void main(String... args) {
        System.exit(new CommandLine(new sandbox()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var sandbox = Sandbox.start(port, Duration.ofSeconds(seconds))) {
            System.out.println(SET + "FLIKI_API_URL=" + sandbox.url());
            System.out.println(SET + "FLIKI_API_KEY=" + Sandbox.KEY);
            System.err.println(
                    "\nPaste these into another terminal. The sandbox runs until Ctrl-C.");
            System.err.print(new CommandLine(this).getHelp().footer());
            Thread.currentThread().join();
            return 0;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            System.err.println("sandbox: " + e.getMessage());
            return 2;
        }
    }
}
