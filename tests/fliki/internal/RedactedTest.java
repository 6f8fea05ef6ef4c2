package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import fliki.Clients;
import fliki.FakeTime;
import fliki.MockApi;
import fliki.Thrown;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.PrintWriter;
import java.io.StringWriter;

/** However a server writes the key, it is not repeated. */
class RedactedTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @ParameterizedTest
    @CsvSource({
        "secret/42, secret/42",
        "secret42, secret42",
        "secret/42, secret\\/42",
        "secret/42, \\u0073ecret\\u002F\\u00342",
        "secret/42, secret%2F42",
        "secret/42, %73%65cret%2f42",
        "a+b=c.d*e, a%2Bb%3Dc.d*e",
        "'a\"b\\c$d^e', 'a\\\"b\\\\c$d^e'"
    })
    void everySpellingIsBlottedOut(String key, String spelling) {
        assertEquals(
                "\\\\*** \\n***", ApiKey.of(key).redacted("\\\\" + spelling + " \\n" + spelling));
    }

    @Test
    void whatTheParserComplainsAboutHasNoKey() {
        var name = Clients.KEY.replace("3", "\\u0033");
        api.answer(200, "{\"" + name + "\":1,\"" + name + "\":2}");
        var trace = new StringWriter();

        var failure = Thrown.of(() -> Clients.at(api.url(), new FakeTime()).status("a1"));

        failure.printStackTrace(new PrintWriter(trace, true));
        assertEquals("a1: Fliki sent no JSON object (200)", failure.getMessage());
        assertFalse(trace.toString().contains(Clients.KEY), trace::toString);
    }
}
