package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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

        CsvRun.of(csv(rows), FakeLookUps.PLAN, lookUps.ahead(20));

        assertEquals(
                HEADER + rows.replaceAll("(\\d+)", "$1,success,100,u/$1,"), out.toString(UTF_8));
    }

    @Test
    void summaryCountsWhatTheOutputHolds() {
        var seen = new ArrayList<CsvSummary>();

        var summary =
                CsvRun.of(
                        csv("a\nlost-b\nrun-c\n\"\"\n").onRow(seen::add),
                        FakeLookUps.PLAN,
                        lookUps);

        var states = Map.of(State.SUCCESS, 1L, State.PROCESSING, 1L);
        assertEquals(new CsvSummary(4, 1, states, 2, 0, OptionalLong.of(4)), summary);
        assertEquals(new CsvSummary(3, 0, states, 1, 0, OptionalLong.empty()), seen.get(3));
    }

    @Test
    void rowsAnsweredBeforeTheRunStopsAreWritten() {
        assertThrows(
                FlikiException.class,
                () -> CsvRun.of(csv("a\nstop\nb\n"), FakeLookUps.PLAN, lookUps));

        assertEquals(HEADER + "a,success,100,u/a,\n", out.toString(UTF_8));
    }

    @Test
    void rowsBeforeMalformedOnesOfAStreamAreAnsweredFirst() {
        var e =
                assertThrows(
                        CsvException.class,
                        () -> CsvRun.of(csv("a\nb\n\"c\n"), FakeLookUps.PLAN, lookUps.ahead(50)));

        assertEquals("standard input line 3: a quote is never closed", e.getMessage());
        assertEquals(HEADER + "a,success,100,u/a,\nb,success,100,u/b,\n", out.toString(UTF_8));
    }

    @Test
    void missingAnswersAreNotMistakenForTheEnd() {
        var e =
                assertThrows(
                        IllegalStateException.class,
                        () -> CsvRun.of(csv("a\nb\n"), FakeLookUps.PLAN, ids -> Stream.empty()));

        assertEquals("the look-ups ended before the ids", e.getMessage());
    }

    @Test
    void answerAboutAnotherIdIsNeverWritten() {
        var e =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                CsvRun.of(
                                        csv("a\nb\n"),
                                        FakeLookUps.PLAN,
                                        ids -> lookUps.apply(ids.map(id -> id + "x"))));

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
            CsvRun.of(csv(BEFORE).pending(), FakeLookUps.PLAN, lookUps);

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

            CsvRun.of(
                    csv.pending(),
                    new CsvRun.Plan(true, 9, Long.MAX_VALUE),
                    FakeLookUps.downloading(dir));

            assertEquals(
                    "id,status,file,progress,download,error\n"
                            + "a,success,F,,,\nb,success,F,100,u/b,\nc,error,,,,\n"
                                    .replace("F", file),
                    out.toString(UTF_8));
        }

        @Test
        void longStretchesOfEndedRowsDoNotPileUp() {
            String header = "id,status,progress,download,error\n";
            String rows =
                    IntStream.range(0, 100)
                            .mapToObj(i -> "r" + i + (i % 10 == 9 ? ",,,,\n" : ",error,,,\n"))
                            .collect(Collectors.joining());
            var askedBefore = new ArrayList<Integer>();
            CsvRun.LookUps counting =
                    ids -> {
                        askedBefore.add(lookUps.asked.size());
                        return lookUps.ahead(50).apply(ids);
                    };

            CsvRun.of(
                    csv(header + rows).pending(),
                    new CsvRun.Plan(false, 25, Long.MAX_VALUE),
                    counting);

            assertEquals(List.of(0, 2, 5, 7, 10), askedBefore);
            assertEquals(
                    header + rows.replaceAll("(r\\d+),,,,", "$1,success,100,u/$1,"),
                    out.toString(UTF_8));
        }
    }
}
