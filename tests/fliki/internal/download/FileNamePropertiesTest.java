package fliki.internal.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** What holds for any id; a failure names the seed that repeats it. */
class FileNamePropertiesTest {

    @Provide
    Arbitrary<String> id() {
        var odd =
                Arbitraries.strings()
                        .withChars("./\\:~-_aA\0\u202e %*?\"<>|\u00e9")
                        .ofMaxLength(12);
        var long1 = Arbitraries.strings().all().ofMinLength(150).ofMaxLength(300);
        var devices =
                Arbitraries.of("CON", "con.txt", "nul", "COM1", "LPT9.x", "..", ".", "CLOCK$");
        return Arbitraries.oneOf(odd, Arbitraries.strings().all().ofMaxLength(20), long1, devices)
                .filter(id -> !id.isBlank());
    }

    @Property(tries = 2000)
    void fileNameNeverLeavesItsFolder(@ForAll("id") String id) {
        var dir = Path.of("videos").toAbsolutePath();

        var file = dir.resolve(FileNames.of(id, "mp4"));
        var name = file.getFileName().toString();

        assertEquals(dir, file.normalize().getParent());
        assertTrue(name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*\\.mp4"), name);
        assertFalse(name.matches("(?i)(con|prn|aux|nul|clock\\$|(com|lpt)\\d)(\\..*)?"), name);
        assertTrue((name + ".part").getBytes(UTF_8).length <= 255, name);
    }

    @Property(tries = 300)
    void everyIdHasAFileOfItsOwn(@ForAll @Size(max = 12) List<@From("id") String> ids) {
        var sent = new HashSet<String>();
        var files = new HashSet<String>();
        for (var id : ids) {
            // Half a surrogate pair is sent, and hashed, as a question mark.
            sent.add(new String(id.getBytes(UTF_8), UTF_8));
            files.add(FileNames.of(id, "mp4").toLowerCase(Locale.ROOT));
        }

        assertEquals(sent.size(), files.size());
    }
}
