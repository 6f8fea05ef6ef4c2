package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

/** A server that repeats the key cannot make the client print it. */
class SecretTest {

    private static final String KEY = Clients.KEY;
    private static final Haystack PLACES = new Haystack(KEY);

    /** The key as it is, and as JSON may also write it. */
    private static List<String> keys() {
        return List.of(KEY, "\\u006b" + KEY.substring(1));
    }

    private static Fliki at(RawServer server) {
        return Clients.at(server.url(), new FakeTime()).retries(0);
    }

    private static void assertFailureIsClean(RawServer server) {
        try (server) {
            var failure = Thrown.of(() -> at(server).status("a1"));

            PLACES.search("failure", failure);
            PLACES.search("outcome", Outcome.of("a1", failure).json());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "400; {\"message\":\"KEY is bad\"}",
                "401; {\"error\":{\"message\":\"KEY\"}}",
                "403; <p>KEY",
                "404; KEY",
                "500; {\"message\":\"KEY is bad\"",
                "200; {\"success\":false,\"message\":\"KEY\"}",
                "200; {\"message\":\"KEY\"}",
                "200; {\"fileId\":\"KEY\",\"status\":\"queued\"}",
                "200; KEY"
            })
    void failureNeverHoldsTheKey(int http, String body) {
        for (var key : keys()) {
            assertFailureIsClean(RawServer.inTurn(Reply.of(http, body.replace("KEY", key))));
        }
    }

    @Test
    void brokenAnswerThatJavaQuotesIsWithheld() {
        assertFailureIsClean(RawServer.saying("HTTP/1.1 " + KEY + "\r\n\r\n"));
    }

    /** A finished file is not lost for a field that repeats the key. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"status\":\"success\",\"download\":\"https://f/1\",\"by\":\"KEY\"}; success",
                "{\"status\":\"KEY\",\"download\":\"https://f/KEY\",\"x\":{\"KEY\":[\"KEY\"]}};"
                        + " (withheld: it repeats the API key)",
                "{\"success\":true,\"data\":{\"status\":\"KEY\"},\"KEY\":\"KEY\"};"
                        + " (withheld: it repeats the API key)"
            })
    void statusNeverHoldsTheKey(String body, String word) {
        for (var key : keys()) {
            try (var server = RawServer.saying(RawServer.ok(body.replace("KEY", key)))) {
                var status = at(server).status("a1");

                PLACES.search("status", status.json() + status);
                assertEquals(word, status.status());
                assertEquals(
                        word.equals("success"),
                        status.download().equals(Optional.of("https://f/1")));
            }
        }
    }
}
