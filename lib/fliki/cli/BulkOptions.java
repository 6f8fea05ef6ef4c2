package fliki.cli;

import fliki.csv.Csv;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/** What a bulk command looks up. */
public final class BulkOptions {

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

    /** Whether the rows come from standard input, which is then not free for a key. */
    public boolean fromStdin() {
        return CsvOptions.isStdin(in);
    }

    /** The input, as it was given. */
    public String in() {
        return in.toString();
    }

    /** Whether to wait for the end of each generation. */
    public boolean waits() {
        return wait;
    }

    /** Whether files get names of their own. */
    public boolean names() {
        return fileName != null;
    }

    CsvOptions sheet() {
        return sheet;
    }

    /** The job that these options describe. */
    public Csv csv() {
        var csv = sheet.csv(in);
        csv = column == null ? csv : csv.column(column);
        csv = fileName == null ? csv : csv.fileName(fileName);
        csv = wait ? csv.waiting() : csv;
        return pending ? csv.pending() : csv;
    }
}
