package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A server that repeats the key cannot make the client print it. */
class SecretTest {

    private static final String KEY = Clients.KEY;

    /** The key as JSON may also write it. */
    private static final String ESCAPED = "\\u006b" + KEY.substring(1);

    @RegisterExtension static final MockApi api = new MockApi();

    private final Fliki fliki = Clients.at(api.url(), new FakeTime()).retries(0);

    private static String everything(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static void assertNoKey(String text) {
        assertFalse(text.contains(KEY), text);
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
        for (var key : new String[] {KEY, ESCAPED}) {
            api.beforeEach(null);
            api.answer(http, body.replace("KEY", key));

            var failure = Thrown.of(() -> fliki.status("a1"));

            assertNoKey(everything(failure));
            assertNoKey(Outcome.of("a1", failure).json());
        }
    }

    @Test
    void brokenAnswerThatJavaQuotesIsWithheld() {
        try (var server = RawServer.start(c -> c.write("HTTP/1.1 " + KEY + "\r\n\r\n"))) {
            var client = Clients.at(server.url(), new FakeTime()).retries(0);

            assertNoKey(everything(Thrown.of(() -> client.status("a1"))));
        }
    }

    @Test
    void finishedFileIsNotLostForAFieldThatRepeatsTheKey() {
        api.answer(
                200,
                "{\"status\":\"success\",\"download\":\"https://f/1\",\"by\":\"KEY\"}"
                        .replace("KEY", KEY));

        var status = fliki.status("a1");

        assertEquals(State.SUCCESS, status.state());
        assertEquals("https://f/1", status.download().orElseThrow());
        assertNoKey(status.json());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"KEY\",\"download\":\"https://f/KEY\",\"x\":{\"KEY\":[\"KEY\"]}}",
                "{\"success\":true,\"data\":{\"status\":\"KEY\"},\"KEY\":\"KEY\"}"
            })
    void statusNeverHoldsTheKey(String body) {
        for (var key : new String[] {KEY, ESCAPED}) {
            api.beforeEach(null);
            api.answer(200, body.replace("KEY", key));

            var status = fliki.status("a1");

            assertNoKey(status.json() + status);
            assertEquals("(withheld: it repeats the API key)", status.status());
        }
    }
}
