package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException;
import fliki.State;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class CsvRunTest {

    private static final String HEADER = "fileId,status,progress,download,error\n";

    private final FakeLookUps lookUps = new FakeLookUps();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Csv csv(String input) {
        return Csv.from(new ByteArrayInputStream(input.getBytes(UTF_8))).to(out);
    }

    @Test
    void answersAheadOfTheirTurnWait() {
        String rows = IntStream.range(0, 50).mapToObj(i -> i + "\n").collect(Collectors.joining());

        FakeLookUps.run(csv(rows), lookUps.ahead(20));

        assertEquals(
                HEADER + rows.replaceAll("(\\d+)", "$1,success,100,u/$1,"), out.toString(UTF_8));
    }

    @Test
    void summaryCountsWhatTheOutputHolds() {
        var seen = new ArrayList<CsvSummary>();

        var summary = FakeLookUps.run(csv("a\nlost-b\nrun-c\n\"\"\n").onChange(seen::add), lookUps);

        var states = Map.of(State.SUCCESS, 1L, State.PROCESSING, 1L);
        assertEquals(FakeLookUps.summary(4, 1, states, 1, 1, 3, OptionalLong.of(4)), summary);
        assertEquals(
                FakeLookUps.summary(3, 0, states, 1, 1, 3, OptionalLong.empty()),
                seen.get(seen.size() - 2));
    }

    @ParameterizedTest
    @CsvSource({"network: lost, 1", "server: 503, 1", "not-found: 404, 0", "bad-request: no, 0"})
    void summaryTellsWhatMayBeOtherwiseTheNextTime(String error, long passing) {
        var row = "id,status,error,file\na,error," + error + ",\n";

        var summary = FakeLookUps.run(csv(row).pending(), lookUps);

        assertEquals(passing, summary.passing());
        assertEquals(1, summary.errors());
    }

    @Test
    void errorOfARowWithoutAnIdStays() {
        var rows = "title,id,status,progress,download,error\nA,,,,,uncertain: no answer\nB,,,,,\n";

        FakeLookUps.run(csv(rows), lookUps);

        assertEquals(
                rows.replace("B,,,,,", "B,,,,,bad-request: the id is empty"), out.toString(UTF_8));
    }

    @Test
    void rowsAnsweredBeforeTheRunStopsAreWritten() {
        assertThrows(FlikiException.class, () -> FakeLookUps.run(csv("a\nstop\nb\n"), lookUps));

        assertEquals(HEADER + "a,success,100,u/a,\n", out.toString(UTF_8));
    }

    @Test
    void rowsBeforeMalformedOnesOfAStreamAreAnsweredFirst() {
        var e =
                assertThrows(
                        CsvException.class,
                        () -> FakeLookUps.run(csv("a\nb\n\"c\n"), lookUps.ahead(50)));

        assertEquals("standard input row 3: a quote is never closed", e.getMessage());
        assertEquals(HEADER + "a,success,100,u/a,\nb,success,100,u/b,\n", out.toString(UTF_8));
    }

    @Test
    void tenThousandIdsOfAFileCanBeWaitedFor(@TempDir Path dir) throws Exception {
        var ids = IntStream.range(0, 10_000).mapToObj(i -> "a" + i).toList();
        var in = Files.write(dir.resolve("ids.csv"), ids);

        FakeLookUps.run(Csv.from(in).to(out).waiting(), lookUps);

        assertEquals(ids, lookUps.asked);
    }

    @Test
    void missingAnswersAreNotMistakenForTheEnd() {
        var e =
                assertThrows(
                        IllegalStateException.class,
                        () -> FakeLookUps.run(csv("a\nb\n"), (ids, onRequest) -> Stream.empty()));

        assertEquals("the look-ups ended before the ids", e.getMessage());
    }

    @Test
    void answerAboutAnotherIdIsNeverWritten() {
        var e =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                FakeLookUps.run(
                                        csv("a\nb\n"),
                                        (ids, sent) -> lookUps.of(ids.map(id -> id + "x"), sent)));

        assertEquals("answer about ax in the turn of a", e.getMessage());
    }

    @Nested
    class Pending {

        private static final String BEFORE =
                "id,status,progress,download,error\n"
                        + "a,success,99,u/old,\n"
                        + "b,Error,,,kept\n"
                        + "c,canceled,,,\n"
                        + "d,processing,1,,\n"
                        + "e,,,,network: gone\n";

        @Test
        void endedRowsAreCopied() {
            FakeLookUps.run(csv(BEFORE).pending(), lookUps);

            assertEquals(
                    BEFORE.replace("d,processing,1,,", "d,success,100,u/d,")
                            .replace("e,,,,network: gone", "e,success,100,u/e,"),
                    out.toString(UTF_8));
            assertEquals(List.of("d", "e"), lookUps.asked);
        }

        @Test
        void onlyMissingFilesAreAskedForAgain(@TempDir Path dir) throws Exception {
            String file = Files.createFile(dir.resolve("f.mp4")).toString();
            Csv csv =
                    csv(
                            "id,status,file\na,success,F\nb,success,F.no\nc,error,\n"
                                    .replace("F", file));

            var lookUps = FakeLookUps.downloading(dir);
            FakeLookUps.run(csv.pending(), true, lookUps);

            assertEquals(
                    "id,status,file,progress,download,error\n"
                            + "a,success,F,,,\nb,success,F,100,u/b,\nc,error,,,,\n"
                                    .replace("F", file),
                    out.toString(UTF_8));
        }

        /** A killed run leaves files whose rows are not written. */
        @Test
        void rowsAreTheSameWhetherTheirFilesTurnUpBeforeOrDuringTheRun(@TempDir Path dir)
                throws Exception {
            var file = dir.resolve("f.mp4");
            var rows = "id,status,download,file\na,success,u/old,F\n".replace("F", "" + file);
            CsvRun.LookUps fetching =
                    (ids, sent) -> FakeLookUps.downloading(dir).of(ids, sent).peek(o -> make(file));

            var during = FakeLookUps.run(rows, Csv::pending, true, fetching);
            var before = FakeLookUps.run(rows, Csv::pending, true, lookUps);

            assertEquals(List.of(), lookUps.asked);
            assertEquals(before, during);
        }

        @Test
        void errorOfAnEarlierRunIsNotKeptForTheSakeOfAFile(@TempDir Path dir) throws Exception {
            var file = Files.createFile(dir.resolve("f.mp4")).toString();
            var rows = "id,status,error,file\na,success,download: gone,F\n".replace("F", file);

            var out = FakeLookUps.run(rows, Csv::pending, true, FakeLookUps.downloading(dir));

            assertEquals(
                    "id,status,error,file,progress,download\na,success,,F,100,u/a\n"
                            .replace("F", file),
                    out);
        }

        private static void make(Path file) {
            try {
                Files.createFile(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
