package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException.Kind;
import fliki.csv.Csv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every verb fetches the files, where that is wanted. */
@Timeout(20)
class DownloadToTest {

    private static final Duration LOOK = Duration.ofMillis(20);

    @TempDir Path dir;

    private final Studio studio = Studio.open();
    private Fliki fliki;

    @BeforeEach
    void client() {
        fliki =
                Clients.at(studio.url(), Time.system())
                        .every(LOOK, LOOK)
                        .atMost(Duration.ofMillis(200))
                        .retries(0)
                        .downloadTo(dir);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private Path file(String id) {
        return dir.resolve(id + ".mp4");
    }

    private void assertFetched(String id, Optional<Path> file) {
        assertEquals(Optional.of(file(id)), file);
        try {
            assertEquals(Studio.film(id), Files.readString(file(id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The verbs over many. */
    enum Verb {
        STATUS,
        POLL,
        BULK,
        DOWNLOAD;

        Stream<Outcome> of(Fliki fliki, List<String> ids) {
            return switch (this) {
                case STATUS -> fliki.status(ids);
                case POLL -> fliki.poll(ids);
                case BULK -> fliki.bulk(ids.stream());
                case DOWNLOAD -> fliki.download(ids);
            };
        }
    }

    @Nested
    class File {

        @Test
        void isThatOfOneStatus() {
            assertFetched("a1", fliki.status("a1").file());
            assertFetched("a2", fliki.poll("a2").file());
        }

        @ParameterizedTest
        @EnumSource
        void isThatOfEachOutcome(Verb verb) {
            var outcomes = verb.of(fliki, List.of("a1", "a2", "a3")).toList();

            assertEquals(3, outcomes.size());
            outcomes.forEach(outcome -> assertFetched(outcome.fileId(), outcome.file()));
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void hasAColumnInACsv(boolean waiting) {
            var rows = bulk("a1\nfail-1\n", csv -> waiting ? csv.waiting() : csv);

            var link = studio.link("a1");
            assertEquals(
                    "fileId,status,progress,download,error,file\n"
                            + ("a1,success,," + link + ",," + file("a1") + "\n")
                            + "fail-1,error,,,,\n",
                    rows);
            assertFetched("a1", Optional.of(file("a1")));
        }

        @Test
        void isNotAskedForWhereAGenerationEndedBadly() {
            var outcomes = fliki.poll("fail-1", "fail-2").map(Outcome::word).toList();

            assertEquals(List.of("error", "error"), outcomes);
        }

        @Test
        void isNotFetchedUnlessWanted() throws Exception {
            var plain = Clients.at(studio.url(), Time.system());

            assertEquals(Optional.empty(), plain.poll("a1").file());
            try (var files = Files.list(dir)) {
                assertEquals(0, files.count());
            }
        }
    }

    private String bulk(String ids, UnaryOperator<Csv> settings) {
        var out = new ByteArrayOutputStream();
        var csv = Csv.from(new ByteArrayInputStream(ids.getBytes(UTF_8))).to(out);
        fliki.bulk(settings.apply(csv));
        return out.toString(UTF_8);
    }

    @Nested
    class FailedDownload {

        private static final String DEAD =
                "cannot download: the link is dead (HTTP 404); Fliki deletes files after 3 hours";

        private void assertDead(FlikiException failure) {
            assertEquals(Kind.DOWNLOAD, failure.kind());
            assertEquals("gone-1: " + DEAD, failure.getMessage());
            assertEquals("success", failure.lastStatus().orElseThrow().status());
        }

        @Test
        void isTheFailureOfItsVerb() {
            assertDead(Thrown.of(() -> fliki.status("gone-1")));
            assertDead(Thrown.of(() -> fliki.poll("gone-1")));
            assertDead(Thrown.of(() -> fliki.download("gone-1")));
        }

        @ParameterizedTest
        @EnumSource
        void isTheFailureOfItsIdAlone(Verb verb) {
            var outcomes = verb.of(fliki, List.of("gone-1", "a1")).toList();

            for (var outcome : outcomes) {
                if (outcome.fileId().equals("gone-1")) {
                    assertDead(outcome.failure().orElseThrow());
                } else {
                    assertFetched("a1", outcome.file());
                }
            }
            assertEquals(2, outcomes.size());
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void keepsTheStatusInItsRow(boolean waiting) {
            var rows = bulk("gone-1\n", csv -> waiting ? csv.waiting() : csv);

            var row = "gone-1,success,," + studio.link("gone-1") + ",\"download: " + DEAD + "\",\n";
            assertEquals(row, rows.substring(rows.indexOf('\n') + 1));
        }
    }

    @SuppressWarnings("unchecked") // erased: thrown as it is
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }

    @Nested
    class Listener {

        private Fliki failing(Throwable failure) {
            return fliki.onNotice(
                    notice -> {
                        if (notice.kind() == Notice.Kind.DOWNLOADING) {
                            throw DownloadToTest.<RuntimeException>unchecked(failure);
                        }
                    });
        }

        static Stream<Throwable> failures() {
            return Stream.of(
                    new IllegalStateException("ours"),
                    new AssertionError("ours"),
                    new UncheckedIOException(new IOException("ours")));
        }

        @ParameterizedTest
        @MethodSource("failures")
        void thatThrowsIsHeardByTheReaderOfAPoll(Throwable failure) {
            var thrown =
                    assertThrows(
                            Throwable.class, () -> failing(failure).poll("a1", "run-1").toList());

            assertSame(failure, thrown);
        }

        @ParameterizedTest
        @MethodSource("failures")
        void thatThrowsIsHeardByTheCallerOfAVerb(Throwable failure) {
            var failing = failing(failure);

            assertSame(failure, assertThrows(Throwable.class, () -> failing.status("a1")));
            assertSame(failure, assertThrows(Throwable.class, () -> failing.poll("a2")));
            assertSame(failure, assertThrows(Throwable.class, () -> failing.download("a3")));
        }

        @ParameterizedTest
        @EnumSource
        void thatThrowsLeavesNoPart(Verb verb) throws Exception {
            var failure = new IllegalStateException("ours");

            var outcomes = verb.of(failing(failure), List.of("a1"));

            assertSame(failure, assertThrows(Throwable.class, outcomes::toList));
            try (var files = Files.list(dir)) {
                assertEquals(0, files.count());
            }
        }
    }

    @Nested
    class Download {

        @ParameterizedTest
        @CsvSource({
            "run-1, NOT_FINISHED, not finished but processing; poll it first",
            "fail-1, GENERATION_FAILED, it ended in error",
            "missing-1, NOT_FOUND, 'unknown id (404); mistyped, or deleted by Fliki'"
        })
        void withoutAFileSaysWhy(String id, Kind kind, String why) {
            var failure = Thrown.of(() -> fliki.download(id));

            assertEquals(kind, failure.kind());
            assertEquals(id + ": " + why, failure.getMessage());
        }

        @Test
        void ofManyKeepsTheOrder() {
            var ids = List.of("gone-1", "run-1", "a1", "fail-1", "missing-1", "a2");

            var outcomes = fliki.download(ids).toList();

            assertEquals(ids, outcomes.stream().map(Outcome::fileId).toList());
            assertEquals(
                    List.of(
                            "download",
                            "not-finished",
                            "success",
                            "generation-failed",
                            "not-found",
                            "success"),
                    outcomes.stream().map(Outcome::word).toList());
            assertFetched("a1", outcomes.get(2).file());
        }

        @Test
        void ofManyKeepsTheStatusOfAFailure() {
            var states =
                    fliki.download(List.of("gone-1", "run-1", "fail-1"))
                            .map(outcome -> outcome.failure().orElseThrow().lastStatus())
                            .map(status -> status.orElseThrow().status());

            assertEquals(List.of("success", "processing", "error"), states.toList());
        }
    }
}
