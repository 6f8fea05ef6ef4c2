package fliki.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import fliki.FlikiException;
import fliki.csv.CsvException;
import fliki.internal.text.Text;
import fliki.internal.text.Windows;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs a command line: what a command throws becomes one line and an exit code. */
final class Runner {

    /** What stands in the place of characters that the locale, or Windows' code page, lacks. */
    private static final String DAMAGE = Windows.HERE ? "?" : "\uFFFD";

    private static final String DAMAGED =
            Windows.HERE
                    ? "it holds a question mark, as Windows puts for letters beyond its code page;"
                            + " hand ids over on standard input, or rename the file"
                    : "for this locale has ASCII alone;"
                            + " set LC_ALL=C.UTF-8, or hand ids over on standard input";

    private final String name;
    private final Object root;
    private final List<String> commands;
    private final Function<String, Object> maker;

    /**
     * For a program with these commands.
     *
     * @param name how it is called in its help and its messages
     * @param maker makes the command of a name
     */
    Runner(String name, Object root, List<String> commands, Function<String, Object> maker) {
        this.name = name;
        this.root = root;
        this.commands = commands;
        this.maker = maker;
    }

    /** The command line with all its commands. */
    CommandLine all() {
        return line();
    }

    private CommandLine line(String... args) {
        // Else picocli looks for converters to types that no option has, which takes a while.
        System.setProperty("picocli.converters.excludes", ".*");
        var line = new CommandLine(root);
        line.setCommandName(name);
        if ("".equals(System.getenv("NO_COLOR"))) { // picocli takes it for set
            var ansi = Screen.terminal("1") && Screen.terminal("2") ? Ansi.ON : Ansi.OFF;
            line.setColorScheme(Help.defaultColorScheme(ansi));
        }
        add(line, args);
        return line;
    }

    /** Runs it and gives the exit code. */
    public int run(PrintWriter out, PrintWriter err, String... args) {
        var line = line(args);
        line.setOut(out).setErr(err);
        line.registerConverter(Path.class, Runner::path);
        line.setExpandAtFiles(false);
        line.setOverwrittenOptionsAllowed(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, a) -> usage(e.getCommandLine(), message(e)));
        line.setExecutionExceptionHandler(Runner::failed);
        line.setExecutionStrategy(Runner::runLast);
        line.getSubcommands().values().forEach(Runner::help);
        var code = args.length == 0 ? alone(line) : execute(line, args);
        err.flush();
        return code;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("no file can be called '" + name + "' here");
        }
    }

    /** Adds the command that is called, or all where none is: to describe each takes a while. */
    private void add(CommandLine line, String... args) {
        var called = commands.stream().filter(c -> args.length > 0 && c.equals(args[0])).toList();
        (called.isEmpty() ? commands : called).forEach(c -> line.addSubcommand(c, maker.apply(c)));
        if (called.isEmpty()) {
            line.addSubcommand(new CommandLine.HelpCommand());
            var help = line.getSubcommands().get("help").getCommandSpec();
            help.usageMessage().description("Shows the help of a command.");
        }
    }

    private static int alone(CommandLine line) {
        line.usage(line.getErr());
        return Exit.USAGE.code();
    }

    private static int execute(CommandLine line, String... args) {
        if (Stream.of(args).anyMatch(word -> word.contains(DAMAGE) && !word.contains("://"))) {
            return usage(line, "an argument arrived damaged, " + DAMAGED);
        }
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
        } catch (Output.ClosedPipe e) {
            return Exit.OK.code();
        } catch (UncheckedIOException e) {
            var line = parsed.commandSpec().commandLine();
            throw new CommandLine.ExecutionException(line, e.getMessage(), e);
        }
    }

    private static int unwritable(UncheckedIOException e, CommandLine line) {
        line.getErr().println("fliki: " + Text.visible(e.getMessage()));
        return Exit.FAILED.code();
    }

    /** Options come in the order of their use, and every command names what all have in common. */
    private static void help(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        var common = List.of("", "The API key and the exit codes: ${ROOT-COMMAND-NAME} --help");
        var footer = Stream.concat(Stream.of(usage.footer()), common.stream());
        command.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, CommonOptions::list);
        usage.sortOptions(false).abbreviateSynopsis(true).footer(footer.toArray(String[]::new));
    }

    private static String message(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched
                ? Unmatched.message(unmatched)
                : e.getMessage();
    }

    private static int usage(CommandLine line, String message) {
        var name = line.getCommandSpec().qualifiedName();
        line.getErr().println("fliki: " + Text.visible(message));
        line.getErr().println("Try '" + name + " --help'.");
        return Exit.USAGE.code();
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        if (e instanceof Output.ClosedPipe) {
            return Exit.FAILED.code(); // quietly, but not as if all were done
        }
        if (e instanceof UncheckedIOException failure) {
            return unwritable(failure, line);
        }
        if (e instanceof ParameterException) {
            return usage(line, e.getMessage());
        }
        var exit = exit(e);
        var unexpected = exit == Exit.UNEXPECTED;
        var message = unexpected ? "" + e : e.getMessage();
        line.getErr().println("fliki: " + Text.visible(message));
        if (parsed.subcommand().matchedOptionValue("--verbose", false)) {
            e.printStackTrace(line.getErr());
        } else if (unexpected) {
            line.getErr().println("This should not happen; --verbose shows where it did.");
        }
        return exit.code();
    }

    private static Exit exit(Exception e) {
        if (e instanceof CsvException) {
            return Exit.USAGE;
        }
        return e instanceof FlikiException failure ? Exit.ofRun(failure) : Exit.UNEXPECTED;
    }
}
