import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.Result;
import fliki.Studio;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An id that gets no answer in time is not finished, whichever command waits for it. */
@Timeout(20)
class NeverAnsweredTest {

    private static final String SUM = "fliki: 2 rows: success 1; ";
    private static final String HEADER = "fileId,status,progress,download,error\n";

    @TempDir Path folder;

    private final Studio studio = Studio.open();
    private Path in;
    private Path out;

    @BeforeEach
    void files() {
        in = folder.resolve("ids.csv");
        out = folder.resolve("out.csv");
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private Result run(String... arguments) {
        var key = Cli.secret(folder.resolve("key"), Cli.KEY);
        var line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--url", studio.url(), "--key-file", "" + key));
        line.addAll(List.of("--at-most=300ms", "--every=50ms", "--timeout=500ms"));
        return Cli.run(line.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll busy-1", "poll mute-1", "poll busy-1 a1", "poll mute-1 a1"})
    void pollEndsUnfinished(String line) {
        assertEquals(11, run(line.split(" ")).code());
    }

    private Result bulk(Path from, String... options) {
        var line = new ArrayList<>(List.of("bulk", "" + from, "-o", "" + out, "--wait"));
        line.addAll(List.of(options));
        return run(line.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "busy-1, trouble on the side of Fliki (503)",
        "mute-1, no complete answer from HOST in time"
    })
    void bulkSaysSoInItsRow(String id, String why) throws IOException {
        Files.writeString(in, id + "\na1\n");

        var result = bulk(in);

        var error = "not-finished: no answer within 300 ms; " + why;
        var row = id + ",,,,\"" + error.replace("HOST", host()) + "\"\n";
        var done = "a1,success,," + studio.link("a1") + ",\n";
        assertEquals(HEADER + row + done, Files.readString(out));
        assertEquals(SUM, sum(result));
        assertEquals(11, result.code());
    }

    private String host() {
        return studio.url().replaceAll("http://|/v1", "");
    }

    /** What the summary says but for the requests, which the clock decides on. */
    private static String sum(Result result) {
        return result.err()
                .lines()
                .filter(line -> line.startsWith("fliki: 2 rows"))
                .map(line -> line.replaceFirst("\\d+ requests? in .*", ""))
                .findFirst()
                .orElse(result.err());
    }

    @ParameterizedTest
    @CsvSource({"busy-1, --resume", "mute-1, --pending"})
    void outputThatIsCarriedOnCountsTheSame(String id, String how) throws IOException {
        Files.writeString(in, id + "\na1\n");
        bulk(in);
        var from = how.equals("--resume") ? in : Files.move(out, folder.resolve("back.csv"));

        var result = bulk(from, how);

        assertEquals(List.of(11, SUM), List.of(result.code(), sum(result)));
    }
}
