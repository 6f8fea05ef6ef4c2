package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.FlikiException;
import fliki.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.OptionalInt;

class LinkTest {

    private static String refusal(Status status, boolean local) {
        var e = assertThrows(FlikiException.class, () -> Link.of(status, local));
        assertEquals(Optional.of(status), e.lastStatus());
        return e.kind() + ": " + e.getMessage();
    }

    private static String refusal(String link, boolean local) {
        return refusal(Downloads.done("a", link), local);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://files.example/v.mp4",
                "HTTPS://files.example:8443/v.mp4?X-Signature=a%2Bb%2F%3D&x=a+b",
                "https://files.example/%C3%A4.mp4"
            })
    void httpsIsTakenAsItIs(String link) {
        assertEquals(link, Link.of(Downloads.done("a", link), false).address().toString());
    }

    @Test
    void spaceIsEncoded() {
        var status = Downloads.done("a", "https://files.example/my video.mp4");

        assertEquals(
                "https://files.example/my%20video.mp4",
                Link.of(status, false).address().toString());
    }

    @Test
    void plainHttpIsForAnApiOnThisMachine() {
        var link = "http://127.0.0.1:4010/v.mp4";

        assertEquals(link, Link.of(Downloads.done("a", link), true).address().toString());
        assertEquals(
                "DOWNLOAD: a: cannot download: the link is plain http, which anyone on the way can"
                        + " change",
                refusal(link, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://files.example/v.mp4",
                "data:video/mp4;base64,AAAA",
                "jar:https://files.example/a.jar!/b",
                "//files.example/v.mp4",
                "/v.mp4",
                "https:/v.mp4",
                "v.mp4"
            })
    void otherLinksAreRefused(String link) {
        var message = "DOWNLOAD: a: cannot download: the link is not one of http or https";

        assertEquals(message, refusal(link, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://files.example/%zz", "https://[", "https://a b/\\"})
    void brokenLinkIsRefusedWithoutShowingIt(String link) {
        assertEquals("DOWNLOAD: a: cannot download: the link cannot be read", refusal(link, false));
    }

    @ParameterizedTest
    @CsvSource({
        "error, GENERATION_FAILED: a: it ended in error",
        "canceled, GENERATION_FAILED: a: it ended in canceled",
        "queued, NOT_FINISHED: a: not finished but queued; poll it first",
        "dreaming, NOT_FINISHED: a: not finished but dreaming; poll it first",
        "success, DOWNLOAD: a: cannot download: Fliki gave no link"
    })
    void withoutAFileThereIsNoLink(String word, String message) {
        assertEquals(message, refusal(Downloads.status("a", word, Optional.empty()), false));
    }

    private static String redirected(String link, String location) {
        var origin = Link.of(Downloads.done("a", link), false);
        return origin.redirected(302, location).address().toString();
    }

    @Test
    void redirectIsToHttpsAlone() {
        var link = "https://files.example/v.mp4";

        assertEquals("https://cdn.example/w", redirected(link, "https://cdn.example/w"));
        assertEquals("https://cdn.example/w", redirected(link, "//cdn.example/w"));
        var e =
                assertThrows(
                        FlikiException.class, () -> redirected(link, "http://cdn.example/w?key"));
        assertEquals(
                "a: cannot download: a redirect that is plain http, which anyone on the"
                        + " way can change (302)",
                e.getMessage());
        assertEquals(OptionalInt.of(302), e.httpStatus());
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example, v.mp4, https://h.example/v.mp4",
        "https://h.example, ?a=1, https://h.example/?a=1",
        "https://h.example//b/v.mp4?a=1, ?b=1, https://h.example//b/v.mp4?b=1"
    })
    void redirectStaysWithItsHost(String link, String location, String address) {
        assertEquals(address, redirected(link, location));
    }
}
