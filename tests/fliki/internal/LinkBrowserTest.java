package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/** Links as browsers read them (issue 10). */
class LinkBrowserTest {

    @TempDir Path dir;

    private static String asked(String link) {
        return Link.of(Downloads.done("a", link), false).address().toASCIIString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "https://h.example/a\"b|c https://h.example/a%22b%7Cc",
                "https://h.example/{a}^` https://h.example/%7Ba%7D%5E%60",
                "https://h.example/[a] https://h.example/%5Ba%5D",
                "https://h.example/v?f=\"a|b\" https://h.example/v?f=%22a%7Cb%22",
                "https://h.example?f=a|b https://h.example?f=a%7Cb",
                "https://h.example/v?f=[a] https://h.example/v?f=[a]",
                "https://h.example/a\\b https://h.example/a/b",
                "https://h.example/a\u0308.mp4 https://h.example/a%CC%88.mp4",
                "https://m\u00FCnchen.example/v https://xn--mnchen-3ya.example/v"
            })
    void isAskedAsABrowserAsks(String link, String asked) {
        assertEquals(asked, asked(link));
    }

    @ParameterizedTest
    @CsvSource({"w|1.mp4, https://h.example/a/w%7C1.mp4", "?f=a|b, https://h.example/a/v?f=a%7Cb"})
    void relativeRedirectIsReadTheSameWay(String location, String address) {
        var link = Link.of(Downloads.done("a", "https://h.example/a/v"), false);

        assertEquals(address, link.redirected(302, location).address().toString());
    }

    @Test
    void linkIsEncodedAsBrowsersDo() throws Exception {
        try (var downloads = new Downloads(dir, Reply.file("0123456789"))) {
            var link = downloads.server.url() + "/a b\"c|d[e]{f}^`.mp4?x=\\<y>";

            downloads.fliki.download(Downloads.done("a", link), dir);

            assertEquals(
                    List.of("/a%20b%22c%7Cd%5Be%5D%7Bf%7D%5E%60.mp4?x=%5C%3Cy%3E"),
                    downloads.server.asked());
        }
    }

    @Test
    void hostThatJavaDoesNotTakeIsNamedAsTheReason() throws Exception {
        try (var downloads = new Downloads(dir, Reply.file("0123456789"))) {
            var done = Downloads.done("a", "https://my_files.example/v.mp4");

            assertEquals(
                    "DOWNLOAD: a: cannot download: the link has a host name that Java does not"
                            + " take",
                    downloads.failure(() -> downloads.fliki.download(done, dir)));
        }
    }
}
