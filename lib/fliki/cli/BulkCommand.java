package fliki.cli;

import fliki.csv.Csv;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Looks up the ids of a CSV. */
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
final class BulkCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "IDS.csv|-",
            description = "The CSV with the ids; - is standard input.")
    private Path in;

    @Mixin private CsvOptions sheet;

    @Option(
            names = "--column",
            paramLabel = "NAME|N",
            description =
                    "The column with the ids; with a number, the first row counts as data unless it"
                        + " names fileId, file_id or id. Default: that column, or the only one.")
    private String column;

    @Option(
            names = "--pending",
            description = "Looks up only the rows without a final status, and copies the others.")
    private boolean pending;

    @Option(names = "--wait", description = "Polls all rows together until each has ended.")
    private boolean wait;

    @Option(
            names = "--file-name",
            paramLabel = "TEMPLATE",
            description =
                    "Names downloads by cells of their rows, such as '{title}'. Default: {fileId}.")
    private String fileName;

    @Mixin private DownloadOption saving;
    @Mixin private WaitOptions waiting;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.checkStdin(CsvOptions.isStdin(in));
        if (waiting.given() && !wait) {
            throw new ParameterException(
                    spec.commandLine(), "--at-most and --every go with --wait");
        }
        if (fileName != null && !saving.given()) {
            throw new ParameterException(
                    spec.commandLine(), "--file-name goes with --download or -d DIR");
        }
        common.checked(() -> saving.check("" + in));
        var csv = common.checked(this::csv);
        var fliki = common.fliki(client -> saving.apply(waiting.apply(client)));
        var session = new CsvSession(spec, common.output(), "" + in, sheet);
        return session.bulk(fliki, csv, wait).code();
    }

    /** The job that the options describe. */
    private Csv csv() {
        var csv = sheet.csv(in);
        csv = column == null ? csv : csv.column(column);
        csv = fileName == null ? csv : csv.fileName(fileName);
        csv = wait ? csv.waiting() : csv;
        return pending ? csv.pending() : csv;
    }
}
