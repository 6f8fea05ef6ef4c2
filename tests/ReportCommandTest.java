import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.Result;
import fliki.SharedSandbox;
import fliki.sandbox.Sandbox;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class ReportCommandTest {

    @TempDir Path folder;
    private Path csv;

    @BeforeEach
    void csv() throws IOException {
        csv = Files.writeString(folder.resolve("my.out.csv"), "fileId,status\na,success\n");
    }

    @Test
    void makesAPageBesideTheCsvAndPrintsItsName() {
        var page = folder.resolve("my.out.html");

        assertEquals(new Result(0, page + "\n", ""), Cli.run("report", "" + csv));
        assertTrue(Files.exists(page));
    }

    @Test
    void titleIsTheHeading() throws IOException {
        var page = folder.resolve("t.html");

        Cli.run("report", "" + csv, "-o", "" + page, "--title", "Films of <May>");

        assertTrue(Files.readString(page).contains("<h1>Films of &lt;May&gt;</h1>"));
    }

    @Test
    void makesAPageElsewhereAndReplacesItByForceAlone() {
        var page = folder.resolve("pages/a.html");

        var first = Cli.run("report", "" + csv, "-o", "" + page);
        var second = Cli.run("report", "" + csv, "-o", "" + page);
        var third = Cli.run("report", "" + csv, "-o", "" + page, "--force");

        assertEquals(new Result(0, page + "\n", ""), first);
        var refused = "fliki: " + page + ": exists already; use force to replace it\n";
        assertEquals(new Result(2, "", refused), second);
        assertEquals(first, third);
    }

    @Test
    void refusesWhatIsNotThereWithoutMakingAnything() throws IOException {
        var result = Cli.run("report", folder.resolve("no.csv").toString());

        var missing = folder.resolve("no.csv") + ": cannot be read: no such file or directory\n";
        assertEquals(new Result(2, "", "fliki: " + missing), result);
        assertTrue(Files.notExists(folder.resolve("no.html")));
    }

    /** The command works as it is printed, also when it is run a second time. */
    @Test
    void summaryOfBulkNamesTheCommand() throws IOException {
        var ids = Files.writeString(folder.resolve("ids.csv"), "done-a\n");
        var out = folder.resolve("a b.csv");
        var key = Files.writeString(folder.resolve("key"), Sandbox.KEY);
        var url = SharedSandbox.SANDBOX.url().toString();
        var files = List.of("bulk", "" + ids, "-o", "" + out, "--force");
        var server = List.of("--key-file", "" + key, "--url", url);
        var bulk = Stream.of(files, server).flatMap(List::stream).toArray(String[]::new);

        var first = Cli.run(bulk);
        Cli.run("report", "" + out);
        var second = Cli.run(bulk);

        var command = "fliki: to look at it: fliki report '" + out + "'";
        assertTrue(first.err().contains(command + "\n"), first.err());
        var free = " -o '" + folder.resolve("a b-2.html") + "'\n";
        assertTrue(second.err().contains(command + free), second.err());
    }
}
