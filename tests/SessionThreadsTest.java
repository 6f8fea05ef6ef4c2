import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import fliki.MockApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Path;
import java.util.Set;

/** A command within a program leaves none of its threads behind. */
@Isolated("looks at all threads")
class SessionThreadsTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @Test
    void downloadsLeaveNoThreadBehind() throws Exception {
        var before = Set.copyOf(Thread.getAllStackTraces().keySet());
        api.answer(200, "{\"status\":\"success\",\"download\":\"http://localhost:1/f.mp4\"}");

        var result = Cli.status(api, folder, "a1", "a2", "--download=" + folder);

        assertEquals(12, result.code(), result.err());
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("fliki-download") && !before.contains(thread)) {
                thread.join(1000);
                assertFalse(thread.isAlive());
            }
        }
    }
}
