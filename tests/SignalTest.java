import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import fliki.MockApi;
import fliki.Studio;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Signals, and a server that goes away, while {@code poll} waits. */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class SignalTest {

    /** A second is promised; a busy machine starts and ends processes more slowly. */
    private static final int SOON = 4;

    @TempDir Path dir;

    @BeforeEach
    void posix() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "signals are for POSIX");
        assumeTrue(CliProcess.interruptible(), "SIGINT is ignored, as behind an & in a script");
    }

    /** The files that it left. */
    private List<Path> left() throws IOException {
        try (var files = Files.list(dir)) {
            return files.toList();
        }
    }

    private String url() {
        return "" + CliProcess.SANDBOX.url();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "INT INT"}) // a second one changes nothing
    void signalEndsItWithTheCommandThatCarriesOn(String signals) throws Exception {
        var poll = CliProcess.start(dir, url(), "poll", "--every=1s", "stuck-1").said("queued");

        for (var signal : signals.split(" ")) {
            poll.signal(signal);
        }
        var result = poll.end(SOON);

        assertEquals(
                "fliki: stuck-1 queued\n"
                        + "fliki: left: stuck-1 queued\n"
                        + "fliki: carry on with: fliki poll --every=1s stuck-1\n",
                result.err());
        assertEquals(130, result.code());
    }

    @Test
    void manyIdsLeftGoToAFile() throws Exception {
        var poll = CliProcess.start(dir, url(), "poll", "stuck-1", "stuck-2").said("stuck-2 q");

        var result = poll.signal("INT").end(SOON);

        var file = left().get(0);
        var command = "fliki: carry on with: fliki poll - < " + file.getFileName() + "\n";
        assertTrue(result.err().endsWith(command), result.err());
        assertEquals("stuck-1\nstuck-2\n", Files.readString(file));
    }

    @Test
    void signalEndsItThoughNobodyReadsWhatItSays() throws Exception {
        var ids = IntStream.range(0, 40).mapToObj(i -> "stuck-" + i + "x".repeat(2000));
        var options = Stream.of("poll", "--rate=0");
        var arguments = Stream.concat(options, ids).toArray(String[]::new);
        var poll = CliProcess.unread(dir, url(), arguments);
        while (poll.process.getErrorStream().available() < 60_000) {
            Thread.sleep(10);
        }

        poll.signal("INT");

        assertEquals(130, poll.end(SOON).code());
    }

    /** What it says then is in InterruptedTest. */
    @Test
    void signalGivesADownloadUp() throws Exception {
        try (var studio = Studio.open()) {
            var run = CliProcess.start(dir, studio.url(), "download", "--dir=.", "slow-1");
            while (Files.notExists(dir.resolve("slow-1.mp4.part"))) {
                Thread.sleep(10);
            }

            assertEquals(130, run.signal("INT").end(SOON).code());
            assertEquals(List.of(), left());
        }
    }

    @Test
    void outageIsWaitedOut() throws Exception {
        var first = answering(0, "queued");
        var url = "http://127.0.0.1:" + first.getAddress().getPort() + "/v1";
        var poll =
                CliProcess.start(dir, url, "poll", "a", "b", "--at-most=1m")
                        .said("a queued")
                        .said("b queued");
        first.stop(0);
        poll.said("no answer since");
        var second = answering(first.getAddress().getPort(), "success");
        var result = poll.end(20);
        second.stop(0);

        assertEquals(0, result.code(), result.err());
        assertTrue(result.err().contains("fliki: no answer since "), result.err());
        assertTrue(result.err().contains("fliki: answers again after "), result.err());
        var rows = result.out().lines().skip(1).map(row -> row.replaceAll(" +", " ")).sorted();
        assertEquals(List.of("a success - -", "b success - -"), rows.toList());
    }

    /** A server that is ready at once, as MockServer is not, with this state of every id. */
    private static HttpServer answering(int port, String word) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext(
                "/",
                exchange -> {
                    var id = exchange.getRequestURI().getQuery().replace("fileId=", "");
                    var body = MockApi.json(id, word);
                    exchange.sendResponseHeaders(200, body.length());
                    exchange.getResponseBody().write(body.getBytes(UTF_8));
                    exchange.close();
                });
        server.start();
        return server;
    }
}
