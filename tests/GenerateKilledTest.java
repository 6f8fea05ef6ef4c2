import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fliki.GenerateServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Processes that are killed or interrupted while they start the rows of a CSV, and resumed: no row
 * is started twice, and none that was started is lost or untold. {@code FLIKI_KILLED=ROUNDSxROWS}
 * tries more than the usual {@code 1x30}.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class GenerateKilledTest {

    private static final Pattern ROW =
            Pattern.compile("(Film \\d+),(text \\d+),(.*),(\"uncertain: .*\")?");

    private final Random random = new Random();
    private final GenerateServer server = GenerateServer.taking(() -> random.nextInt(40));

    @TempDir Path dir;

    @BeforeEach
    void posix() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "signals are for POSIX");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CliProcess generate(String out) throws IOException {
        var line = "generate rows.csv --template t1 --yes --rate 1000 --resume -o " + out;
        return CliProcess.start(dir, server.url(), line.split(" "));
    }

    private void rows(int count) throws IOException {
        var rows = IntStream.range(0, count).mapToObj(i -> "Film " + i + ",text " + i + "\n");
        var text = rows.collect(Collectors.joining("", "title,a.b\n", ""));
        Files.writeString(dir.resolve("rows.csv"), text);
    }

    @Test
    void killedAtAnyMomentNothingIsStartedTwiceOrLost() throws Exception {
        var size = System.getenv().getOrDefault("FLIKI_KILLED", "1x30").split("x");
        for (int round = 1; round <= Integer.parseInt(size[0]); round++) {
            server.started().clear();
            killAndResume("out-" + round + ".csv", Integer.parseInt(size[1]));
        }
    }

    private void killAndResume(String out, int count) throws Exception {
        rows(count);
        var kills = 0;
        for (var ended = false; !ended; ) {
            var before = server.started().size();
            var process = generate(out);
            while (server.started().size() == before && process.process.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            ended = process.process.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.signal("KILL").end(10);
                kills++;
            }
        }
        check(Files.readAllLines(dir.resolve(out)), count, kills);
    }

    private void check(List<String> lines, int count, int kills) {
        assertEquals("title,a.b,fileId,error", lines.get(0));
        assertEquals(count + 1, lines.size());
        var started = List.copyOf(server.started());
        var uncertain = 0;
        var neverSent = 0;
        for (int i = 0; i < count; i++) {
            var row = ROW.matcher(lines.get(i + 1));
            assertTrue(row.matches(), lines.get(i + 1));
            assertEquals("Film " + i + " text " + i, row.group(1) + " " + row.group(2));
            var sent = Collections.frequency(started, row.group(2));
            if (row.group(4) == null) {
                assertEquals("id-text " + i, row.group(3));
                assertEquals(1, sent);
            } else {
                assertEquals("", row.group(3));
                assertTrue(sent <= 1, row.group(2));
                uncertain++;
                neverSent += 1 - sent;
            }
        }
        System.out.println(
                kills
                        + " kills, "
                        + count
                        + " rows: "
                        + (count - uncertain)
                        + " started once, "
                        + uncertain
                        + " uncertain ("
                        + neverSent
                        + " of them never sent)");
        assertTrue(uncertain <= kills);
    }

    @Test
    void interruptWaitsForTheAnswerOnItsWay() throws Exception {
        assumeTrue(CliProcess.interruptible(), "SIGINT is ignored, as behind an & in a script");
        rows(60);

        var process = generate("out.csv");
        server.await(3);
        var result = process.signal("INT").end(10);

        var sent = server.started().size();
        var lines = Files.readAllLines(dir.resolve("out.csv"));
        assertEquals(130, result.code());
        assertEquals(sent + 1, lines.size());
        assertEquals("Film 0,text 0,id-text 0,", lines.get(1));
        var err = result.err().lines().toList();
        var sum = "fliki: " + sent + " of 60 rows: started " + sent;
        assertTrue(err.get(2).startsWith(sum), err.get(2));
        assertEquals(
                "fliki: carry on with: fliki generate --template=t1 --yes --rate=1000"
                        + " --output=out.csv --resume rows.csv",
                err.get(3));
    }

    @Test
    void interruptTellsOfTheRowWithoutAnAnswer() throws Exception {
        assumeTrue(CliProcess.interruptible(), "SIGINT is ignored, as behind an & in a script");
        Files.writeString(dir.resolve("rows.csv"), "a.b\none\n\"mute\nfor ever\"\nthree\n");

        var process = generate("out.csv");
        server.await(2);
        var result = process.signal("INT").end(10);
        var after = Files.readString(dir.resolve("out.csv"));
        var beside = Files.readString(dir.resolve("out.csv.inflight"));
        var resumed = generate("out.csv").end(20);

        assertEquals("a.b,fileId,error\none,id-one,\n", after);
        assertTrue(beside.contains("\"mute\nfor ever\",,\"uncertain: "), beside);
        var told =
                "fliki: row 3 was sent and has no answer yet; it may have started: look into your"
                        + " Fliki library before asking again\n";
        assertTrue(result.err().contains(told), result.err());
        assertEquals(List.of("one", "mute\nfor ever", "three"), server.started());
        assertEquals(12, resumed.code());
        var rows = Files.readString(dir.resolve("out.csv"));
        assertTrue(rows.contains("for ever\",,\"uncertain: "), rows);
        assertTrue(rows.endsWith("\nthree,id-three,\n"), rows);
    }
}
