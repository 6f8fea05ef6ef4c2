package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What spreadsheets and people make of a CSV before bulk gets it; see issue 28. */
class CsvInputTest {

    private static final String RESULTS = "status,progress,download,error\n";

    private final FakeLookUps lookUps = new FakeLookUps();
    private final List<String> notices = new ArrayList<>();

    private String run(String input, UnaryOperator<Csv> settings) {
        var out = new ByteArrayOutputStream();
        var csv = Csv.from(new ByteArrayInputStream(input.getBytes(UTF_8))).to(out);
        CsvRun.of(settings.apply(csv), true, lookUps, lookUps, notices::add);
        return out.toString(UTF_8);
    }

    private String refusal(String input) {
        return assertThrows(CsvException.class, () -> lookUps.run(input)).getMessage();
    }

    @Test
    void rowsWithNothingInThemAreCopied() {
        assertEquals(
                "id,x," + RESULTS + ",,,,,\n\u00a0,\u200b,,,,\na,,success,100,u/a,\n",
                lookUps.run("id,x\n,\n\u00a0,\u200b\na,\n"));
        assertEquals(List.of("a"), lookUps.asked);
    }

    @Test
    void secondHeaderIsCopied() {
        lookUps.run("id,x\na,1\nid,x\nb,2\n");

        assertEquals(List.of("a", "b"), lookUps.asked);
    }

    @Test
    void rowsAreCountedAsASpreadsheetCounts() {
        assertEquals(
                "standard input row 5: 3 cells, where the first row has 2",
                refusal("id,x\n\"a\",\"1\n2\n3\"\n\nb,2\nc,3,4\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sep=;\nx,y;id\n1,2;a\n",
                "\ufeffsep=;\r\nx;id\r\n1;a\r\n",
                "a,b,c;id\n1;a\n"
            })
    void delimiterIsTheOneThatIsSaidOrUnderWhichAColumnIsKnown(String input) {
        lookUps.run(input);

        assertEquals(List.of("a"), lookUps.asked);
    }

    @Test
    void delimiterThatCannotBeGuessedIsSaid() {
        assertEquals(
                "standard input row 1: one column, with a | in it; set delimiter to | if it parts"
                        + " the columns",
                refusal("title|id\nA|a\n"));

        var out = lookUps.run("title|id\nA|a\n", csv -> csv.delimiter('|'));

        assertEquals("title|id|status|progress|download|error\nA|a|success|100|u/a|\n", out);
    }

    @Test
    void pageIsNoCsv() {
        assertEquals(
                "standard input: an HTML page, no CSV; download the CSV itself",
                refusal("\n<!DOCTYPE html>\n<html><body>Sign in</body></html>\n"));
    }

    @Test
    void twoColumnsOfOneNameAreRefusedAndTheExactOneWins() {
        assertEquals(
                "standard input row 1: two columns are called fileId",
                refusal("fileId,fileId\na,b\n"));

        lookUps.run("FILEID,fileId\nx,a\n");

        assertEquals(List.of("a"), lookUps.asked);
    }

    @ParameterizedTest
    @CsvSource({"status, paid", "error, none", "file, a.docx"})
    void columnOfOnesOwnIsNamedOnceBeforeItIsWrittenOver(String column, String text) {
        run("id," + column + "\na," + text + "\nb," + text + "\n", csv -> csv);

        var what = "standard input: its column " + column + " is written over, which holds ";
        assertEquals(List.of(what + text + " in row 2"), notices);
    }

    @Test
    void columnOfAnEarlierRunIsNoOnesOwn() {
        run("id,error\na,uncertain: no answer\n", csv -> csv);
        run("id,status,progress,download,error,file\na,paid,,,,\n", csv -> csv);

        assertEquals(List.of(), notices);
    }

    @Test
    void numberOfAColumnLooksTheFirstRowUpAndSaysSo() {
        run("Title,Video\nA,a\n", csv -> csv.column("2"));

        assertEquals(List.of("Video", "a"), lookUps.asked);
        assertEquals(
                List.of(
                        "standard input: its first row is looked up, too, by column 2: Video; a"
                                + " header needs the column's name"),
                notices);
    }
}
