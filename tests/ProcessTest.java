import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import fliki.Haystack;
import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.mockserver.model.Delay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a process has around it: environment, standard input, the list of processes. */
@Tag("slow")
class ProcessTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    private ProcessBuilder process(String key, String... args) {
        var env = Map.of("FLIKI_API_KEY", key, "FLIKI_API_URL", api.url(), "LC_ALL", "C");
        return Cli.process(folder, env, args);
    }

    private static String header() {
        return api.requests().get(0).getFirstHeader("Authorization");
    }

    /** And what is printed is UTF-8 whatever the locale. */
    @Test
    void keyAndUrlComeFromTheEnvironment() throws Exception {
        api.answer(200, "{\"status\":\"Übergabe 😀\"}");

        var result = Cli.run(process(Cli.KEY, "status", "--json", "-"), "ä\n");

        var answer = "{\"fileId\":\"ä\",\"status\":\"Übergabe 😀\"}\n";
        assertEquals(new Result(0, answer, ""), result);
        assertEquals("Bearer " + Cli.KEY, header());
    }

    /** In a process of its own: where this one is at a terminal, a key would be typed there. */
    @Test
    void keyIsReadFromStandardInput() throws Exception {
        api.state("a1", "queued");
        var status = process(Cli.KEY, "status", "--key-file", "-", "a1");

        var result = Cli.run(status, "k3y-from-stdin\r\n");

        assertEquals(0, result.code(), result.err());
        assertEquals("Bearer k3y-from-stdin", header());
    }

    /** The rest of what KeyNowhereTest looks for. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void keyIsNotInTheListOfProcesses() throws Exception {
        api.answer(response("{\"status\":\"queued\"}").withDelay(Delay.seconds(9)));
        var process = process(KeyNowhereTest.KEY, "status", "a1").start();
        while (api.requests().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        var shown = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        process.destroyForcibly();

        assertTrue(shown.contains("status"));
        new Haystack(KeyNowhereTest.KEY).search("process list", shown);
        assertEquals(0, process.descendants().count());
    }
}
