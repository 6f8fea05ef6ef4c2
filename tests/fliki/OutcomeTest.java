package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a person, and a program, reads of a status, an outcome and a failure. */
@Isolated("changes the locale")
class OutcomeTest {

    private static final String LINK = "https://files.example/a1.mp4";

    @TempDir Path dir;

    private static Status status(String word, OptionalDouble progress, String message) {
        var json = "{\"fileId\":\"a1\",\"status\":\"" + word + "\"}";
        var link = Optional.of(LINK);
        var why = Optional.ofNullable(message);
        return new Status("a1", State.of(word), word, progress, link, why, json, Optional.empty());
    }

    private static Outcome ended(String word, String message) {
        return Outcome.of(status(word, OptionalDouble.of(50), message));
    }

    private static FlikiException failure(Kind kind) {
        var details = Details.of("a1").http(503, Optional.of(Duration.ofSeconds(9)));
        var last = details.last(Optional.of(FakeApi.status("a1", "queued")));
        return FlikiException.of(kind, "why not", last, new IOException("lost"));
    }

    @ParameterizedTest
    @CsvSource({
        "queued, QUEUED, false, false, queued",
        "PROCESSING, PROCESSING, false, false, PROCESSING",
        "success, SUCCESS, true, false, success",
        "Error, ERROR, true, true, Error",
        "canceled, CANCELED, true, true, canceled",
        "paused, UNKNOWN, false, false, paused",
        "\u001b[31mred, UNKNOWN, false, false, [31mred"
    })
    void wordOfAStatusIsItsOwn(String sent, State state, boolean end, boolean bad, String word) {
        var outcome = ended(sent, null);

        assertEquals(state, outcome.get().state());
        assertEquals(end, state.finished());
        assertEquals(bad, outcome.failed());
        assertEquals(word, outcome.word());
        assertEquals("a1 " + word + " 50% " + LINK, outcome.toString());
    }

    @Test
    void languageOfTheMachineDoesNotMatterToAState() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertEquals(State.PROCESSING, State.of("PROCESSING"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "45, 45%", "99.9, 99%", "100, 100%", "-5, 0%", "1e9, 100%"})
    void percentIsClampedForPeople(double progress, String percent) {
        var status = status("queued", OptionalDouble.of(progress), null);

        assertEquals("a1 queued " + percent + " " + LINK, status.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "error, no voice left, no voice left",
        "error,, it ended in error",
        "canceled,, it ended in canceled",
        "success, done by a robot,",
        "queued, soon,"
    })
    void reasonIsThatOfABadEnd(String word, String message, String reason) {
        assertEquals(Optional.ofNullable(reason), ended(word, message).reason());
    }

    @Test
    void lineForPeopleHoldsWhyItFailedOrTheFile() {
        var none = OptionalDouble.empty();
        var file = Path.of("videos", "a1.mp4");

        assertEquals("a1 queued", FakeApi.status("a1", "queued").toString());
        assertEquals(
                "a1 error no credits",
                new Status(
                                "a1",
                                State.ERROR,
                                "error",
                                none,
                                Optional.empty(),
                                Optional.of("no credits"),
                                "{}",
                                Optional.empty())
                        .toString());
        assertEquals("a1 success " + file, status("success", none, null).file(file).toString());
        assertEquals(
                Optional.of(file), Outcome.of(status("success", none, null).file(file)).file());
    }

    @Test
    void fileIsTheLastFieldAndTheOnlyOneOfItsName() {
        var json = "{\"fileId\":\"a\",\"status\":\"success\",\"file\":\"theirs\",\"z\":1}";
        var sent = FakeApi.status("a", "success");
        var none = Optional.<String>empty();
        var full =
                new Status(
                        "a",
                        sent.state(),
                        "success",
                        sent.progress(),
                        none,
                        none,
                        json,
                        Optional.empty());

        var status = full.file(Path.of("one.mp4")).file(Path.of("two.mp4"));

        assertEquals(
                "{\"fileId\":\"a\",\"status\":\"success\",\"z\":1,\"file\":\"two.mp4\"}",
                status.json());
    }

    @ParameterizedTest
    @EnumSource
    void failureSaysItsKind(Kind kind) {
        var failure = failure(kind);
        var outcome = Outcome.of("a1", failure);

        assertEquals(kind.word(), outcome.word());
        assertEquals(true, outcome.failed());
        assertEquals(Optional.of("why not"), outcome.reason());
        assertEquals("a1: why not", outcome.toString());
        assertEquals(Optional.empty(), outcome.file());
        assertSame(failure, assertThrows(FlikiException.class, outcome::get));
    }

    @ParameterizedTest
    @CsvSource({"SERVER, true", "NOT_FOUND, false", "NOT_FINISHED, false"})
    void failureIsAnErrorInJson(Kind kind, boolean retryable) {
        assertEquals(
                "{\"fileId\":\"a1\",\"error\":{\"kind\":\""
                        + kind.word()
                        + "\",\"message\":\"why not\",\"httpStatus\":503,\"retryable\":"
                        + (retryable + "}}"),
                Outcome.of("a1", failure(kind)).json());
    }

    @Test
    void controlCharactersOfAnIdAreNotInTheMessage() {
        var details = Details.of("a\u001b[2J\nb\u202e");

        var failure = FlikiException.of(Kind.NOT_FOUND, "unknown", details, null);

        assertEquals("a [2J b: unknown", failure.getMessage());
    }

    private static FlikiException copy(FlikiException e) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (FlikiException) in.readObject();
        }
    }

    private static void assertSurvives(FlikiException e) throws Exception {
        assertEquals(parts(e), parts(copy(e)));
        assertEquals(Optional.empty(), copy(e).lastStatus());
    }

    /** All that survives serialisation. */
    private static List<Object> parts(FlikiException e) {
        return List.of(
                e.kind(),
                e.getMessage(),
                e.reason(),
                e.fileId(),
                e.httpStatus(),
                e.retryAfter(),
                e.retryable(),
                "" + e.getCause(),
                Arrays.asList(e.getStackTrace()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 X\r\nContent-Length: 40\r\n\r\nv",
                "HTTP/1.1 200 X\r\nContent-Length: 6\r\n\r\n<html>",
                "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"
            })
    void failureSurvivesSerialisation(String answer) throws Exception {
        try (var server = RawServer.saying(answer)) {
            var fliki = Clients.at(server.url(), new FakeTime()).retries(0);
            var done = DownloadSetup.done("a1", server.url() + "/f.mp4");

            assertSurvives(failure(Kind.SERVER));
            assertSurvives(Thrown.of(() -> fliki.status("a1")));
            assertSurvives(Thrown.of(() -> fliki.download(done, dir)));
        }
    }
}
