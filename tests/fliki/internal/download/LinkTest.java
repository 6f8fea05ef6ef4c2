package fliki.internal.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class LinkTest {

    private static String asked(String link) {
        return Link.of(link, false).address().toString();
    }

    private static String refusal(String link, boolean local) {
        return assertThrows(NoFile.class, () -> Link.of(link, local)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://files.example/v.mp4",
                "HTTPS://files.example:8443/v.mp4?X-Signature=a%2Bb%2F%3D&x=a+b",
                "https://files.example/%C3%A4.mp4"
            })
    void httpsIsTakenAsItIs(String link) {
        assertEquals(link, asked(link));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "my film.mp4; my%20film.mp4",
                "a\u0308.mp4; a%CC%88.mp4",
                "\uD83C\uDFAC.mp4; %F0%9F%8E%AC.mp4",
                "100% real.mp4; 100%25%20real.mp4",
                "%zz%4; %25zz%254",
                "a\"b|c\\d[e]{f}^`<g>; a%22b%7Cc%5Cd%5Be%5D%7Bf%7D%5E%60%3Cg%3E",
                "v?f=\"a|b\"; v?f=%22a%7Cb%22",
                "v.mp4#t=1; v.mp4"
            })
    void illegalCharacterIsEncoded(String path, String asked) {
        assertEquals("https://h.example/" + asked, asked("https://h.example/" + path));
    }

    @Test
    void plainHttpIsForAnApiOnThisMachine() {
        var link = "http://127.0.0.1:4010/v.mp4";

        assertEquals(link, Link.of(link, true).address().toString());
        assertEquals(
                "the link is plain http, which anyone on the way can change", refusal(link, false));
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
        assertEquals("the link is not one of http or https", refusal(link, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://[", "https://a b/"})
    void brokenLinkIsRefusedWithoutShowingIt(String link) {
        assertEquals("the link cannot be read", refusal(link, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://my_files.example/v.mp4", "https://m\u00FCnchen.example/v.mp4"})
    void hostThatJavaDoesNotTakeIsNamedAsTheReason(String link) {
        assertEquals("the link has a host name that Java does not take", refusal(link, false));
    }

    private static String redirected(String link, String location) {
        return Link.of(link, false).redirected(Optional.of(location)).address().toString();
    }

    @Test
    void redirectIsToHttpsAlone() {
        var link = "https://files.example/v.mp4";

        assertEquals("https://cdn.example/w", redirected(link, "https://cdn.example/w"));
        assertEquals("https://cdn.example/w", redirected(link, "//cdn.example/w"));
        var e =
                assertThrows(
                        NoFile.class, () -> redirected(link, "http://cdn.example/w?signature"));
        assertEquals(
                "a redirect that is plain http, which anyone on the way can change",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example, v.mp4, https://h.example/v.mp4",
        "https://h.example/a/b/v, ../w.mp4, https://h.example/a/w.mp4",
        "https://h.example/a/v, HTTPS://h.example/w#t=1, HTTPS://h.example/w",
        "https://h.example/a/v, https://h.example, https://h.example",
        "https://h.example, ?a=1, https://h.example/?a=1",
        "https://h.example/a/v, ?f=a|b, https://h.example/a/v?f=a%7Cb",
        "https://h.example/a/v, w|1%.mp4, https://h.example/a/w%7C1%25.mp4",
        "https://h.example//b/v.mp4?a=1, ?b=1, https://h.example//b/v.mp4?b=1"
    })
    void redirectStaysWithItsHost(String link, String location, String address) {
        assertEquals(address, redirected(link, location));
    }
}
