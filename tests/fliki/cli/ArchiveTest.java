package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

class ArchiveTest {

    @TempDir Path cache;
    private Path folder;

    @BeforeEach
    void build() throws IOException {
        folder = Files.createDirectory(cache.resolve("fliki.java.cdef0d84"));
    }

    private Archive archive(boolean refused) {
        return new Archive("" + folder.resolve("fliki.jar"), refused);
    }

    private void holds(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    private Set<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> "" + file.getFileName()).collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatServesStays(boolean full) throws IOException {
        holds("fliki.jsa");

        archive(false).tend(full);

        assertEquals(Set.of("fliki.jsa"), names());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void oneOfAnotherJavaGoes(boolean full, boolean poor) throws IOException {
        holds("fliki.jsa");
        if (poor) {
            holds("fliki.jsa.poor");
        }

        archive(true).tend(full);

        assertEquals(Set.of(), names());
    }

    @Test
    void oneOfHelpAloneStaysForHelpAndGoesWithTheFirstLookUp() throws IOException {
        archive(false).tend(false);
        holds("fliki.jsa");
        archive(false).tend(false);
        assertEquals(Set.of("fliki.jsa", "fliki.jsa.poor"), names());

        archive(false).tend(true);

        assertEquals(Set.of(), names());
    }

    @Test
    void oneOfALookUpIsNotPoor() throws IOException {
        holds("fliki.jsa.poor");

        archive(false).tend(true);

        assertEquals(Set.of(), names());
    }

    @Test
    void filesBesideAJarOfTheUsersAreTheirs() throws IOException {
        Files.createFile(cache.resolve("fliki.jsa"));

        new Archive("" + cache.resolve("fliki.jar"), true).tend(true);

        assertEquals(true, Files.exists(cache.resolve("fliki.jsa")));
    }
}
