package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException.Kind;
import fliki.csv.Csv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every verb fetches the files, where that is wanted. */
class DownloadToTest {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String DEAD =
            "cannot download: the link is dead (HTTP 404); Fliki deletes files after 3 hours";

    @TempDir Path dir;

    private final Studio studio = Studio.open();
    private Fliki fliki;

    @BeforeEach
    void client() {
        fliki =
                Clients.at(studio.url(), Time.system())
                        .every(LOOK, LOOK)
                        .retries(0)
                        .downloadTo(dir);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (var paths = Files.list(dir)) {
            for (var path : paths.toList()) {
                files.put("" + path.getFileName(), Files.readString(path));
            }
        }
        return files;
    }

    private Optional<Path> file(String id) {
        return Optional.of(dir.resolve(id + ".mp4"));
    }

    private void assertDead(FlikiException failure) {
        assertEquals(Kind.DOWNLOAD, failure.kind());
        assertEquals("gone-1: " + DEAD, failure.getMessage());
        assertEquals("success", failure.lastStatus().orElseThrow().status());
    }

    @Test
    void fileIsThatOfOneStatus() throws Exception {
        assertEquals(file("a1"), fliki.status("a1").file());
        assertEquals(file("a2"), fliki.poll("a2").file());
        assertEquals(file("a3"), Optional.of(fliki.download("a3")));
        assertEquals(
                Map.of(
                        "a1.mp4",
                        "the film of a1",
                        "a2.mp4",
                        "the film of a2",
                        "a3.mp4",
                        "the film of a3"),
                files());
    }

    /** One that fails is that id's failure alone; one that ended badly has no file. */
    @ParameterizedTest
    @EnumSource
    void fileIsThatOfEachOutcome(Verb verb) throws Exception {
        var outcomes = verb.of(fliki, List.of("a1", "gone-1", "fail-1", "a2")).toList();

        assertEquals(4, outcomes.size());
        for (var outcome : outcomes) {
            var id = outcome.fileId();
            assertEquals(id.startsWith("a") ? file(id) : Optional.empty(), outcome.file());
            if (id.equals("gone-1")) {
                assertDead(outcome.failure().orElseThrow());
            }
        }
        assertEquals(Map.of("a1.mp4", "the film of a1", "a2.mp4", "the film of a2"), files());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fileHasAColumnInACsv(boolean waiting) throws Exception {
        var out = new ByteArrayOutputStream();
        var ids = new ByteArrayInputStream("a1\nfail-1\ngone-1\n".getBytes(UTF_8));
        var csv = Csv.from(ids).to(out);

        fliki.bulk(waiting ? csv.waiting() : csv);

        var a1 = "a1,success,," + studio.link("a1") + ",," + dir.resolve("a1.mp4") + "\n";
        var gone = "gone-1,success,," + studio.link("gone-1") + ",\"download: " + DEAD + "\",\n";
        assertEquals(
                "fileId,status,progress,download,error,file\n" + a1 + "fail-1,error,,,,\n" + gone,
                out.toString(UTF_8));
        assertEquals(Map.of("a1.mp4", "the film of a1"), files());
    }

    @Test
    void fileIsNotFetchedUnlessWanted() throws Exception {
        var plain = Clients.at(studio.url(), Time.system());

        assertEquals(Optional.empty(), plain.poll("a1").file());
        assertEquals(Map.of(), files());
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "POLL", "DOWNLOAD"})
    void failedDownloadIsTheFailureOfItsVerb(Verb verb) {
        assertDead(Thrown.of(() -> verb.one(fliki, "gone-1")));
    }

    @SuppressWarnings("unchecked") // erased: thrown as it is
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("ours"),
                new AssertionError("ours"),
                new UncheckedIOException(new IOException("ours")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatAListenerThrowsIsHeardByItsCallerAndLeavesNoPart(Throwable failure) throws Exception {
        var failing =
                fliki.onNotice(
                        notice -> {
                            if (notice.kind() == Notice.Kind.DOWNLOADING) {
                                throw DownloadToTest.<RuntimeException>unchecked(failure);
                            }
                        });

        for (var verb : Verb.values()) {
            var outcomes = verb.of(failing, List.of("a1", "run-1"));
            assertSame(failure, assertThrows(Throwable.class, outcomes::toList));
            assertSame(failure, assertThrows(Throwable.class, () -> verb.one(failing, "a2")));
        }
        assertEquals(Map.of(), files());
    }

    @Test
    void downloadWithoutAFileSaysWhyAndKeepsTheStatus() {
        var ids = List.of("gone-1", "run-1", "a1", "fail-1", "missing-1");

        var outcomes = fliki.download(ids).toList();

        assertEquals(
                List.of(
                        "gone-1: " + DEAD,
                        "run-1: not finished but processing; poll it first",
                        "a1 success " + dir.resolve("a1.mp4"),
                        "fail-1: it ended in error",
                        "missing-1: unknown id (404); mistyped, or deleted by Fliki"),
                outcomes.stream().map(Outcome::toString).toList());
        assertEquals(
                List.of("download", "not-finished", "success", "generation-failed", "not-found"),
                outcomes.stream().map(Outcome::word).toList());
        var states = outcomes.stream().flatMap(o -> o.failure().stream());
        assertEquals(
                List.of("success", "processing", "error"),
                states.flatMap(e -> e.lastStatus().stream()).map(Status::status).toList());
    }
}
