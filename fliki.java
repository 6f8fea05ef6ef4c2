///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Looks up Fliki generations by their file ids
//DEPS info.picocli:picocli:4.7.7
//DEPS lib/fliki/Fliki.java
//SOURCES lib/fliki/cli/Common.java
//SOURCES lib/fliki/cli/Exit.java
//SOURCES lib/fliki/cli/Ids.java
//SOURCES lib/fliki/cli/Output.java
//SOURCES lib/fliki/cli/Spans.java

import fliki.FlikiException;
import fliki.Outcome;
import fliki.State;
import fliki.Status;
import fliki.cli.Common;
import fliki.cli.Exit;
import fliki.cli.Ids;
import fliki.cli.Output;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** The command line: parses, calls one verb of the library, prints. */
@Command(
        name = "fliki",
        description = "Looks up Fliki generations by their file ids.",
        version = "fliki 0.1.0",
        subcommands = fliki.StatusCommand.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all well",
            "1:unexpected failure",
            "2:usage: bad option, refused URL",
            "10:a generation ended in error or canceled",
            "11:not finished",
            "12:a look-up failed (unknown id, API, network)",
            "13:key missing, unusable or refused",
            "130:interrupted"
        })
final class fliki {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    public static void main(String[] args) {
        System.exit(run(utf8(FileDescriptor.out), utf8(FileDescriptor.err), args));
    }

    private static PrintWriter utf8(FileDescriptor stream) {
        var bytes = new FileOutputStream(stream);
        return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
    }

    /** Runs one command line and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        var line = new CommandLine(new fliki());
        line.setOut(out).setErr(err);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, a) -> usage(e.getCommandLine(), e.getMessage()));
        line.setExecutionExceptionHandler(fliki::failed);
        inheritExitCodes(line);
        var code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    private static void inheritExitCodes(CommandLine line) {
        var usage = line.getCommandSpec().usageMessage();
        for (var command : line.getSubcommands().values()) {
            command.getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading(usage.exitCodeListHeading())
                    .exitCodeList(usage.exitCodeList());
        }
    }

    private static int usage(CommandLine line, String message) {
        var name = line.getCommandSpec().qualifiedName();
        line.getErr().println("fliki: " + Output.plain(message));
        line.getErr().println("Try '" + name + " --help'.");
        return Exit.USAGE.code();
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        if (e instanceof Output.ClosedPipe) {
            return Exit.OK.code();
        }
        if (e instanceof ParameterException || e instanceof IllegalArgumentException) {
            return usage(line, e.getMessage());
        }
        var unexpected = !(e instanceof FlikiException) && !(e instanceof Common.BadKey);
        line.getErr().println("fliki: " + Output.plain(unexpected ? "" + e : e.getMessage()));
        if (parsed.subcommand().matchedOptionValue("--verbose", false)) {
            e.printStackTrace(line.getErr());
        } else if (unexpected) {
            line.getErr().println("This should not happen; --verbose shows where it did.");
        }
        return (unexpected ? Exit.UNEXPECTED : Exit.KEY).code();
    }

    /** What a failure that ends a run means. */
    private static Exit exit(FlikiException.Kind kind) {
        return switch (kind) {
            case UNAUTHORIZED, FORBIDDEN -> Exit.KEY;
            default -> Exit.FAILED;
        };
    }

    /** What the failure of one id means: by then the key is known to be good. */
    private static Exit exit(FlikiException e) {
        return e.kind() == FlikiException.Kind.GENERATION_FAILED ? Exit.BAD_END : Exit.FAILED;
    }

    @Command(name = "status", description = "Shows how generations are going, now.")
    static final class StatusCommand implements Callable<Integer> {

        @Mixin private Common common;
        @Mixin private Ids ids;

        @Option(names = "--json", description = "Prints one JSON object a line for each id.")
        private boolean json;

        @Option(
                names = "--exit-status",
                description = "Exits 10 when a generation ended badly, 11 when one goes on.")
        private boolean exitStatus;

        private final Set<Exit> seen = EnumSet.noneOf(Exit.class);

        @Override
        public Integer call() {
            var fliki = common.fliki(ids.fromStdin());
            var left = ids.read();
            var output = common.output();
            if (!json) {
                output.head();
            }
            try (var outcomes = fliki.status(List.copyOf(left))) {
                outcomes.forEach(
                        outcome -> {
                            left.remove(outcome.fileId());
                            print(outcome, output);
                        });
            } catch (FlikiException e) {
                refused(e, left, output);
            }
            return Exit.worst(seen).code();
        }

        private void print(Outcome outcome, Output output) {
            seen.add(outcome.failure().map(fliki::exit).orElseGet(() -> exit(outcome.get())));
            outcome.failure().ifPresent(output::failure);
            if (json) {
                output.data(outcome.json());
            } else {
                outcome.status().ifPresent(output::row);
            }
        }

        private Exit exit(Status status) {
            if (!exitStatus || status.state() == State.SUCCESS) {
                return Exit.OK;
            }
            return status.finished() ? Exit.BAD_END : Exit.UNFINISHED;
        }

        private void refused(FlikiException e, Set<String> left, Output output) {
            seen.add(fliki.exit(e.kind()));
            output.failure(e);
            if (json) {
                left.forEach(id -> output.data(Outcome.of(id, e).json()));
            }
        }
    }
}
