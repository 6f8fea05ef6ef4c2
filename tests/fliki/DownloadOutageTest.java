package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import fliki.FlikiException.Kind;
import fliki.csv.Csv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An API that is gone for two minutes ends a run, but not the downloads that are under way. */
@Isolated("looks at all threads")
class DownloadOutageTest {

    @TempDir Path dir;

    private final Studio studio = Studio.open();
    private final FakeTime time = FakeTime.besideOthers();
    private final Set<Thread> others = lookers();
    private Fliki fliki;

    @BeforeEach
    void loseTheApiDuringADownload() {
        fliki = Clients.at(studio.url(), time).downloadTo(dir);
        Threads.daemon("outage", this::outage).start();
    }

    /** The file goes on when the run without an API is over. */
    private void outage() {
        studio.awaitSlowFile();
        studio.goDown();
        while (lookers().stream().anyMatch(thread -> !others.contains(thread))) {
            Thread.onSpinWait();
        }
        studio.release();
    }

    private static Set<Thread> lookers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("fliki-look"))
                .collect(toSet());
    }

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void pollHandsTheFileOnBeforeItEnds() throws Exception {
        var seen = new ArrayList<String>();

        var outcomes = fliki.poll("slow-1", "run-1");
        var failure =
                assertThrows(
                        FlikiException.class,
                        () -> outcomes.forEach(outcome -> seen.add(outcome.toString())));

        var file = dir.resolve("slow-1.mp4");
        assertEquals(List.of("slow-1 success " + file), seen);
        assertEquals(Studio.film("slow-1"), Files.readString(file));
        assertEquals(Kind.NETWORK, failure.kind());
        assertEquals(true, time.passed().compareTo(Duration.ofMinutes(2)) > 0);
    }

    @Test
    void bulkThatWaitsWritesTheRowBeforeItEnds() throws Exception {
        var out = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream("slow-1\nrun-1\n".getBytes(UTF_8));

        var failure =
                assertThrows(
                        FlikiException.class, () -> fliki.bulk(Csv.from(in).to(out).waiting()));

        var file = dir.resolve("slow-1.mp4");
        assertEquals(
                "fileId,status,progress,download,error,file\nslow-1,success,,"
                        + studio.link("slow-1")
                        + (",," + file + "\n"),
                out.toString(UTF_8));
        assertEquals(Studio.film("slow-1"), Files.readString(file));
        assertEquals(Kind.NETWORK, failure.kind());
    }
}
