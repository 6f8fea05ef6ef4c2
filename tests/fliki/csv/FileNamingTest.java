package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Files called by the cells of their rows. */
class FileNamingTest {

    private static List<String> names(String template, String rows) {
        var names = new ArrayList<String>();
        CsvRun.LookUps lookUps =
                (ids, asking) ->
                        new FakeLookUps()
                                .of(ids.peek(id -> names.add(asking.fileName(id).get())), asking);
        var in = new ByteArrayInputStream(("Titel,id\n" + rows).getBytes(UTF_8));
        var csv = Csv.from(in).to(new ByteArrayOutputStream()).fileName(template).pending();
        CsvRun.of(csv, true, lookUps, lookUps, notice -> {});
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "{Titel}, Grüße, Grüße",
        "{titel} {fileId}, A b, A b a",
        "{Titel}, a/b:c?, a_b_c_",
        "{Titel}, ../up, _._up",
        "{Titel}, CON, _CON",
        "{Titel}, A., A_"
    })
    void nameIsMadeOfTheCellsAndFit(String template, String title, String name) {
        assertEquals(List.of(name), names(template, "\"" + title + "\",a\n"));
    }

    @Test
    void nameThatAnEarlierRowHasGetsTheId() {
        assertEquals(
                List.of("Film", "film b", "Film", "c"),
                names("{Titel}", "Film,a\nfilm,b\nFilm,a\n,c\n"));
    }

    @Test
    void columnMustBeThere() {
        assertThrows(CsvException.class, () -> names("{Title}", "A,a\n"));
        assertThrows(IllegalArgumentException.class, () -> names("film", "A,a\n"));
    }
}
