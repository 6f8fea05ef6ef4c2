package fliki.cli;

import fliki.Fliki;
import fliki.csv.Texts;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Starts a generation for each row of a CSV, once somebody has said so. */
final class GenerateRows {

    private final CommandSpec command;
    private final Output output;
    private final GenerateOptions options;

    GenerateRows(CommandSpec command, Output output, GenerateOptions options) {
        this.command = command;
        this.output = output;
        this.options = options;
    }

    /** Starts the rows; gives the exit code that it comes to. */
    Exit run(Fliki fliki, Texts texts) {
        var count = count(texts);
        output.note(texts.columns());
        if (options.out().isEmpty() && !options.dryRun()) {
            output.note("without -o, nothing keeps these rows from being started again");
        }
        if (options.dryRun()) {
            print(texts);
            output.note("would start: " + count + "; nothing was sent");
            return Exit.OK;
        }
        if (count > 0 && !options.yes() && !confirmed(count)) {
            output.error("nothing was started");
            return Exit.INTERRUPTED;
        }
        return new GenerateSession(command, output, options).run(fliki, texts);
    }

    /** How many are to be started, once all rows are known to be good. */
    private long count(Texts texts) {
        try (var generations = texts.generations(options.template())) {
            return generations.count();
        }
    }

    private void print(Texts texts) {
        try (var generations = texts.generations(options.template())) {
            generations.forEach(generation -> output.data(generation.body()));
        }
    }

    private boolean confirmed(long count) {
        var one = count == 1;
        if (!output.asks()) {
            throw new ParameterException(
                    command.commandLine(),
                    (one ? "1 generation costs" : count + " generations cost")
                            + " credits: say --yes to start, or --dry-run to look first");
        }
        var what =
                one ? "Start 1 generation? It costs" : "Start " + count + " generations? They cost";
        return output.confirmed(what + " credits.");
    }
}
