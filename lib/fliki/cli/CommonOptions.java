package fliki.cli;

import static java.util.stream.Collectors.partitioningBy;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import picocli.CommandLine.Help;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The options that every command has. */
final class CommonOptions {

    /** As of a key file. */
    private static final int LONGEST_KEY = 1 << 16;

    /** Those that say how to reach the API. */
    static final Set<String> CONNECTION =
            Set.of("--url", "--key-file", "--rate", "--parallel", "--timeout", "--retries");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-q", "--quiet"},
            description = "Prints only errors besides the data.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Prints the stack trace of an error, too.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Base URL of the API. Default: https://api.fliki.ai/v1.")
    private String url;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            converter = KeyFileReader.class,
            description = "File that holds the API key; - is standard input.")
    private Path keyFile;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Most requests a second, 0 for no ceiling. Default: 10.")
    private Double rate;

    @Option(names = "--parallel", paramLabel = "N", description = "Requests in flight. Default: 8.")
    private Integer parallel;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationReader.class,
            description = "Time for one request, its body included. Default: 30s.")
    private Duration timeout;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Further tries of a request that failed in passing. Default: 4.")
    private Integer retries;

    /** The options of a command as its help lists them: those of the connection come last. */
    static String list(Help help) {
        var kinds =
                help.commandSpec().options().stream()
                        .collect(partitioningBy(o -> CONNECTION.contains(o.longestName())));
        var connection = lines(help, kinds.get(true));
        return lines(help, kinds.get(false))
                + (connection.isEmpty() ? "" : String.format("%nConnection:%n") + connection);
    }

    private static String lines(Help help, List<OptionSpec> options) {
        var layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
        layout.addOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }

    /** Never repeats what it cannot read: some people put the key itself there. */
    static final class KeyFileReader implements ITypeConverter<Path> {

        @Override
        public Path convert(String value) {
            try {
                return Path.of(value);
            } catch (InvalidPathException e) {
                throw new TypeConversionException("no name of a file, and not repeated here");
            }
        }
    }

    /** Where the command prints. */
    Output output() {
        var line = command.commandLine();
        return new Output(line.getOut(), line.getErr(), quiet, verbose);
    }

    private boolean keyFromStdin() {
        return keyFile != null && keyFile.toString().equals("-");
    }

    /** Refuses to read both the key and the ids from standard input. */
    void checkStdin(boolean idsFromStdin) {
        if (keyFromStdin() && idsFromStdin) {
            throw new ParameterException(
                    command.commandLine(),
                    "--key-file - and ids from standard input do not go together");
        }
    }

    /** The same of a check. */
    void checked(Runnable check) {
        checked(
                () -> {
                    check.run();
                    return true;
                });
    }

    /** What these settings give; what they refuse is a mistake in the options. */
    <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** A client with these options and some more; what is wrong with them shows first. */
    Fliki fliki(UnaryOperator<Fliki> more) {
        var stdin = keyFromStdin();
        var named = keyFile != null && !stdin;
        Supplier<Fliki> client = () -> named ? Fliki.keyFile(keyFile) : Fliki.fromEnv();
        var fliki = checked(() -> more.apply(options(client.get())));
        return stdin ? more.apply(options(withKeyFromStdin())) : fliki;
    }

    private Fliki options(Fliki client) {
        var fliki = url == null ? client : client.url(url);
        fliki = timeout == null ? fliki : fliki.timeout(timeout);
        fliki = retries == null ? fliki : fliki.retries(retries);
        fliki = parallel == null ? fliki : fliki.parallel(parallel);
        return rate == null ? fliki : fliki.rate(rate);
    }

    private Fliki withKeyFromStdin() {
        try {
            if (Screen.in()) {
                return Fliki.key(typed());
            }
            var bytes = Stdin.open().readNBytes(LONGEST_KEY + 1);
            if (bytes.length > LONGEST_KEY) {
                throw new IllegalArgumentException("more than 64 KiB on standard input, no key");
            }
            return Fliki.key(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw badKey("cannot read the key from standard input", e);
        } catch (IllegalArgumentException e) {
            throw badKey(e.getMessage(), e);
        }
    }

    /** Nobody looking over a shoulder, or through what has scrolled by, is to see the key. */
    private String typed() {
        if (!Screen.is(command.commandLine().getOut()) || System.console() == null) {
            throw new IllegalArgumentException(
                    "this terminal would show the key as it is typed; put it into a file");
        }
        var key = System.console().readPassword("API key: ");
        return key == null ? "" : new String(key);
    }

    private static FlikiException badKey(String reason, Exception e) {
        return FlikiException.of(Kind.UNAUTHORIZED, reason, Details.NONE, e);
    }
}
