import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fliki.GenerateServer;
import fliki.RawServer;
import fliki.Result;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code generate} with what a process has around it: a terminal, redirections, a full disk. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class GenerateProcessTest {

    private final GenerateServer server = GenerateServer.taking(() -> 150);

    @TempDir Path dir;

    @BeforeEach
    void rows() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "for a POSIX shell");
        Files.writeString(dir.resolve("rows.csv"), "title,a.b\nA,one\nB,two\nC,three\n");
        Files.writeString(
                dir.resolve("body.json"),
                "{\"fileId\":\"t1\",\"scenes\":[{\"layers\":[{\"text\":\"one\"}]}]}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String read(String file) throws IOException {
        return Files.readString(dir.resolve(file));
    }

    @ParameterizedTest
    @CsvSource({"y, 0, 3", "YES, 0, 3", "n, 130, 0", "'', 130, 0", "yes please, 130, 0"})
    void personIsAskedAtATerminal(String answer, int code, int started) throws Exception {
        // That of macOS takes other options.
        assumeTrue(OS.LINUX.isCurrentOs() && Files.isExecutable(Path.of("/usr/bin/script")));
        var line = "generate rows.csv --template t1 -o out.csv";

        var process = CliProcess.terminal(dir, server.url(), line);
        process.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        var screen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(
                screen.contains("fliki: Start 3 generations? They cost credits. [y/N] "), screen);
        assertEquals(started == 0, screen.contains("fliki: nothing was started"));
        assertEquals(code, process.waitFor());
        assertEquals(started, server.started().size());
    }

    /** Issue 27, number 21: the answer lay there, and the row was uncertain. */
    @Test
    void answerThatCameDuringCtrlZCounts() throws Exception {
        var line = "generate body.json --timeout 3s";
        var process = CliProcess.start(dir, server.url(), line.split(" "));
        server.await(1);
        process.signal("STOP");
        TimeUnit.SECONDS.sleep(4);
        process.signal("CONT");

        assertEquals(new Result(0, "id-one\n", ""), process.end(20));
    }

    /** The JDK's client can be told to: nobody would know. */
    @Test
    void javaThatRepeatsRequestsRepeatsNone() throws Exception {
        try (var deaf = RawServer.saying("")) {
            var env =
                    Map.of(
                            "FLIKI_API_URL",
                            deaf.url(),
                            "FLIKI_API_KEY",
                            Cli.KEY,
                            "JAVA_TOOL_OPTIONS",
                            "-Djdk.httpclient.enableAllMethodRetry=true");

            var result = Cli.run(Cli.process(dir, env, "generate", "body.json"), "");

            assertEquals(12, result.code());
            assertTrue(result.err().contains("; it may have started"), result.err());
            assertEquals(1, deaf.bodies().size());
        }
    }

    @Test
    void fullDiskStartsNothingMore() throws Exception {
        var rows = new StringBuilder("a.b\n");
        for (int i = 0; i < 20; i++) {
            rows.append("text " + i + " " + "x".repeat(60) + "\n");
        }
        Files.writeString(dir.resolve("rows.csv"), rows);

        var line = "ulimit -f 2; fliki generate rows.csv --template t1 --yes -o out.csv --rate 0";
        var result = CliProcess.shell(dir, server.url(), line).end(40);

        assumeTrue(server.started().size() < 20, "this system has no such limit");
        var sent = server.started().size();
        assertEquals(12, result.code());
        assertTrue(result.err().contains("out.csv: cannot be written: "), result.err());
        var kept = sent - 1;
        assertTrue(
                result.err().contains("\nfliki: " + kept + " of 20 rows: started " + kept + "; "));
        assertTrue(!result.err().contains("no answer yet"), result.err());
        assertEquals(kept + 1, Files.readAllLines(dir.resolve("out.csv")).size());
        assertTrue(read("out.csv").endsWith(",\n"));
        var last = server.started().get(sent - 1);
        var told = "; row %d of rows.csv, which it lacks, was started as id-%s\n";
        assertTrue(result.err().contains(String.format(told, sent + 1, last)), result.err());
        assertTrue(read("out.csv.inflight").endsWith("\n" + last + ",id-" + last + ",\n"));
    }

    @Test
    void redirectedOutputIsNobodyElses() throws Exception {
        Files.writeString(dir.resolve("rows.csv"), "title,a.b\nA,one\nB,mute\n");
        var line = "exec 3>out.csv; fliki generate rows.csv --template t1 --yes >&3";
        var first = CliProcess.shell(dir, server.url(), line);
        server.await(2);

        var second = resume();
        first.process.descendants().forEach(ProcessHandle::destroyForcibly);
        first.end(20);
        var torn = read("out.csv");
        var resumed = resume();

        var refusal = ": another run is writing it; wait for its end\n";
        assertEquals("fliki: " + dir.resolve("out.csv") + refusal, second.err());
        assertEquals("title,a.b,fileId,error\nA,one,id-one,\nB,mute,", torn);
        assertEquals(List.of("one", "mute"), server.started());
        assertEquals(12, resumed.code());
        assertTrue(read("out.csv").contains("\nB,mute,,\"uncertain: "), read("out.csv"));
    }

    /** In this process. */
    private Result resume() {
        var files = dir.resolve("rows.csv") + " -o " + dir.resolve("out.csv");
        var options = " --template t1 --yes --resume ";
        var connection = Cli.connection(server.url(), dir, Cli.KEY);
        return Cli.run(("generate " + files + options + connection).split(" "));
    }

    @ParameterizedTest
    @CsvSource({"generate rows.csv --template t1 --yes", "bulk ids.csv"})
    void outputThatIsAppendedToTheInputIsRefused(String line) throws Exception {
        Files.writeString(dir.resolve("ids.csv"), "a1\n");
        var in = line.split(" ")[1];
        var before = read(in);

        var result = CliProcess.shell(dir, server.url(), "fliki " + line + " >> " + in).end(20);

        assertEquals(2, result.code());
        assertTrue(result.err().startsWith("fliki: standard output is the input itself\n"));
        assertEquals(before, read(in));
    }

    @Test
    void interruptWaitsForTheIdOfABody() throws Exception {
        assumeTrue(CliProcess.interruptible(), "SIGINT is ignored, as behind an & in a script");

        var process = CliProcess.start(dir, server.url(), "generate", "body.json");
        server.await(1);
        var result = process.signal("INT").end(10);

        assertEquals(new Result(130, "id-one\n", ""), result);
    }

    @Test
    void interruptTellsOfABodyWithoutAnAnswer() throws Exception {
        assumeTrue(CliProcess.interruptible(), "SIGINT is ignored, as behind an & in a script");
        Files.writeString(dir.resolve("body.json"), read("body.json").replace("one", "mute"));

        var process = CliProcess.start(dir, server.url(), "generate", "body.json");
        server.await(1);
        var result = process.signal("INT").end(10);

        var told =
                "fliki: interrupted; it may have started: look into your Fliki library before"
                        + " asking again\n";
        assertEquals(new Result(130, "", told), result);
    }

    /** The JDK gives no body then, not even an empty one. */
    @Test
    void proxyThatAsksForAPasswordIsNamed() throws Exception {
        var answer =
                "HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n";
        try (var proxy = RawServer.saying(answer)) {
            var env =
                    Map.of(
                            "FLIKI_API_URL",
                            "https://api.example/v1",
                            "FLIKI_API_KEY",
                            Cli.KEY,
                            "HTTPS_PROXY",
                            "http://127.0.0.1:" + proxy.port());

            var line = "generate rows.csv --template t1 --yes -o out.csv".split(" ");
            var result = Cli.run(Cli.process(dir, env, line), "");
            var status = Cli.run(Cli.process(dir, env, "status", "a1"), "");

            var why = "a proxy asks for a password (407): use a local proxy that adds it";
            assertTrue(read("out.csv").contains("A,one,,bad-request: " + why), read("out.csv"));
            assertEquals(12, result.code());
            assertEquals("fliki: a1: " + why + "\n", status.err());
        }
    }
}
