package fliki;

import static org.junit.jupiter.api.Assertions.assertFalse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Places in which a key must not be, however it is written; counts them. */
public final class Haystack {

    private final Set<String> needles = new LinkedHashSet<>();
    private final AtomicInteger places = new AtomicInteger();

    /** Places to be searched for this key. */
    public Haystack(String key) {
        needles.add(key);
        needles.add(URLEncoder.encode(key, UTF_8));
        needles.add(key.replace("/", "\\/"));
        for (int i = 0; i < 3; i++) {
            var encoded = Base64.getEncoder().encodeToString(("x".repeat(i) + key).getBytes(UTF_8));
            // the first and the last characters depend on what is around the key
            needles.add(encoded.substring(4, encoded.length() - 4));
        }
    }

    /** Searches a text. */
    public void search(String where, String text) {
        places.incrementAndGet();
        for (var needle : needles) {
            assertFalse(text.contains(needle), () -> where + " holds the key: " + text);
        }
    }

    /** Searches all that a failure and its causes can tell. */
    public void search(String where, Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        search(where, text.toString());
    }

    /** Searches the names and bytes of all files of a folder but these. */
    public void search(Path folder, List<Path> but) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file :
                    files.filter(f -> Files.isRegularFile(f) && !but.contains(f)).toList()) {
                search("" + file, file + "\n" + Files.readString(file, ISO_8859_1));
            }
        }
    }

    /** How many places were searched. */
    public int places() {
        return places.get();
    }
}
