///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Look up, wait for and download Fliki generations, one or thousands
//MAIN fliki.cli.Start
//CDS
//RUNTIME_OPTIONS -Xlog:disable -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DEPS info.picocli:picocli:4.7.7
//DEPS me.tongfei:progressbar:0.10.2
//DEPS lib/fliki/Fliki.java
//SOURCES lib/fliki/cli/Bar.java
//SOURCES lib/fliki/cli/BarLine.java
//SOURCES lib/fliki/cli/BulkSession.java
//SOURCES lib/fliki/cli/CarryOn.java
//SOURCES lib/fliki/cli/Common.java
//SOURCES lib/fliki/cli/Display.java
//SOURCES lib/fliki/cli/Ended.java
//SOURCES lib/fliki/cli/Exit.java
//SOURCES lib/fliki/cli/Farewell.java
//SOURCES lib/fliki/cli/IdTally.java
//SOURCES lib/fliki/cli/Ids.java
//SOURCES lib/fliki/cli/Lines.java
//SOURCES lib/fliki/cli/Output.java
//SOURCES lib/fliki/cli/RowTally.java
//SOURCES lib/fliki/cli/Saving.java
//SOURCES lib/fliki/cli/Screen.java
//SOURCES lib/fliki/cli/Session.java
//SOURCES lib/fliki/cli/Sheet.java
//SOURCES lib/fliki/cli/Spans.java
//SOURCES lib/fliki/cli/Start.java
//SOURCES lib/fliki/cli/Stdout.java
//SOURCES lib/fliki/cli/Tally.java
//SOURCES lib/fliki/cli/Waiting.java

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;
import fliki.cli.BulkSession;
import fliki.cli.Common;
import fliki.cli.Ended;
import fliki.cli.Exit;
import fliki.cli.Ids;
import fliki.cli.Output;
import fliki.cli.Saving;
import fliki.cli.Session;
import fliki.cli.Session.Verb;
import fliki.cli.Sheet;
import fliki.cli.Stdout;
import fliki.cli.Waiting;

import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The command line: parses, calls one verb of the library, prints. */
@Command(
        name = "fliki",
        description = "Looks up, waits for and downloads Fliki generations, one or thousands.",
        version = "fliki 0.1.0",
        subcommands = {
            fliki.StatusCommand.class,
            fliki.PollCommand.class,
            fliki.BulkCommand.class,
            fliki.DownloadCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all well",
            "1:unexpected failure",
            "2:usage: bad option, bad CSV, refused URL, refused overwrite",
            "10:a generation ended in error or canceled",
            "11:not finished when the time was up",
            "12:a look-up or download failed (unknown id, API, network)",
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
        warmUp();
        var err = new FileOutputStream(FileDescriptor.err);
        System.exit(run(utf8(Stdout.open()), utf8(err), args));
    }

    /** Sets up what every HTTP client needs while the arguments are read. */
    private static void warmUp() {
        var thread = new Thread(HttpClient::newHttpClient, "fliki-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static PrintWriter utf8(OutputStream bytes) {
        return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
    }

    /** Runs one command line and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        var line = new CommandLine(new fliki());
        line.setOut(out).setErr(err);
        line.setExpandAtFiles(false);
        line.setOverwrittenOptionsAllowed(true);
        line.setParameterExceptionHandler((e, a) -> usage(e.getCommandLine(), message(e)));
        line.setExecutionExceptionHandler(fliki::failed);
        line.setExecutionStrategy(fliki::runLast);
        inheritExitCodes(line);
        var code = execute(line, args);
        err.flush();
        return code;
    }

    private static int execute(CommandLine line, String... args) {
        try {
            var code = line.execute(args);
            line.getOut().flush();
            return code;
        } catch (Output.ClosedPipe e) {
            return Exit.OK.code();
        } catch (UncheckedIOException e) {
            return unwritable(e, line);
        }
    }

    /** Help is printed outside of any command, where picocli handles no exception well. */
    private static int runLast(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Output.ClosedPipe | UncheckedIOException e) {
            var line = parsed.commandSpec().commandLine();
            throw new CommandLine.ExecutionException(line, e.getMessage(), e);
        }
    }

    private static int unwritable(UncheckedIOException e, CommandLine line) {
        line.getErr().println("fliki: " + Output.plain(e.getMessage()));
        return Exit.FAILED.code();
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

    /**
     * Names an unknown option without its value: people who try {@code --key=...} put a key there.
     */
    private static String message(ParameterException e) {
        return e instanceof UnmatchedArgumentException
                ? e.getMessage().replaceAll("'(-[^=']*)=[^']*'", "'$1'")
                : e.getMessage();
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
        if (e instanceof UncheckedIOException failure) {
            return unwritable(failure, line);
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

    @Command(name = "status", description = "Shows how generations are going, now.")
    static final class StatusCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Common common;
        @Mixin private Ids ids;
        @Mixin private Saving saving;

        @Option(names = "--json", description = "Prints one JSON object a line for each id.")
        private boolean json;

        @Option(
                names = "--exit-status",
                description = "Exits 10 when a generation ended badly, 11 when one goes on.")
        private boolean exitStatus;

        @Override
        public Integer call() {
            common.checkStdin(ids.fromStdin());
            var wanted = ids.read();
            var client = common.fliki();
            var output = common.output();
            if (!json) {
                output.head(wanted);
            }
            try (var session = new Session(spec, output, json, wanted)) {
                var fliki = session.watch(client);
                var outcomes = fliki.status(wanted).peek(o -> judge(o, session));
                return session.run(Verb.STATUS, outcomes, saving.saver(fliki), output::row).code();
            }
        }

        private void judge(Outcome outcome, Session session) {
            outcome.status()
                    .filter(status -> exitStatus)
                    .ifPresent(status -> session.count(Exit.of(status)));
        }
    }

    @Command(name = "poll", description = "Waits until generations have ended.")
    static final class PollCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Common common;
        @Mixin private Ids ids;
        @Mixin private Waiting waiting;
        @Mixin private Saving saving;

        @Option(names = "--json", description = "Prints one JSON object a line for each id.")
        private boolean json;

        @Override
        public Integer call() {
            common.checkStdin(ids.fromStdin());
            var wanted = ids.read();
            var client = common.fliki(waiting::apply);
            var output = common.output();
            if (!json) {
                output.head(wanted);
            }
            try (var session = new Session(spec, output, json, wanted)) {
                var fliki = session.watch(client);
                var outcomes = outcomes(fliki, wanted).peek(o -> judge(o, session));
                return session.run(Verb.POLL, outcomes, saving.saver(fliki), output::row).code();
            }
        }

        private static void judge(Outcome outcome, Session session) {
            outcome.status().ifPresent(status -> session.count(Exit.of(status)));
        }

        /** One id has a rule of its own: only the time, the key or its own end ends the wait. */
        private static Stream<Outcome> outcomes(Fliki fliki, Set<String> ids) {
            return ids.size() > 1 ? fliki.poll(ids) : ids.stream().map(id -> outcome(fliki, id));
        }

        private static Outcome outcome(Fliki fliki, String id) {
            try {
                return Outcome.of(fliki.poll(id));
            } catch (FlikiException e) {
                var refused = Exit.ofRun(e) == Exit.KEY && e.lastStatus().isEmpty();
                if (refused
                        || e.kind() == Kind.UNAUTHORIZED
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                return Outcome.of(id, e);
            }
        }
    }

    @Command(name = "bulk", description = "Looks up the ids of a CSV, beside its other columns.")
    static final class BulkCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Common common;
        @Mixin private Sheet sheet;
        @Mixin private Waiting waiting;
        @Mixin private Saving saving;

        @Option(names = "--wait", description = "Polls all rows together until each has ended.")
        private boolean wait;

        @Override
        public Integer call() {
            common.checkStdin(sheet.fromStdin());
            if (waiting.given() && !wait) {
                throw new ParameterException(
                        spec.commandLine(), "--at-most and --every go with --wait");
            }
            var csv = wait ? sheet.csv().waiting() : sheet.csv();
            var fliki = common.fliki(waiting::apply);
            var job = saving.folder().map(csv::download).orElse(csv);
            var session = new BulkSession(spec, common.output(), sheet);
            return session.run(fliki, job, wait).code();
        }
    }

    @Command(name = "download", description = "Fetches the files of finished generations.")
    static final class DownloadCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Common common;
        @Mixin private Ids ids;
        @ArgGroup private Target target = new Target();

        @Option(names = "--force", description = "Replaces files that are there already.")
        private boolean force;

        static final class Target {
            @Option(
                    names = {"-d", "--dir"},
                    paramLabel = "DIR",
                    description = "Folder for the files. Default: the current one.")
            private Path dir;

            @Option(
                    names = {"-o", "--output"},
                    paramLabel = "FILE",
                    description = "The file itself, for one id.")
            private Path file;
        }

        @Override
        public Integer call() {
            common.checkStdin(ids.fromStdin());
            var wanted = ids.read();
            if (target.file != null && wanted.size() > 1) {
                throw new ParameterException(spec.commandLine(), "-o is for one id; use -d DIR");
            }
            var client = common.fliki();
            var output = common.output();
            try (var session = new Session(spec, output, false, wanted)) {
                var fliki = session.watch(client);
                Consumer<Ended> printer = ended -> output.data("" + ended.file().orElseThrow());
                return session.run(Verb.STATUS, fliki.status(wanted), saver(fliki), printer).code();
            }
        }

        private Session.Saver saver(Fliki fliki) {
            var options =
                    force ? new StandardCopyOption[] {REPLACE_EXISTING} : new StandardCopyOption[0];
            var dir = target.dir == null ? Path.of("") : target.dir;
            return new Session.Saver() {
                @Override
                public boolean wants(Status status) {
                    return true;
                }

                @Override
                public Path save(Status status) {
                    return target.file != null
                            ? fliki.downloadAs(status, target.file, options)
                            : fliki.download(status, dir, options);
                }
            };
        }
    }
}
