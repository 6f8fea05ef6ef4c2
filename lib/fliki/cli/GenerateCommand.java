package fliki.cli;

import fliki.Generation;
import fliki.Generation.Endpoint;
import fliki.csv.CsvException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Starts generations: by one body of JSON, or one for each row of a CSV. */
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
final class GenerateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "BODY.json|ROWS.csv|-",
            description =
                    "The body of one request; or, with --template, a CSV with a column SCENE.LAYER"
                            + " for each text. - is standard input.")
    private Path in;

    @Option(
            names = "--template",
            paramLabel = "ID",
            description = "Starts a generation from this template for each row of a CSV.")
    private String template;

    @Mixin private CsvOptions sheet;

    @Option(
            names = "--retry-failed",
            description = "Starts rows again whose status is error or canceled.")
    private boolean retryFailed;

    @Option(
            names = "--yes",
            description = "Starts the rows of a CSV without asking; a body never asks.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Prints what would be sent, and sends nothing.")
    private boolean dryRun;

    @Option(
            names = "--endpoint",
            paramLabel = "template|video|audio",
            description =
                    "Where a body goes. Default: video if it holds payload, audio if it holds"
                            + " content, otherwise template.")
    private Endpoint endpoint;

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description = "Has Fliki post the end of each generation to this address.")
    private String webhook;

    @Option(names = "--json", description = "Prints one JSON object a line, for a body.")
    private boolean json;

    @Mixin private CommonOptions common;

    private boolean fromStdin() {
        return CsvOptions.isStdin(in);
    }

    /** The input, as it was given. */
    String in() {
        return in.toString();
    }

    CsvOptions sheet() {
        return sheet;
    }

    boolean yes() {
        return yes;
    }

    /** Whether nothing is sent. */
    boolean dryRun() {
        return dryRun;
    }

    /** Refuses options that do not go together. */
    private void check() {
        if (template != null && (endpoint != null || json)) {
            throw new IllegalArgumentException("--endpoint and --json are for a body of JSON");
        }
        if (template == null && (sheet.given() || yes || retryFailed)) {
            throw new IllegalArgumentException(
                    "--output, --resume, --force and --yes are for a CSV: say its --template");
        }
        if (template == null && in().matches("(?i).*\\.csv")) {
            throw new IllegalArgumentException("a CSV needs a template: --template ID");
        }
    }

    @Override
    public Integer call() {
        common.checkStdin(fromStdin());
        common.checked(this::check);
        var fliki = common.fliki(client -> client);
        var output = common.output();
        if (template != null) {
            var each = common.checked(this::template);
            var csv = common.checked(() -> sheet.csv(in));
            csv = retryFailed ? csv.retryFailed() : csv;
            return new GenerateRows(spec, output, this).run(fliki, csv, each).code();
        }
        var body = body();
        if (!dryRun) {
            return new GenerateBody(output, json).run(fliki, body).code();
        }
        output.data(body.body().strip());
        return Exit.OK.code();
    }

    /** What all rows have in common. */
    private Generation template() {
        return withWebhook(Generation.template(template));
    }

    /** What the body asks for. */
    private Generation body() {
        var text = BodyFile.read(in);
        try {
            var generation = Generation.json(text);
            return withWebhook(endpoint == null ? generation : generation.endpoint(endpoint));
        } catch (IllegalArgumentException e) {
            throw CsvException.of(BodyFile.name(in), e.getMessage());
        }
    }

    private Generation withWebhook(Generation generation) {
        return webhook == null ? generation : generation.webhook(webhook);
    }
}
