package fliki;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where this project lies on disk; a run from a URL has no such place and skips what needs it. */
final class Checkout {

    private static final String MARK = "tests/AllTests.java";

    private Checkout() {}

    /** Searches upwards from the current folder, then from the launcher that started this run. */
    static Path root() {
        var launcher = System.getenv().getOrDefault("JBANG_LAUNCH_CMD", "");
        return Stream.of("", launcher)
                .map(start -> Path.of(start).toAbsolutePath().normalize())
                .flatMap(start -> Stream.iterate(start, at -> at != null, Path::getParent))
                .filter(at -> Files.isRegularFile(at.resolve(MARK)))
                .findFirst()
                .orElseGet(() -> abort("no checkout of fliki here: run the tests inside one"));
    }

    /** Copies these files and folders of it. */
    static void copy(Path to, String... parts) throws IOException {
        for (String part : parts) {
            try (var files = Files.walk(root().resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(root().relativize(file).toString()));
                }
            }
        }
    }
}
