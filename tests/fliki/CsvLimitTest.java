package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import fliki.csv.Csv;
import fliki.csv.CsvException;
import fliki.csv.CsvSummary;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/** How many ids a CSV may have where all are waited for together. */
class CsvLimitTest {

    private static final String HEADER = "fileId,status\n";
    private static final String REFUSED =
            "row 10002: more than 10000 different ids to wait for; split the file";

    @TempDir Path dir;

    private final Studio studio = Studio.open();
    private final Fliki fliki = Clients.at(studio.url(), Time.system());

    @AfterEach
    void stop() {
        studio.close();
    }

    private CsvSummary run(Csv csv) {
        return fliki.bulk(csv.to(OutputStream.nullOutputStream()).pending().waiting());
    }

    private String refusal(Csv csv) {
        return assertThrows(CsvException.class, () -> run(csv)).getMessage();
    }

    private Csv file(String rows) throws IOException {
        return Csv.from(Files.writeString(dir.resolve("ids.csv"), HEADER + rows));
    }

    private static Csv stream(String rows) {
        return Csv.from(new ByteArrayInputStream((HEADER + rows).getBytes(UTF_8)));
    }

    private static String rows(int count, String status) {
        return IntStream.range(0, count)
                .mapToObj(i -> "a" + i + "," + status + "\n")
                .collect(joining());
    }

    private static final String ENDED = rows(10_500, "error") + "open,queued\n";
    private static final Map<State, Long> STATES = Map.of(State.ERROR, 10_500L, State.SUCCESS, 1L);

    @Test
    void endedRowsOfAFileDoNotCount() throws Exception {
        var summary = run(file(ENDED));

        assertEquals(STATES, summary.states());
        assertEquals(1, studio.asked().size());
    }

    @Test
    void endedRowsOfAStreamDoNotCount() {
        var summary = run(stream(ENDED));

        assertEquals(STATES, summary.states());
        assertEquals(1, studio.asked().size());
    }

    @Test
    void tooManyOpenRowsOfAFileAreRefusedBeforeAnyRequest() throws Exception {
        var refusal = refusal(file(rows(10_001, "queued")));

        assertEquals(dir.resolve("ids.csv") + " " + REFUSED, refusal);
        assertEquals(0, studio.asked().size());
    }

    @Test
    void endlessStreamIsRefusedBeforeItsEnd() {
        assertEquals("standard input " + REFUSED, refusal(Csv.from(new Endless())));
    }

    @Test
    void recurringIdsCountOnce() {
        var summary = run(stream(rows(10_000, "queued") + rows(10_000, "queued")));

        assertEquals(Map.of(State.SUCCESS, 20_000L), summary.states());
        // A look that broke is repeated; those at the other rows of an id would be 10,000 more.
        var requests = studio.asked().size();
        assertTrue(requests >= 10_000 && requests < 10_100, requests + " requests");
    }

    /** A header and then rows for ever, which nobody may go on reading. */
    private static final class Endless extends InputStream {

        private byte[] line = HEADER.getBytes(UTF_8);
        private int next;
        private int count;

        @Override
        public int read() {
            if (next == line.length) {
                assertTrue(count < 20_000, "read on");
                line = ("a" + count++ + ",\n").getBytes(UTF_8);
                next = 0;
            }
            return line[next++];
        }
    }
}
