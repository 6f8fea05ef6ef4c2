package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.State;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

class ResumeTest {

    private static final String INPUT =
            "\uFEFF\"Titel\r\nlang\";id;status\r\n"
                    + "\"Grüße; \"\"neu\"\"\r\nab jetzt\";a;\r\n"
                    + "🎬;lost-b;old\r\n"
                    + "leer;;\r\n"
                    + ";run-c;\r\n";

    @TempDir private Path dir;
    private Path in;
    private Path out;
    private byte[] complete;

    @BeforeEach
    void undisturbed() throws IOException {
        in = Files.writeString(dir.resolve("ids.csv"), INPUT);
        out = dir.resolve("out.csv");
        FakeLookUps.run(Csv.from(in).to(out), new FakeLookUps());
        complete = Files.readAllBytes(out);
    }

    private List<String> resumed(byte[] found) throws IOException {
        Files.write(out, found);
        var lookUps = new FakeLookUps();
        FakeLookUps.run(Csv.from(in).to(out).resume(), lookUps);
        return lookUps.asked;
    }

    private String mismatch(String found) throws IOException {
        Files.writeString(out, found);
        Csv csv = Csv.from(in).to(out).resume();
        var e = assertThrows(CsvException.class, () -> FakeLookUps.run(csv, new FakeLookUps()));
        assertEquals(found, Files.readString(out));
        return e.getMessage().replace(dir + File.separator, "");
    }

    /** The ids whose rows do not end within this many bytes. */
    private List<String> open(int length) {
        String text = new String(complete, UTF_8);
        return List.of("a", "lost-b", "run-c").stream()
                .filter(
                        id ->
                                length
                                        < bytesTo(
                                                text,
                                                text.indexOf("\r\n", text.indexOf(id + ";")) + 2))
                .toList();
    }

    private static int bytesTo(String text, int index) {
        return text.substring(0, index).getBytes(UTF_8).length;
    }

    @Test
    void cutAtAnyByteTheOutputEndsTheSameAndNothingWholeIsAskedAgain() throws IOException {
        for (int length = 0; length <= complete.length; length++) {
            List<String> asked = resumed(Arrays.copyOf(complete, length));

            assertArrayEquals(complete, Files.readAllBytes(out), "cut at " + length);
            assertEquals(open(length), asked, "cut at " + length);
        }
    }

    /** Point 10 of issue 28: its rows could not be reached any more. */
    @Test
    void outputThatASpreadsheetSavedIsCarriedOnInItsNewForm() throws IOException {
        Files.writeString(in, "title,id\n\"A, B\",a\nC,b\n");
        var saved =
                "\uFEFF\"title\";\"id\";status;progress;download;error\r\n"
                        + "\"A, B\";a;success;100;u/a;\r\n";

        var asked = resumed(saved.getBytes(UTF_8));

        assertEquals(saved + "C;b;success;100;u/b;\r\n", Files.readString(out));
        assertEquals(List.of("b"), asked);
    }

    @Test
    void missingOutputIsAFreshStart() throws IOException {
        Files.delete(out);

        FakeLookUps.run(Csv.from(in).to(out).resume(), new FakeLookUps());

        assertArrayEquals(complete, Files.readAllBytes(out));
    }

    @Test
    void inputMayBeAStream() throws IOException {
        Files.write(out, Arrays.copyOf(complete, complete.length - 1));
        var lookUps = new FakeLookUps();

        var stream = new ByteArrayInputStream(INPUT.getBytes(UTF_8));
        FakeLookUps.run(Csv.from(stream).to(out).resume(), lookUps);

        assertArrayEquals(complete, Files.readAllBytes(out));
        assertEquals(List.of("run-c"), lookUps.asked);
    }

    @Test
    void summaryIncludesTheRowsFound() throws IOException {
        Files.write(out, Arrays.copyOf(complete, complete.length - 1));

        var summary = FakeLookUps.run(Csv.from(in).to(out).resume(), new FakeLookUps());

        assertEquals(
                FakeLookUps.summary(
                        4,
                        3,
                        Map.of(State.SUCCESS, 1L, State.PROCESSING, 1L),
                        1,
                        2,
                        1,
                        OptionalLong.of(4)),
                summary);
    }

    @Test
    void otherRowIsAMismatch() throws IOException {
        assertEquals(
                "out.csv row 3: not the row in ids.csv row 3;"
                        + " name another output, or use force to replace this one",
                mismatch(new String(complete, UTF_8).replace("🎬", "x")));
    }

    @Test
    void otherHeaderIsAMismatch() throws IOException {
        assertEquals(
                "out.csv row 1: not the header that a run over ids.csv writes;"
                        + " name another output, or use force to replace this one",
                mismatch("id,status\n"));
    }

    @Test
    void someOtherFileWithoutALineBreakIsNotTakenForATornHeader() throws IOException {
        assertEquals(
                "out.csv row 1: not the header that a run over ids.csv writes;"
                        + " name another output, or use force to replace this one",
                mismatch("precious"));
    }

    @Test
    void moreRowsThanTheInputIsAMismatch() throws IOException {
        assertEquals(
                "out.csv row 6: ids.csv has fewer rows; name another output, or use force to"
                        + " replace this one",
                mismatch(new String(complete, UTF_8) + ";d;;;;\r\n"));
    }

    @Test
    void blankLinesAmongTheRowsAreAMismatch() throws IOException {
        assertEquals(
                "out.csv: blank lines among the rows; name another output, or use force to"
                        + " replace this one",
                mismatch(new String(complete, UTF_8) + "\r\n"));
    }

    @Test
    void strayQuoteDoesNotMakeTheRestATornRow() throws IOException {
        assertEquals(
                "out.csv row 3: a stray quote hides the rows from here on;"
                        + " name another output, or use force to replace this one",
                mismatch(new String(complete, UTF_8).replace("no such", "no \"such")));
    }

    @Test
    void downloadingNeedsTheSameColumns() throws IOException {
        Csv csv = Csv.from(in).to(out).resume();
        var files = FakeLookUps.downloading(dir);

        var e = assertThrows(CsvException.class, () -> FakeLookUps.run(csv, true, files));

        assertEquals(OptionalLong.of(1), e.row());
        assertArrayEquals(complete, Files.readAllBytes(out));
    }
}
