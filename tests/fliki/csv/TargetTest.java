package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class TargetTest {

    private static final String RESULT =
            "fileId,status,progress,download,error\na,success,100,u/a,\n";

    @TempDir private Path dir;
    private Path in;
    private Path out;

    @BeforeEach
    void files() throws IOException {
        in = Files.writeString(dir.resolve("ids.csv"), "a\n");
        out = dir.resolve("out.csv");
    }

    private static CsvSummary run(Csv csv) {
        return FakeLookUps.run(csv, new FakeLookUps());
    }

    private String refused(Csv csv) {
        var e = assertThrows(CsvException.class, () -> run(csv));
        return e.getMessage().replace(dir + File.separator, "");
    }

    @Test
    void existingOutputIsRefused() throws IOException {
        Files.writeString(out, "old");

        assertEquals(
                "out.csv: exists already; use resume to carry on with it, or force to replace it",
                refused(Csv.from(in).to(out)));
        assertEquals("old", Files.readString(out));
    }

    @Test
    void forceReplacesIt() throws IOException {
        Files.writeString(out, "old, and longer than what comes instead".repeat(9));

        run(Csv.from(in).to(out).force());

        assertEquals(RESULT, Files.readString(out));
    }

    @Test
    void forceLeavesItWhereTheInputIsMalformed() throws IOException {
        Files.writeString(out, "old");
        Files.writeString(in, "a\n".repeat(4000) + "\"b\n");

        assertEquals(
                "ids.csv row 4001: a quote is never closed", refused(Csv.from(in).to(out).force()));
        assertEquals("old", Files.readString(out));
    }

    @Test
    void outputOntoTheInputIsRefusedByAnyName() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link.csv"), in);
        Path hard = Files.createLink(dir.resolve("hard.csv"), in);
        Path round = dir.resolve("../" + dir.getFileName() + "/ids.csv");

        for (Path same : List.of(in, link, hard, round)) {
            assertEquals(
                    same.toString().replace(dir + File.separator, "")
                            + ": the input itself; name another output",
                    refused(Csv.from(in).to(same).force()));
        }
        assertEquals("a\n", Files.readString(in));
    }

    /** Issue 10, number 14: it was said to exist already, and to need force. */
    @Test
    void linkThatLeadsNowhereIsNamedAsSuch() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link.csv"), dir.resolve("gone.csv"));

        for (Csv csv : List.of(Csv.from(in), Csv.from(in).force(), Csv.from(in).resume())) {
            assertEquals(
                    "link.csv: a link to what is not there; name another output",
                    refused(csv.to(link)));
        }
        assertEquals(List.of(in, link), list());
    }

    private List<Path> list() throws IOException {
        try (var files = Files.list(dir)) {
            return files.sorted().toList();
        }
    }

    @Test
    void folderIsNoOutput() {
        assertEquals(
                dir + ": not a file that can be replaced or resumed",
                refused(Csv.from(in).to(dir).force()));
    }

    @Test
    void missingFolderIsNamedBeforeAnythingIsAsked() {
        assertEquals(
                "no/out.csv: cannot be written: no such file or directory",
                refused(Csv.from(in).to(dir.resolve("no/out.csv"))));
    }

    @Test
    void outputIsNeeded() {
        var e = assertThrows(IllegalArgumentException.class, () -> run(Csv.from(in)));

        assertEquals("no output: say where with to(...)", e.getMessage());
    }

    @Test
    void resumeAndForceExcludeEachOther() {
        Csv csv = Csv.from(in).to(out).resume();

        var e = assertThrows(IllegalArgumentException.class, csv::force);

        assertEquals("resume and force exclude each other", e.getMessage());
    }

    @Test
    void streamCannotBeResumed() {
        Csv csv = Csv.from(in).to(new ByteArrayOutputStream()).resume();

        var e = assertThrows(IllegalArgumentException.class, () -> run(csv));

        assertEquals("standard output: only a file can be resumed", e.getMessage());
    }
}
