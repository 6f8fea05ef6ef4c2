package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.http.Transport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What an answer means. That a program asks again where it may: FAULTS.md. */
class AnswersTest {

    private static final Optional<String> NONE = Optional.empty();

    private static Transport.Reply reply(int status, String body) {
        return new Transport.Reply(status, NONE, NONE, NONE, false, body.getBytes(UTF_8));
    }

    private static FlikiException failure(Transport.Reply reply) {
        return failure(Settings.FLIKI, reply, Details.of("a1"));
    }

    private static FlikiException failure(URI url, Transport.Reply reply, Details asked) {
        var answers = new Answers(url, ApiKey.of(Clients.KEY), new FakeTime());
        return Thrown.of(() -> answers.read(reply, asked, body -> AnswerJson.status("a1", body)));
    }

    private static String reason(int status, String body) {
        return failure(reply(status, body)).reason();
    }

    @ParameterizedTest
    @CsvSource({
        "300, BAD_RESPONSE, false, a redirect is not followed; the key stays here",
        "505, SERVER, false, trouble on the side of Fliki (505)",
        "519, SERVER, false, trouble on the side of Fliki (519)",
        "530, SERVER, true, trouble on the side of Fliki (530)",
        "531, SERVER, false, trouble on the side of Fliki (531)",
        "600, BAD_RESPONSE, false, an unexpected answer (600)"
    })
    void statusBesideThoseOfTheTableHasItsKind(
            int http, Kind kind, boolean retryable, String reason) {
        var failure = failure(reply(http, ""));

        assertEquals(kind, failure.kind());
        assertEquals(retryable, failure.retryable());
        assertEquals("a1: " + reason, failure.getMessage());
        assertEquals(http, failure.httpStatus().getAsInt());
    }

    /** Issue 27, number 7. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"message\":\"m\",\"error\":\"e\"} | m",
                "{\"statusCode\":402,\"message\":[\"m\",\"n\"],\"error\":\"Payment\"} | m",
                "{\"error\":{\"message\":\"em\"}} | em",
                "{\"error\":{\"code\":7,\"reason\":\"er\"}} | er",
                "{\"error\":true,\"msg\":\"m\"} | m",
                "{\"detail\":[{\"loc\":[\"query\"],\"msg\":\"field required\"}]} | field required",
                "{\"title\":\"Out of credits\",\"detail\":\"You have 3, this needs 10\"} |"
                        + " Out of credits: You have 3, this needs 10",
                "{\"errors\":[\"one\",\"two\"]} | one",
                "{\"errors\":[{\"message\":\"one\"}]} | one",
                "{\"reason\":\"r\"} | r",
                "{\"failureReason\":\"fr\"} | fr",
                "{\"message\":\" \",\"error\":null,\"msg\":\"m\"} | m",
                "{\"code\":7} | {\"code\":7}",
                "plain words | plain words",
                "<html>x</html> | an HTML page",
                "{\"message\":\"\\u001b]0;x\\u0007 \\u009b2J\\nred\"} | ]0;x 2J red"
            })
    void wordsOfARefusalAreTold(String body, String words) {
        assertEquals("refused (402: " + words + ")", reason(402, body));
    }

    /** Issue 27, number 8: people changed a good key. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "403; false; <!doctype html><title>Access denied</title>; SERVER",
                "403; false; '\uFEFF\n<html>'; SERVER",
                "403; true; ''; SERVER",
                "403; true; {\"message\":\"no\"}; SERVER",
                "403; false; {\"message\":\"no\"}; FORBIDDEN",
                "403; false; Forbidden; FORBIDDEN",
                "503; false; <html>; SERVER",
                "503; true; ''; SERVER"
            })
    void pageIsTheRefusalOfAFirewall(int http, boolean mitigated, String body, Kind kind) {
        var bytes = (body + "\u00e9").getBytes(ISO_8859_1);
        var page = body.startsWith("\uFEFF") ? body.getBytes(UTF_8) : bytes;

        var failure = failure(new Transport.Reply(http, NONE, NONE, NONE, mitigated, page));

        var before = "something before Fliki, such as a firewall, refused (" + http + ")";
        assertEquals(kind, failure.kind());
        assertEquals(kind == Kind.SERVER, failure.reason().equals(before), failure::reason);
        assertEquals(kind == Kind.SERVER, failure.retryable());
    }

    @ParameterizedTest
    @CsvSource({"/relative, ''", "'not: a url', ''", "'', ''"})
    void redirectIsNamedWithItsHost(String location, String target) {
        var reply = new Transport.Reply(307, NONE, NONE, Optional.of(location), false, new byte[0]);

        assertEquals(
                "a redirect" + target + " is not followed; the key stays here",
                failure(reply).reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"message\":\"No such endpoint\"}; : No such endpoint",
                "<html>Cannot GET</html>; : an HTML page"
            })
    void wordsThatAreNotAboutAFileAreAboutTheAddress(String body, String said) {
        var url = URI.create("https://other.example/v1");

        var failure = failure(url, reply(404, body), Details.of("a1"));

        var address = "is " + url + " the address of the API?";
        assertEquals("nothing there (404" + said + "); " + address, failure.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"message\":\"No file has this id\"}"})
    void silenceOrWordsAboutAFileAreAboutTheId(String body) {
        var url = URI.create("https://other.example/v1");

        var failure = failure(url, reply(404, body), Details.of("a1"));

        assertEquals("unknown id (404); mistyped, or deleted by Fliki", failure.reason());
    }

    /** Issue 27, number 10: a time to wait until was told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0; PT0S", "-1; PT0S", "20.5; PT21S", "Thu Jan  1 05:00:07 2026; PT7S"})
    void waitIsReadByTheServersClock(String header, Duration wait) {
        var date = Optional.of("Thursday, 01-Jan-26 05:00:00 GMT");
        var reply = new Transport.Reply(503, Optional.of(header), date, NONE, false, new byte[0]);

        var failure = failure(reply);

        assertEquals(wait, failure.retryAfter().orElse(Duration.ZERO));
        assertEquals(!wait.isZero(), failure.reason().contains("wait until"));
    }
}
