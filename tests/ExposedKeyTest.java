import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.MockApi;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A key that other users of the machine can read is worth one line. */
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
class ExposedKeyTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @BeforeEach
    void done() {
        var link = "\"download\":\"" + api.url() + "/f.mp4\"}";
        api.answer(200, "{\"status\":\"success\"," + link);
    }

    private String err(String file, String access, String stdin, String... args) throws Exception {
        var key = folder.resolve(file);
        Files.createDirectories(key.getParent());
        Cli.secret(key, file.equals(".env") ? "FLIKI_API_KEY=" + Cli.KEY : Cli.KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(access));
        var line = new ArrayList<>(List.of(args));
        line.addAll(List.of("--rate", "99"));
        var env = Map.of("FLIKI_API_URL", api.url());
        return Cli.run(Cli.process(folder, env, line.toArray(String[]::new)), stdin).err();
    }

    private static String warning(String file) {
        return "fliki: other users can read the key in %1$s; run: chmod 600 %1$s\n".formatted(file);
    }

    private String status(String access, String... more) throws Exception {
        var line = new ArrayList<>(List.of("status", "a1", "--key-file", "k"));
        line.addAll(List.of(more));
        return err("k", access, "", line.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void everyBitOfOthersCounts(String access) throws Exception {
        assertEquals(warning("k"), status(access));
    }

    @Test
    void everyPlaceOfTheKeyIsWatched() throws Exception {
        var own = folder.resolve(".config/fliki/key");

        assertEquals(warning("" + own), err(".config/fliki/key", "rw-r--r--", "", "status", "a1"));
        assertEquals(warning(".env"), err(".env", "rw-r--r--", "", "poll", "a1"));
    }

    /** Issue 10, number 9. */
    @Test
    void commandThatIsOfferedFitsTheShell() throws Exception {
        var warning =
                "fliki: other users can read the key in -my key; run: chmod 600 './-my key'\n";

        assertEquals(
                warning, err("-my key", "rw-r--r--", "", "status", "a1", "--key-file", "-my key"));
    }

    @Test
    void keyOfStandardInputOrOfOneUserIsFine() throws Exception {
        assertEquals("", err("k", "rw-r--r--", Cli.KEY, "status", "a1", "--key-file", "-"));
        assertEquals("", status("rw-------"));
        assertEquals("", status("rw-r--r--", "--quiet"));
    }
}
