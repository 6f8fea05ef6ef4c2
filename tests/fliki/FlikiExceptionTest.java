package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
import java.util.Optional;

class FlikiExceptionTest {

    private static final Status LAST = FakeApi.status("a1", "queued");

    @TempDir Path dir;

    private static FlikiException copy(FlikiException e) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (FlikiException) in.readObject();
        }
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

    @Test
    void controlCharactersOfAnIdAreNotInTheMessage() {
        var details = Details.of("a\u001b[2J\nb\u202e");

        var failure = FlikiException.of(Kind.NOT_FOUND, "unknown", details, null);

        assertEquals("a [2J b: unknown", failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void allButTheLastStatusSurvivesSerialisation(Kind kind) throws Exception {
        var details = Details.of("a1").http(503, Optional.of(Duration.ofSeconds(9)));
        var cause = new IOException("lost");
        var failure = FlikiException.of(kind, "why", details.last(Optional.of(LAST)), cause);

        var copy = copy(failure);

        assertEquals(parts(failure), parts(copy));
        assertEquals(Optional.empty(), copy.lastStatus());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-x\r\n\r\n",
                "HTTP/1.1 200 X\r\nContent-Length: 40\r\n\r\nv",
                "HTTP/1.1 200 X\r\nContent-Length: 6\r\n\r\n<html>",
                "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"
            })
    void realFailureSurvivesSerialisation(String answer) throws Exception {
        try (var server = RawServer.saying(answer)) {
            var fliki = Clients.at(server.url(), new FakeTime()).retries(0);
            var link = server.url() + "/f.mp4";

            var look = Thrown.of(() -> fliki.status("a1"));
            var file = Thrown.of(() -> fliki.download(DownloadSetup.done("a1", link), dir));

            assertEquals(parts(look), parts(copy(look)));
            assertEquals(parts(file), parts(copy(file)));
        }
    }
}
