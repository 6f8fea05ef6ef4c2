package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

class CellsTest {

    private static List<String> cells(String word, double progress, String download) {
        var outcome =
                FakeLookUps.status("a", word, OptionalDouble.of(progress), Optional.of(download));
        return cells(outcome);
    }

    private static List<String> cells(Outcome outcome) {
        return Columns.RESULTS.stream().map(Cells.of(outcome)::get).toList();
    }

    private static List<String> failed(String message, Optional<Status> last) {
        var failure =
                FlikiException.of(Kind.BAD_RESPONSE, message, Details.of("a").last(last), null);
        return cells(Outcome.of("a", failure));
    }

    @Test
    void textFromTheServerNeverBecomesAFormula() {
        assertEquals(List.of("'=1+1", "1", "'@u", "", ""), cells("=1+1", 1, "\t@u"));
        assertEquals(List.of("'+a", "1", "'-u", "", ""), cells("+a", 1, "\r-u"));
    }

    @Test
    void fileThatLooksLikeAFormulaIsNeutralised() {
        var outcome = FakeLookUps.status("a", "queued", OptionalDouble.empty(), Optional.empty());

        assertEquals(
                List.of("queued", "", "", "", "'-a.mp4"),
                cells(Outcome.of(outcome.get().file(Path.of("-a.mp4")))));
    }

    @Test
    void progressStaysANumber() {
        assertEquals(List.of("x", "-1", "u", "", ""), cells("x", -1, "u"));
        assertEquals(List.of("x", "45.5", "u", "", ""), cells("x", 45.5, "u"));
        assertEquals(List.of("x", "100", "u", "", ""), cells("x", 100, "u"));
    }

    @Test
    void failureIsOneLineWithoutControlCharacters() {
        assertEquals(
                List.of("", "", "", "bad-response: two lines [31mred", ""),
                failed("two\r\n lines \u001b[31mred\u2028", Optional.empty()));
    }

    @Test
    void failureKeepsTheLastStatus() {
        Status last =
                FakeLookUps.status("a", "success", OptionalDouble.of(100), Optional.of("u")).get();

        assertEquals(
                List.of("success", "100", "u", "bad-response: gone", ""),
                failed("gone", Optional.of(last)));
    }
}
