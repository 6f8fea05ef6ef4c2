///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Look up, wait for and download Fliki generations, one or thousands
//MAIN fliki.cli.Start
//CDS
//RUNTIME_OPTIONS -Xlog:disable -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//RUNTIME_OPTIONS -XX:CompileThresholdScaling=4 -XX:-UsePerfData
//RUNTIME_OPTIONS -XX:+IgnoreUnrecognizedVMOptions -XX:+UseTransparentHugePages
//RUNTIME_OPTIONS -Djdk.reflect.useNativeAccessorOnly=true
//DEPS info.picocli:picocli:4.7.7
//SOURCES lib/fliki/Fliki.java
//SOURCES lib/fliki/cli/Start.java lib/fliki/cli/CommonOptions.java lib/fliki/cli/IdsArgument.java
//SOURCES lib/fliki/cli/WaitOptions.java lib/fliki/cli/DownloadOption.java lib/fliki/cli/Stdin.java
//SOURCES lib/fliki/cli/CsvOptions.java lib/fliki/cli/BulkOptions.java
//SOURCES lib/fliki/cli/DurationReader.java
//SOURCES lib/fliki/cli/Completion.java
//SOURCES lib/fliki/cli/Archive.java lib/fliki/cli/Runner.java lib/fliki/cli/Unmatched.java
//SOURCES lib/fliki/cli/Session.java lib/fliki/cli/CsvSession.java
//SOURCES lib/fliki/cli/CarryOn.java lib/fliki/cli/InterruptHook.java lib/fliki/cli/Exit.java
//SOURCES lib/fliki/cli/Output.java lib/fliki/cli/Table.java lib/fliki/cli/StandardWriter.java
//SOURCES lib/fliki/cli/Stdout.java lib/fliki/cli/Screen.java
//SOURCES lib/fliki/cli/Display.java lib/fliki/cli/BarLine.java
//SOURCES lib/fliki/cli/Tally.java lib/fliki/cli/IdTally.java
//SOURCES lib/fliki/cli/RowTally.java lib/fliki/cli/ReportOptions.java
//SOURCES lib/fliki/cli/GenerateOptions.java lib/fliki/cli/GenerateBody.java
//SOURCES lib/fliki/cli/GenerateRows.java

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.Outcome;
import fliki.cli.Archive;
import fliki.cli.BulkOptions;
import fliki.cli.CommonOptions;
import fliki.cli.Completion;
import fliki.cli.CsvSession;
import fliki.cli.DownloadOption;
import fliki.cli.Exit;
import fliki.cli.GenerateOptions;
import fliki.cli.IdsArgument;
import fliki.cli.Output;
import fliki.cli.ReportOptions;
import fliki.cli.Runner;
import fliki.cli.Session;
import fliki.cli.Session.Verb;
import fliki.cli.StandardWriter;
import fliki.cli.WaitOptions;
import fliki.internal.http.Connections;
import fliki.internal.http.Daemon;
import fliki.internal.http.Version;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;

/** The command line: parses, calls one verb of the library, prints. */
@Command(
        name = "fliki",
        description = "Starts, looks up, waits for and downloads Fliki generations.",
        version = "fliki " + Version.NUMBER,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  ${ROOT-COMMAND-NAME} status 64f0c0ffee",
            "  ${ROOT-COMMAND-NAME} poll 64f0c0ffee --download=videos",
            "  ${ROOT-COMMAND-NAME} bulk ids.csv --wait -o out.csv",
            "",
            "'${ROOT-COMMAND-NAME} COMMAND --help' tells more.",
            "",
            "The API key comes from --key-file, or FLIKI_API_KEY, or .env in this folder,",
            "or ~/.config/fliki/key (Windows: %%APPDATA%%\\fliki\\key).",
            "See developer.fliki.ai for where to get one."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all well",
            "1:unexpected failure",
            "2:usage: bad option, bad CSV, refused URL, refused overwrite",
            "10:a generation ended in error or canceled",
            "11:not finished when the time was up",
            "12:a look-up, download or start failed (unknown id, API, network), or is uncertain",
            "13:key missing, unusable or refused",
            "130:interrupted"
        })
final class fliki {

    private static final List<Class<?>> COMMANDS =
            List.of(
                    StatusCommand.class,
                    PollCommand.class,
                    BulkCommand.class,
                    DownloadCommand.class,
                    GenerateCommand.class,
                    ReportCommand.class,
                    CompletionCommand.class);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    public static void main(String[] args) {
        // While the options are read.
        Daemon.of("fliki-warm-up", Connections.SHARED::warmUp).start();
        // scripts/jbang says how it was called, so that the commands offered begin alike.
        var name = System.getenv().getOrDefault("FLIKI_COMMAND", "fliki");
        var runner = new Runner(name, new fliki(), COMMANDS);
        var code = runner.run(StandardWriter.out(), StandardWriter.err(), args);
        Connections.SHARED.end();
        Archive.tend(Connections.SHARED.secured());
        System.exit(code);
    }

    /** Runs one command line and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new Runner("fliki", new fliki(), COMMANDS).run(out, err, args);
    }

    @Command(
            name = "status",
            description = "Shows how generations are going, now.",
            footer = {
                "",
                "Examples:",
                "  ${ROOT-COMMAND-NAME} status 64f0c0ffee",
                "  ${ROOT-COMMAND-NAME} status - --json < ids.txt"
            })
    static final class StatusCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private IdsArgument ids;
        @Mixin private DownloadOption saving;

        @Option(names = "--json", description = "Prints one JSON object a line for each id.")
        private boolean json;

        @Option(
                names = "--exit-status",
                description = "Exits 10 when a generation ended badly, 11 when one goes on.")
        private boolean exitStatus;

        @Mixin private CommonOptions common;

        @Override
        public Integer call() {
            common.checkStdin(ids.fromStdin());
            var wanted = common.checked(ids::read);
            common.checked(() -> wanted.forEach(saving::check));
            var client = common.fliki(saving::apply);
            var output = common.output();
            try (var session = new Session(spec, output, json, wanted)) {
                var outcomes = session.watch(client).status(wanted);
                var judged = outcomes.peek(outcome -> judge(outcome, session));
                return session.run(Verb.LOOK, judged, output.rows(wanted, json)).code();
            }
        }

        private void judge(Outcome outcome, Session session) {
            outcome.status()
                    .filter(status -> exitStatus)
                    .ifPresent(status -> session.count(Exit.of(status)));
        }
    }

    @Command(
            name = "poll",
            description = "Waits until generations have ended.",
            footer = {
                "",
                "Examples:",
                "  ${ROOT-COMMAND-NAME} poll 64f0c0ffee --download=videos",
                "  ${ROOT-COMMAND-NAME} poll a1 a2 a3 --at-most 30m"
            })
    static final class PollCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private IdsArgument ids;
        @Mixin private DownloadOption saving;
        @Mixin private WaitOptions waiting;

        @Option(names = "--json", description = "Prints one JSON object a line for each id.")
        private boolean json;

        @Mixin private CommonOptions common;

        @Override
        public Integer call() {
            common.checkStdin(ids.fromStdin());
            var wanted = common.checked(ids::read);
            common.checked(() -> wanted.forEach(saving::check));
            var client = common.fliki(fliki -> saving.apply(waiting.apply(fliki)));
            var output = common.output();
            try (var session = new Session(spec, output, json, wanted)) {
                var outcomes = session.watch(client).poll(wanted);
                var judged = outcomes.peek(outcome -> judge(outcome, session));
                return session.run(Verb.WAIT, judged, output.rows(wanted, json)).code();
            }
        }

        private static void judge(Outcome outcome, Session session) {
            outcome.status().ifPresent(status -> session.count(Exit.of(status)));
        }
    }

    @Command(
            name = "bulk",
            description = "Looks up the ids of a CSV, beside its other columns.",
            footer = {
                "",
                "Examples:",
                "  ${ROOT-COMMAND-NAME} bulk ids.csv -o out.csv",
                "  ${ROOT-COMMAND-NAME} bulk ids.csv --wait --download=videos -o out.csv",
                "  ${ROOT-COMMAND-NAME} bulk out.csv --pending -o out-2.csv"
            })
    static final class BulkCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;

        @Mixin private DownloadOption saving;
        @Mixin private BulkOptions bulk;
        @Mixin private WaitOptions waiting;
        @Mixin private CommonOptions common;

        @Override
        public Integer call() {
            common.checkStdin(bulk.fromStdin());
            if (waiting.given() && !bulk.waits()) {
                throw new ParameterException(
                        spec.commandLine(), "--at-most and --every go with --wait");
            }
            if (bulk.names() && !saving.given()) {
                throw new ParameterException(
                        spec.commandLine(), "--file-name goes with --download or -d DIR");
            }
            common.checked(() -> saving.check(bulk.in()));
            var csv = common.checked(bulk::csv);
            var fliki = common.fliki(client -> saving.apply(waiting.apply(client)));
            return CsvSession.bulk(spec, common.output(), bulk, fliki, csv).code();
        }
    }

    @Command(
            name = "download",
            description = "Fetches the files of finished generations.",
            footer = {
                "",
                "Examples:",
                "  ${ROOT-COMMAND-NAME} download 64f0c0ffee -d videos",
                "  ${ROOT-COMMAND-NAME} download 64f0c0ffee -o film.mp4 --force"
            })
    static final class DownloadCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private IdsArgument ids;
        @ArgGroup private Target target = new Target();

        @Option(names = "--force", description = "Replaces files that are there already.")
        private boolean force;

        @Mixin private CommonOptions common;

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
            var wanted = common.checked(ids::read);
            if (target.file != null && target.file.toString().equals("-")) {
                throw new ParameterException(
                        spec.commandLine(), "-o is for a file, not standard output");
            }
            if (target.file != null && wanted.size() > 1) {
                throw new ParameterException(spec.commandLine(), "-o is for one id; use -d DIR");
            }
            var client = common.fliki(this::into);
            var output = common.output();
            try (var session = new Session(spec, output, false, wanted)) {
                var fliki = session.watch(client);
                var outcomes =
                        target.file == null
                                ? fliki.download(wanted, options())
                                : fliki.status(wanted).map(look -> saved(fliki, look));
                return session.run(Verb.LOOK, outcomes, output::file).code();
            }
        }

        private Fliki into(Fliki fliki) {
            return target.dir == null ? fliki : fliki.downloadTo(target.dir);
        }

        private StandardCopyOption[] options() {
            return force ? new StandardCopyOption[] {REPLACE_EXISTING} : new StandardCopyOption[0];
        }

        private Outcome saved(Fliki fliki, Outcome look) {
            try {
                return look.status()
                        .map(s -> s.file(fliki.downloadAs(s, target.file, options())))
                        .map(Outcome::of)
                        .orElse(look);
            } catch (FlikiException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                return Outcome.of(look.fileId(), e.last(look.status()));
            }
        }
    }

    @Command(
            name = "generate",
            description = "Starts generations, one or one for each row of a CSV.",
            footer = {
                "",
                "Each generation costs credits. Rows that have a fileId are never started again.",
                "",
                "Examples:",
                "  ${ROOT-COMMAND-NAME} generate body.json | ${ROOT-COMMAND-NAME} poll -"
                        + " --download",
                "  ${ROOT-COMMAND-NAME} generate texts.csv --template 64f0c0ffee -o started.csv"
            })
    static final class GenerateCommand implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private GenerateOptions generate;
        @Mixin private CommonOptions common;

        @Override
        public Integer call() {
            return generate.run(spec, common).code();
        }
    }

    @Command(
            name = "report",
            description = "Makes a page of a bulk output, to look at in a browser.",
            footer = {
                "",
                "Examples:",
                "  ${ROOT-COMMAND-NAME} report out.csv",
                "  ${ROOT-COMMAND-NAME} report out.csv -o pages/today.html --force"
            })
    static final class ReportCommand implements Callable<Integer> {

        @Mixin private ReportOptions report;
        @Mixin private CommonOptions common;

        @Override
        public Integer call() {
            common.checked(report::check);
            common.output().data(report.report(common.fliki(client -> client)).toString());
            return Exit.OK.code();
        }
    }

    @Command(
            name = "completion",
            description = "Prints what makes bash or zsh complete commands and options.",
            footer = {
                "",
                "Once, for bash and for zsh:",
                "  fliki completion bash > ~/.local/share/bash-completion/completions/fliki",
                "  fliki completion zsh > ~/.fliki.zsh && echo '. ~/.fliki.zsh' >> ~/.zshrc"
            })
    static final class CompletionCommand implements Callable<Integer> {

        private enum For {
            bash,
            zsh
        }

        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "bash|zsh", description = "One script serves both.")
        private For shell;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this help.")
        private boolean help;

        @Override
        public Integer call() {
            var all = new Runner("fliki", new fliki(), COMMANDS).all();
            var here = spec.commandLine();
            var output = new Output(here.getOut(), here.getErr(), false, false);
            output.data(Completion.script(all));
            return Exit.OK.code();
        }
    }
}
