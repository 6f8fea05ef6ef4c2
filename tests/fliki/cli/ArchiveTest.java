package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.Jvm;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ArchiveTest {

    private static final boolean ACCEPTED = false;

    @TempDir Path cache;
    private Path jar;
    private Path archive;

    @BeforeEach
    void build() throws IOException {
        var folder = Files.createDirectory(cache.resolve("fliki.java.cdef0d84"));
        jar = folder.resolve("fliki.jar");
        archive = folder.resolve("fliki.jsa");
    }

    /** Ends a process; gives whether there is an archive then. */
    private boolean afterRun(boolean full) throws IOException {
        var there = Files.exists(archive);
        Archive.tend("" + jar, ACCEPTED, full);
        if (!there) {
            Files.createFile(archive); // by Java, after our end
        }
        return Files.exists(archive);
    }

    @Test
    void oneOfHelpGoesWithTheFirstLookUpAndTheNextOneStays() throws IOException {
        var there = new ArrayList<Boolean>();
        for (var full : List.of(false, false, true, false, true, true, true, false)) {
            there.add(afterRun(full));
        }

        assertEquals(List.of(true, true, false, true, false, true, true, true), there);
    }

    @Test
    @Tag("slow")
    void oneThatJavaRefusesGoes() throws Exception {
        afterRun(true);
        Files.writeString(archive, "of another Java");
        var tests = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]);
        Files.copy(tests, jar);
        var classes = jar + File.pathSeparator + System.getProperty("java.class.path");
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(Jvm.CHEAP);
        command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-cp", classes));
        command.addAll(List.of("fliki", "--version"));

        var code = new ProcessBuilder(command).start().waitFor();

        assertEquals(0, code);
        assertEquals(List.of(jar), files());
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(jar.getParent())) {
            return files.toList();
        }
    }

    @Test
    void filesBesideAJarOfTheUsersAreTheirs() throws IOException {
        var other = Files.createFile(cache.resolve("fliki.jsa"));

        Archive.tend("" + cache.resolve("fliki.jar"), true, true);

        assertEquals(true, Files.exists(other));
    }
}
