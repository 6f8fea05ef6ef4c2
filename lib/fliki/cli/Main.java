//SOURCES ApiCommand.java BodyFile.java SeenFile.java Spans.java
//SOURCES Archive.java BarLine.java BulkCommand.java CarryOn.java CommonOptions.java Completion.java
//SOURCES CompletionCommand.java CsvOptions.java CsvSession.java Display.java DownloadCommand.java
//SOURCES DownloadOption.java DurationReader.java Exit.java GenerateBody.java GenerateCommand.java
//SOURCES GenerateRows.java IdTally.java IdsArgument.java InterruptHook.java Output.java
//SOURCES PollCommand.java ReportCommand.java RowTally.java Runner.java Screen.java Session.java
//SOURCES StandardWriter.java StatusCommand.java Stdin.java Stdout.java Table.java Tally.java
//SOURCES Unmatched.java WaitOptions.java

package fliki.cli;

import fliki.internal.http.Connections;
import fliki.internal.http.Daemon;
import fliki.internal.http.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.List;

/** The command line: each command is a class beside this one. */
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
public final class Main {

    private static final List<String> COMMANDS =
            List.of(
                    "status",
                    "poll",
                    "bulk",
                    "download",
                    "generate",
                    "report",
                    "api",
                    "completion");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    private Main() {}

    /** Runs a command line and ends the process with its exit code. */
    public static void main(String... args) {
        // While the options are read.
        Daemon.of("fliki-warm-up", Connections.SHARED::warmUp).start();
        // scripts/jbang says how it was called, so that the commands offered begin alike.
        var runner = runner(System.getenv().getOrDefault("FLIKI_COMMAND", "fliki"));
        var code = runner.run(StandardWriter.out(), StandardWriter.err(), args);
        Connections.SHARED.end();
        Archive.tend(Connections.SHARED.secured());
        System.exit(code);
    }

    /** Runs a command line and gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return runner("fliki").run(out, err, args);
    }

    static Runner runner(String name) {
        return new Runner(name, new Main(), COMMANDS, Main::command);
    }

    /** Only the command that is called is loaded. */
    private static Object command(String name) {
        return switch (name) {
            case "status" -> new StatusCommand();
            case "poll" -> new PollCommand();
            case "bulk" -> new BulkCommand();
            case "download" -> new DownloadCommand();
            case "generate" -> new GenerateCommand();
            case "report" -> new ReportCommand();
            case "api" -> new ApiCommand();
            case "completion" -> new CompletionCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
