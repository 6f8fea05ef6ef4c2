package fliki.cli;

import fliki.Fliki;
import fliki.Generation;
import fliki.csv.Csv;
import fliki.csv.Csv.Plan;
import fliki.internal.text.Text;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts a generation for each row of a CSV, once somebody has said so. */
final class GenerateRows {

    private static final Pattern ESCAPE = Pattern.compile("(?<!\\\\)\\\\u([0-9a-f]{4})");

    private final CommandSpec command;
    private final Output output;
    private final GenerateCommand options;

    GenerateRows(CommandSpec command, Output output, GenerateCommand options) {
        this.command = command;
        this.output = output;
        this.options = options;
    }

    /** Starts the rows; gives the exit code that it comes to. */
    Exit run(Fliki fliki, Csv csv, Generation template) {
        if (options.dryRun()) {
            fliki.generate(csv.onPlan(this::shown), template);
            return Exit.OK;
        }
        var session = new CsvSession(command, output, options.in(), options.sheet());
        try {
            return session.generate(fliki, csv.onPlan(this::agreed), template);
        } catch (Refused e) {
            output.error("nothing was started");
            return Exit.INTERRUPTED;
        }
    }

    private boolean shown(Plan plan) {
        plan.generations().forEach(generation -> output.data(letters(generation.body())));
        output.note(plan.columns());
        output.note(words(plan) + "; nothing was sent");
        return false;
    }

    /** The JSON with letters and quotation marks as such, where it has them as escapes. */
    private static String letters(String json) {
        return ESCAPE.matcher(json)
                .replaceAll(
                        escape -> {
                            var letter = (char) Integer.parseInt(escape.group(1), 16);
                            var seen =
                                    Text.visible("" + letter).isEmpty()
                                            ? escape.group()
                                            : "" + letter;
                            return Matcher.quoteReplacement(seen);
                        });
    }

    private boolean agreed(Plan plan) {
        var count = plan.generations().size();
        output.note(plan.columns());
        if (plan.withId() + plan.uncertain() > 0) {
            output.note(words(plan));
        }
        if (options.sheet().out().isEmpty()) {
            output.note("without -o, nothing keeps these rows from being started again");
        }
        if (options.sheet().lacksOutput() && count > 0) {
            output.error(
                    options.sheet().out().get()
                            + " is not there: nothing is carried on with, and all rows start");
        }
        if (count > 0 && !options.yes() && !confirmed(count)) {
            throw new Refused();
        }
        return true;
    }

    private static String words(Plan plan) {
        return plan + (plan.ended() == 0 ? "" : "; --retry-failed starts those again");
    }

    /** Somebody has said no. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private boolean confirmed(int count) {
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
