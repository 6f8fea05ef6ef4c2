package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Malformed input: one clear line, nothing asked and nothing written. */
class CsvExceptionTest {

    private static final String NOT_UTF_8 = "not UTF-8 text; save the file as \"CSV UTF-8\"";
    private static final String TOO_LONG =
            "a row of more than 1048576 characters; is a quote never closed?";

    @TempDir private Path dir;
    private final FakeLookUps lookUps = new FakeLookUps();

    private String failure(String input) {
        return failure(input, UTF_8, csv -> csv);
    }

    /** The message without the folder in front. */
    private String failure(String input, Charset charset, UnaryOperator<Csv> settings) {
        try {
            Path in = Files.writeString(dir.resolve("ids.csv"), input, charset);
            Csv csv = settings.apply(Csv.from(in).to(dir.resolve("out.csv")));
            return assertThrows(CsvException.class, () -> FakeLookUps.run(csv, lookUps))
                    .getMessage()
                    .substring(dir.toString().length() + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void nothingWasAskedOrWritten() {
        assertEquals(List.of(), lookUps.asked);
        assertFalse(Files.exists(dir.resolve("out.csv")));
    }

    @Test
    void unclosedQuoteNamesTheLineOfItsRow() {
        assertEquals(
                "ids.csv row 3: a quote is never closed", failure("id,x\n\"a\nb\",1\nc,\"d\ne\n"));
    }

    @Test
    void unclosedQuoteAtTheVeryEndIsFound() {
        assertEquals("ids.csv row 2: a quote is never closed", failure("id\n\""));
    }

    @Test
    void textAfterAClosingQuoteIsRefused() {
        assertEquals(
                "ids.csv row 3: text follows a closing quote; a quote inside quotes is written"
                        + " twice",
                failure("id\n\n\"a\"b\n"));
    }

    @Test
    void endlessCellEndsInAnError() {
        assertEquals("ids.csv row 2: " + TOO_LONG, failure("id\n\"" + "x\n".repeat(1 << 20)));
    }

    @Test
    void endlessFirstRowEndsInAnError() {
        assertEquals("ids.csv row 1: " + TOO_LONG, failure("\"" + "x\n".repeat(1 << 20)));
    }

    @Test
    void endlessRowEndsInAnError() {
        assertEquals("ids.csv row 2: " + TOO_LONG, failure("id\n" + "x,".repeat(1 << 20)));
    }

    @Test
    void latin1NamesTheLine() {
        assertEquals(
                "ids.csv row 2: " + NOT_UTF_8, failure("id,x\na,\u00e9\n", ISO_8859_1, c -> c));
    }

    @Test
    void utf16IsRefusedWithOrWithoutByteOrderMark() {
        assertEquals("ids.csv row 1: " + NOT_UTF_8, failure("id\na\n", UTF_16, c -> c));
        assertEquals("ids.csv row 1: " + NOT_UTF_8, failure("id\na\n", UTF_16LE, c -> c));
    }

    @Test
    void severalColumnsNeedToBeTold() {
        assertEquals(
                "ids.csv row 1: no column is called fileId, file_id or id, of a, b;"
                        + " set column to the one with the ids",
                failure("a,b\n"));
    }

    @Test
    void unknownColumnNamesThoseThereAre() {
        assertEquals(
                "ids.csv row 2: no column video among a, b",
                failure("\na,b\n", UTF_8, csv -> csv.column("video")));
        assertEquals(
                "ids.csv row 1: no column 3 among a, b",
                failure("a,b\n", UTF_8, csv -> csv.column("3")));
    }

    @Test
    void resultColumnHoldsNoIds() {
        assertEquals(
                "ids.csv row 1: column 2 takes results, not ids",
                failure("id,Error\n", UTF_8, csv -> csv.column("error")));
    }

    @Test
    void columnIsCheckedAtOnce() {
        Csv csv = Csv.from(dir);

        var zero = assertThrows(IllegalArgumentException.class, () -> csv.column("0"));
        var blank = assertThrows(IllegalArgumentException.class, () -> csv.column(" "));

        assertEquals("column \"0\": expected a name, or a number from 1", zero.getMessage());
        assertEquals("column \" \": expected a name, or a number from 1", blank.getMessage());
    }

    @Test
    void missingInputAndFoldersAreNamed() {
        Csv missing = Csv.from(dir.resolve("no.csv")).to(dir.resolve("out.csv"));
        Csv folder = Csv.from(dir).to(dir.resolve("out.csv"));

        var one = assertThrows(CsvException.class, () -> FakeLookUps.run(missing, lookUps));
        var two = assertThrows(CsvException.class, () -> FakeLookUps.run(folder, lookUps));

        assertEquals(
                dir.resolve("no.csv") + ": cannot be read: no such file or directory",
                one.getMessage());
        assertEquals(dir + ": a directory, not a CSV", two.getMessage());
    }
}
