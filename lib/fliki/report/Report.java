package fliki.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.csv.CsvException;
import fliki.csv.Results;
import fliki.csv.Results.Result;
import fliki.internal.download.PartFile;
import fliki.internal.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a page of an output of {@code bulk}, for people who would rather look than read. The rows
 * come first in it, as the data of its script, so that one pass over the CSV is enough.
 */
public final class Report {

    /** Rows of one leaf: as many as are shown together, and can be read without JavaScript. */
    static final int LEAF = 100;

    private static final int CHUNK = 1 << 16;

    private final Results results;
    private final PartFile page;
    private final PlayableFiles files;
    private final Totals totals = new Totals();
    private final StringBuilder first = new StringBuilder();
    private final StringBuilder text = new StringBuilder();

    private Report(Results results, PartFile page, PlayableFiles files) {
        this.results = results;
        this.page = page;
        this.files = files;
    }

    /**
     * Writes the page beside its place, and puts it there when it is whole.
     *
     * @param title the heading; without one, the name of the CSV
     * @throws CsvException for a CSV that is no output of {@code bulk}, or a page that may not be
     *     written
     * @throws UncheckedIOException where reading or writing breaks off
     */
    public static void write(Path csv, Path html, Optional<String> title, boolean replace) {
        try (var results = Results.open(csv)) {
            check(csv, html, replace);
            try (var page = open(html)) {
                var name = title.orElse(String.valueOf(csv.getFileName()));
                var time = Text.clock(Files.getLastModifiedTime(csv).toInstant());
                new Report(results, page, new PlayableFiles(csv, html)).print(name, time);
                page.finish(replace);
            } catch (PartFile.Unwritable e) {
                throw broken(html, "written", e.getCause());
            }
        } catch (IOException e) {
            throw broken(csv, "read", e);
        }
    }

    private static UncheckedIOException broken(Path file, String what, IOException e) {
        var message = file + ": cannot be " + what + ": " + CsvException.reason(e);
        return new UncheckedIOException(message, e);
    }

    private static void check(Path csv, Path html, boolean replace) throws IOException {
        if (same(csv, html) || same(csv, PartFile.name(html))) {
            throw CsvException.of("" + html, "the CSV itself; name another file for the report");
        }
        if (Files.isSymbolicLink(html)) {
            throw CsvException.of("" + html, "a link; name the file itself");
        }
        if (Files.exists(html) && !Files.isRegularFile(html)) {
            throw CsvException.of("" + html, "not a file that a report can replace");
        }
        if (Files.exists(html) && !replace) {
            throw CsvException.of("" + html, "exists already; use force to replace it");
        }
    }

    private static boolean same(Path csv, Path written) throws IOException {
        return Files.exists(written) && Files.isSameFile(csv, written);
    }

    private static PartFile open(Path html) {
        try {
            return PartFile.open(html);
        } catch (PartFile.Unwritable e) {
            var reason = CsvException.reason(e.getCause());
            throw CsvException.of("" + html, "cannot be written: " + reason);
        }
    }

    private void print(String title, String time) {
        var frame = new Page();
        page.restart();
        print(frame.head(title));
        while (results.hasNext()) {
            var starts = totals.rows() % LEAF == 0;
            print(starts ? "<script type=\"application/json\">[\n" : ",\n");
            print(results.next());
            var ends = totals.rows() % LEAF == 0 || !results.hasNext();
            print(ends ? "]</script>\n" : "");
        }
        print(frame.body(title, time, totals, results, "" + first));
        flush();
    }

    private void print(Result row) {
        var verdict = Verdict.of(row);
        print("[" + Page.json(totals.add(verdict)) + "," + Page.json(verdict.kind()));
        print("," + Page.json(files.address(row.file()).orElse("")));
        for (int i = 0; i < row.cells().size(); i++) {
            var cell = row.cells().get(i);
            // An id is copied as it is.
            print("," + Page.json(i == results.id() ? cell : Page.visible(cell)));
        }
        print("]");
        if (totals.rows() <= LEAF) {
            first.append(Page.row(results.header(), row.cells()));
        }
    }

    private void print(String part) {
        text.append(part);
        if (text.length() > CHUNK) {
            flush();
        }
    }

    private void flush() {
        var bytes = text.toString().getBytes(UTF_8);
        page.write(bytes, bytes.length);
        text.setLength(0);
    }
}
