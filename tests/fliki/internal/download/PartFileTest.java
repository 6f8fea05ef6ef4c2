package fliki.internal.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.OtherProcess;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class PartFileTest {

    @TempDir Path dir;

    private List<String> names() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> "" + file.getFileName()).sorted().toList();
        }
    }

    private static void write(PartFile part, String text) {
        part.write((text + "behind the end").getBytes(), text.length());
    }

    @Test
    void partOfAKilledRunIsStartedAgain() throws Exception {
        Files.writeString(dir.resolve("v.mp4.part"), "much longer than the new one");
        try (var part = PartFile.open(dir.resolve("v.mp4"))) {
            part.restart();
            write(part, "new");
            part.finish(false);
        }

        assertEquals(List.of("v.mp4"), names());
        assertEquals("new", Files.readString(dir.resolve("v.mp4")));
    }

    @Test
    void oneRunAtATimeWritesAFile() throws Exception {
        var file = dir.resolve("v.mp4");
        try (var part = PartFile.open(file)) {
            write(part, "first");
            var e = assertThrows(UncheckedIOException.class, () -> PartFile.open(file));
            assertEquals("another run is writing it", e.getCause().getMessage());
            part.finish(false);
        }

        assertEquals("first", Files.readString(file));
    }

    @Test
    void interruptDisturbsNoStep() throws Exception {
        Thread.currentThread().interrupt();
        try (var part = PartFile.open(dir.resolve("v.mp4"))) {
            part.restart();
            write(part, "text");
            part.finish(false);
        }

        assertEquals(true, Thread.interrupted());
        assertEquals("text", Files.readString(dir.resolve("v.mp4")));
        assertEquals(List.of("v.mp4"), names());
    }

    @Test
    @Tag("slow")
    void interruptedRunKeepsItsLockUntilItsPartIsGone() throws Exception {
        var file = dir.resolve("v.mp4");
        try (var part = PartFile.open(file)) {
            Thread.currentThread().interrupt();
            write(part, "text");
            part.restart();
            assertEquals(true, Thread.interrupted());
            assertEquals(true, OtherProcess.findsLocked(dir.resolve("v.mp4.part")));
        }

        assertEquals(List.of(), names());
    }

    @Test
    void linkAsPartIsNotWritten() throws Exception {
        var theirs = Files.writeString(dir.resolve("theirs"), "precious");
        var part = dir.resolve("v.mp4.part");

        assertRefused(Files.createSymbolicLink(part, theirs));
        Files.delete(part);
        assertRefused(Files.createLink(part, theirs));
        Files.delete(part);
        assertRefused(Files.createDirectory(part));

        assertEquals("precious", Files.readString(theirs));
    }

    private void assertRefused(Path part) {
        var e = assertThrows(UncheckedIOException.class, () -> PartFile.open(dir.resolve("v.mp4")));

        var message = part.getFileName() + " is there already, and is not a plain file";
        assertEquals(message, e.getCause().getMessage());
    }

    @Test
    void fileThatAppearedMeanwhileIsKept() throws Exception {
        var file = dir.resolve("v.mp4");
        try (var part = PartFile.open(file)) {
            Files.writeString(file, "somebody's own");
            var e = assertThrows(UncheckedIOException.class, () -> part.finish(false));
            assertEquals("there is such a file by now", e.getCause().getMessage());
        }

        assertEquals(List.of("v.mp4"), names());
        assertEquals("somebody's own", Files.readString(file));
    }

    @Test
    void nameGoesToNoFileThatTookThePlaceOfThePart() throws Exception {
        var name = dir.resolve("v.mp4.part");
        try (var part = PartFile.open(dir.resolve("v.mp4"))) {
            write(part, "film");
            Files.move(name, dir.resolve("moved"));
            Files.writeString(name, "somebody's own");

            var e = assertThrows(UncheckedIOException.class, () -> part.finish(true));
            var message = "somebody has moved or replaced v.mp4.part";
            assertEquals(message, e.getCause().getMessage());
        }

        assertEquals(List.of("moved", "v.mp4.part"), names());
        assertEquals("somebody's own", Files.readString(name));
    }

    @Test
    void nameIsGivenInNoFolderThatTookThePlaceOfTheFirst() throws Exception {
        var folder = Files.createDirectory(dir.resolve("films"));
        try (var part = PartFile.open(folder.resolve("v.mp4"))) {
            write(part, "film");
            Files.move(folder, dir.resolve("moved"));
            Files.createSymbolicLink(folder, Files.createDirectory(dir.resolve("other")));

            assertThrows(UncheckedIOException.class, () -> part.finish(false));
        }

        assertEquals(0, dir.resolve("other").toFile().list().length);
    }
}
