import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fliki.GenerateServer;

import org.junit.jupiter.api.AfterEach;
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
import java.util.Map;
import java.util.TreeMap;

/**
 * Processes that are killed in each of the calls by which {@code generate} writes, or for which the
 * disk is full there, and are resumed: no row starts twice, no id is lost, wherever the columns of
 * the results stand. {@code FLIKI_INJECTED=all} tries all orders of them; usually it is the one in
 * which both come first.
 */
@Timeout(3600)
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class GenerateInjectedTest {

    private static final Path STRACE = Path.of("/usr/bin/strace");
    private static final String CALLS = "write,ftruncate,fsync,unlink";

    private static final List<String> ORDERS =
            List.of(
                    "fileId,error,a.b",
                    "fileId,a.b,error",
                    "error,fileId,a.b",
                    "error,a.b,fileId",
                    "a.b,fileId,error",
                    "a.b,error,fileId");

    private final GenerateServer server = GenerateServer.taking(() -> 0);
    private final Map<String, Integer> counts = new TreeMap<>();

    @TempDir Path dir;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void nothingStartsTwiceAndNothingIsLost() throws Exception {
        assumeTrue(Files.isExecutable(STRACE), "strace is for Linux");
        var all = "all".equals(System.getenv("FLIKI_INJECTED"));
        for (var order : all ? ORDERS : ORDERS.subList(0, 1)) {
            for (var fault : List.of("signal=SIGKILL", "error=ENOSPC")) {
                for (var call : CALLS.split(",")) {
                    for (int when = 1; injected(order, call, fault, when); when++) {
                        check(order, call + " " + when + " " + fault);
                    }
                }
            }
        }
        System.out.println(counts);
        assertTrue(counts.get("runs") > 10, "" + counts);
    }

    /** Whether the fault came: not where there are fewer of these calls. */
    private boolean injected(String order, String call, String fault, int when) throws Exception {
        server.started().clear();
        for (var old : List.of("out.csv", "out.csv.inflight", "trace")) {
            Files.deleteIfExists(dir.resolve(old));
        }
        var head = order.split(",");
        var rows = new StringBuilder(order + "\n");
        for (var text : List.of("one", "two")) {
            for (int i = 0; i < head.length; i++) {
                rows.append(i == 0 ? "" : ",").append(head[i].equals("a.b") ? text : "");
            }
            rows.append("\n");
        }
        Files.writeString(dir.resolve("in.csv"), rows);
        var out = dir.toRealPath().resolve("out.csv");
        var command =
                "exec %s -f -q -o trace -P %s -P %s.inflight -e trace=%s -e"
                        + " inject=%s:%s:when=%d fliki";
        var line =
                String.format(command, STRACE, out, out, CALLS, call, fault, when)
                        .replaceFirst("fliki$", CliProcess.words());
        var rest = " generate in.csv --template t1 --yes -o out.csv";
        CliProcess.shell(dir, server.url(), line + rest).end(300);
        var trace = Files.readString(dir.resolve("trace"));
        return trace.contains("INJECTED") || trace.contains("killed by SIGKILL");
    }

    private void check(String order, String what) throws IOException, InterruptedException {
        counts.merge("runs", 1, Integer::sum);
        var options = " --template t1 --yes --resume " + Cli.connection(server.url(), dir, Cli.KEY);
        var files = "generate " + dir.resolve("in.csv") + " -o " + dir.resolve("out.csv");
        var result = Cli.run((files + options).split(" "));

        var told = order + ", " + what + ": " + result.err();
        assertTrue(List.of(0, 12).contains(result.code()), told);
        var lines = Files.readAllLines(dir.resolve("out.csv"));
        assertEquals(3, lines.size(), told);
        for (var text : List.of("one", "two")) {
            var sent = Collections.frequency(server.started(), text);
            var row = lines.get(text.equals("one") ? 1 : 2);
            var doubt = row.contains("uncertain");
            counts.merge(doubt ? sent == 0 ? "never sent" : "uncertain" : "known", 1, Integer::sum);
            assertTrue(row.contains(text), told + row);
            assertEquals(doubt ? 0 : 1, row.contains("id-" + text) ? 1 : 0, told + row);
            assertTrue(sent == 1 || sent == 0 && doubt, told + row);
        }
        assertTrue(Files.notExists(dir.resolve("out.csv.inflight")), told);
    }
}
