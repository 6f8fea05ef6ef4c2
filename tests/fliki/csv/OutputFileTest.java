package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.OtherProcess;
import fliki.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class OutputFileTest {

    private static final String RESULT =
            "fileId,status,progress,download,error\na,success,100,u/a,\n";

    @TempDir private Path dir;
    private Path in;
    private Path out;

    @BeforeEach
    void files() throws IOException {
        in = Files.writeString(dir.resolve("ids.csv"), "a\n");
        out = dir.resolve("out.csv");
    }

    private static CsvSummary run(Csv csv) {
        return FakeLookUps.run(csv, new FakeLookUps());
    }

    private String refused(Csv csv) {
        var e = assertThrows(CsvException.class, () -> run(csv));
        return e.getMessage().replace(dir + File.separator, "");
    }

    @Test
    void outputInsideAZipFileIsRefused() throws IOException {
        var made = Map.of("create", "true");
        try (var zip = FileSystems.newFileSystem(dir.resolve("a.zip"), made)) {
            var inside = zip.getPath("/out.csv");

            assertEquals(
                    "/out.csv: cannot be written: it lies inside another file, not on a disk",
                    refused(Csv.from(in).to(inside)));
            assertEquals(false, Files.exists(inside));
        }
    }

    @Test
    @Tag("slow")
    void secondRunOnTheSameOutputIsRefusedAndTheFirstGoesOn() throws IOException {
        Path hard = dir.resolve("hard.csv");
        var refusals = new ArrayList<String>();
        var locked = new ArrayList<Boolean>();
        CsvRun.LookUps meanwhile =
                (ids, onRequest) -> {
                    createLink(hard, out);
                    refusals.add(refused(Csv.from(in).to(out).resume()));
                    locked.add(locked(out));
                    refusals.add(refused(Csv.from(in).to(hard).force()));
                    locked.add(locked(out));
                    return new FakeLookUps().of(ids, onRequest);
                };

        FakeLookUps.run(Csv.from(in).to(out), meanwhile);

        assertEquals(
                List.of(
                        "out.csv: another run is writing it; wait for its end",
                        "hard.csv: another run is writing it; wait for its end"),
                refusals);
        assertEquals(List.of(true, true), locked);
        assertEquals(RESULT, Files.readString(out));
    }

    private static boolean locked(Path file) {
        try {
            return OtherProcess.findsLocked(file);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void createLink(Path link, Path existing) {
        try {
            Files.createLink(link, existing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void outputThatTurnedUpSinceItWasLookedForIsKept() throws IOException {
        var slow =
                new ByteArrayInputStream(new byte[] {'a'}) {
                    @Override
                    public synchronized int read(byte[] bytes, int offset, int length) {
                        assertDoesNotThrow(() -> Files.writeString(out, "precious"));
                        return super.read(bytes, offset, length);
                    }
                };

        assertEquals(
                "out.csv: exists already; use resume to carry on with it, or force to replace it",
                refused(Csv.from(slow).to(out)));
        assertEquals("precious", Files.readString(out));
    }

    @Test
    void outputThatCannotBeResumedIsFreeForTheNextRun() throws IOException {
        Files.writeString(out, "another header\n");
        refused(Csv.from(in).to(out).resume());

        run(Csv.from(in).to(out).force());

        assertEquals(RESULT, Files.readString(out));
    }

    @Test
    void eachRowIsInTheFileBeforeTheNextIsWaitedFor() throws IOException {
        Files.writeString(in, "a\nb\n");
        var seen = new ArrayList<Long>();
        CsvRun.LookUps watching =
                (ids, onRequest) ->
                        new FakeLookUps()
                                .of(ids, onRequest)
                                .peek(a -> seen.add(out.toFile().length()));

        FakeLookUps.run(Csv.from(in).to(out), watching);

        assertEquals(List.of(38L, 57L), seen);
    }

    @Test
    void nothingButTheOutputIsLeftBehind() throws IOException {
        run(Csv.from(in).to(out));

        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(List.of(in, out), files.sorted().toList());
        }
    }

    @Test
    void interruptTearsNoRow() throws IOException {
        Thread.currentThread().interrupt();

        run(Csv.from(in).to(out));

        assertEquals(true, Thread.interrupted());
        assertEquals(RESULT, Files.readString(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replaced", "moved", "emptied", "written"})
    void outputThatSomebodyElseTouchesEndsTheRun(String how) throws IOException {
        Files.writeString(in, "a\nb\n");
        CsvRun.LookUps touching =
                (ids, asking) ->
                        new FakeLookUps().of(ids, asking).peek(outcome -> touch(how, outcome));

        var e =
                assertThrows(
                        UncheckedIOException.class,
                        () -> FakeLookUps.run(Csv.from(in).to(out), touching));

        var why = e.getMessage().replaceFirst(".*another program has (\\w+).*", "$1");
        assertEquals(how.matches("emptied|written") ? "changed" : how, why);
    }

    private void touch(String how, Outcome outcome) {
        assertDoesNotThrow(
                () -> {
                    switch (outcome.fileId().equals("b") ? how : "") {
                        case "replaced" -> {
                            var other = Files.writeString(dir.resolve("x"), "x");
                            Files.move(other, out, StandardCopyOption.REPLACE_EXISTING);
                        }
                        case "moved" -> Files.move(out, dir.resolve("y"));
                        case "emptied" -> Files.write(out, new byte[0]);
                        case "written" -> Files.writeString(out, "z", StandardOpenOption.APPEND);
                        default -> {}
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.xlsx", "OUT.ODS", "out.numbers"})
    void csvIsNotWrittenUnderTheNameOfAnotherKindOfFile(String name) {
        assertEquals(
                name + ": a CSV is written, no such file; call it .csv",
                refused(Csv.from(in).to(dir.resolve(name))));
    }

    /** A mutant that counted only the last 64 KiB cut 12,000 rows to 3,252. */
    @Test
    void outputOfAnyLengthIsCarriedOn() throws IOException {
        Files.writeString(in, "a\n".repeat(12_000));
        run(Csv.from(in).to(out));
        var whole = Files.readString(out);
        Files.writeString(out, whole.substring(0, whole.length() - 3));

        run(Csv.from(in).to(out).resume());

        assertEquals(whole, Files.readString(out));
    }

    @Test
    void fullDiskIsNoUsageError() {
        OutputStream full =
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() throws IOException {
                        throw new IOException("No space left on device");
                    }
                };

        var e = assertThrows(UncheckedIOException.class, () -> run(Csv.from(in).to(full)));

        assertEquals("standard output: cannot be written: No space left on device", e.getMessage());
    }
}
