package fliki.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import fliki.Fliki;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

/** Makes a page of a bulk output. */
@Command(
        name = "report",
        description = "Makes a page of a bulk output, to look at in a browser.",
        footer = {
            "",
            "Examples:",
            "  ${ROOT-COMMAND-NAME} report out.csv",
            "  ${ROOT-COMMAND-NAME} report out.csv -o pages/today.html --force"
        })
final class ReportCommand implements Callable<Integer> {

    private static final String STREAM = "-";

    @Parameters(paramLabel = "OUT.csv", description = "A CSV that bulk wrote.")
    private Path csv;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.html",
            description = "The page. Default: OUT.html, beside the CSV.")
    private Path html;

    @Option(
            names = "--title",
            paramLabel = "TEXT",
            description = "Heading of the page. Default: the name of the CSV.")
    private String title;

    @Option(names = "--force", description = "Replaces an existing page.")
    private boolean force;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.checked(this::check);
        common.output().data(report(common.fliki(client -> client)).toString());
        return Exit.OK.code();
    }

    /**
     * Refuses standard streams: the addresses in a page depend on where it lies.
     *
     * @throws IllegalArgumentException for {@code -}
     */
    private void check() {
        if (STREAM.equals("" + csv)) {
            throw new IllegalArgumentException("report reads a file, not standard input");
        }
        if (STREAM.equals("" + html)) {
            throw new IllegalArgumentException("-o is for a file, not standard output");
        }
        if (title != null && title.isBlank()) {
            throw new IllegalArgumentException("--title is empty");
        }
    }

    /** Makes the page and gives its place; an interrupt leaves none. */
    private Path report(Fliki fliki) {
        var replacing = new StandardCopyOption[] {REPLACE_EXISTING};
        var options = force ? replacing : new StandardCopyOption[0];
        try (var farewell = new InterruptHook(() -> {})) {
            var page = html == null ? page(csv) : html;
            return title == null
                    ? fliki.report(csv, page, options)
                    : fliki.report(csv, page, title, options);
        }
    }

    /** Where the report of a CSV goes by default: {@code out.html} for {@code out.csv}. */
    static Path page(Path csv) {
        var name = "" + csv.getFileName();
        return csv.resolveSibling(name.replaceFirst("(?<=.)\\.[^.]*$", "") + ".html");
    }
}
