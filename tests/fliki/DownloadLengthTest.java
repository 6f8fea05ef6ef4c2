package fliki;

import static fliki.DownloadSetup.VIDEO;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the answers say of the length of a file holds until its end (issue 10). */
class DownloadLengthTest {

    private static final String FIRST = "/v.mp4";
    private static final Reply FILE = Reply.file(VIDEO);

    @RegisterExtension final DownloadSetup downloads = new DownloadSetup();

    /** The request that asks for the file from a byte on. */
    private static String from(int start) {
        return FIRST + " bytes=" + start + "- \"v1\"";
    }

    /** Some bytes of the file, with what the server says of them. */
    private static Reply piece(int start, int end, String total) {
        return Reply.of(206, VIDEO.substring(start, end + 1))
                .with("Content-Range", "bytes " + start + "-" + end + "/" + total)
                .with("ETag", "\"v1\"");
    }

    /** The first bytes of the file from a server that names no length and then hangs up. */
    private static Reply brokenChunks(int count) {
        return Reply.of(200, count + "\r\n" + VIDEO.substring(0, count) + "\r\n")
                .without("Content-Length")
                .with("Transfer-Encoding", "chunked")
                .with("ETag", "\"v1\"");
    }

    /** A body that ends where the server hangs up. */
    private static Reply unmeasured(String body, String etag) {
        return Reply.file(body).without("Content-Length").with("ETag", etag);
    }

    private void assertFetched(List<String> asked, RawServer.Script... answers) throws Exception {
        downloads.assertFetched(asked, answers);
    }

    private static Stream<Reply> contradictions() {
        var rest = Reply.rest(VIDEO, 4);
        var longer = rest.with("Content-Range", "bytes 4-6/10");
        var ends =
                Stream.of("4-20/10", "4-10/*", "4-3/10", "4-8/9")
                        .map(range -> rest.with("Content-Range", "bytes " + range));
        return Stream.concat(
                ends,
                Stream.of(
                        piece(4, 6, "7"),
                        piece(4, 9, "12"),
                        longer,
                        longer.without("Content-Length")));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void contradictionStartsAgain(Reply contradiction) throws Exception {
        assertFetched(List.of(FIRST, from(4), FIRST), FILE.cut(4), contradiction, FILE);
    }

    @Test
    void newFirstAnswerNamesTheLengthOrNone() throws Exception {
        assertFetched(
                List.of(FIRST, from(4), FIRST, from(4)),
                Reply.file("an older, longer film").cut(4),
                piece(4, 9, "10"),
                FILE.cut(4),
                piece(4, 9, "*"));
        Files.delete(downloads.dir.resolve("a.mp4"));
        assertFetched(
                List.of(FIRST, from(4), FIRST, from(7)),
                FILE.cut(4),
                piece(4, 6, "7"),
                unmeasured(VIDEO.substring(0, 7), "\"v1\""),
                piece(7, 9, "*"));
    }

    @Nested
    class AnswerWithoutALength {

        @Test
        void leavesTheLengthAsItIs() throws Exception {
            assertFetched(
                    List.of(FIRST, from(4), from(7)),
                    FILE.cut(4),
                    piece(4, 6, "*"),
                    piece(7, 9, "*"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0123", "0123456789ab"})
        void isNotTheWholeFileWhereTheFirstOneNamedAnother(String body) throws Exception {
            var first = FILE.without("ETag").cut(2);

            assertFetched(List.of(FIRST, FIRST, FIRST), first, unmeasured(body, ""), FILE);
        }

        @Test
        void isTheWholeFileWhereItIsAnotherVersion() throws Exception {
            assertFetched(
                    List.of(FIRST, from(4)),
                    Reply.file("an older, longer film").cut(4),
                    unmeasured(VIDEO, "\"v2\""));
        }

        @Test
        void isFollowedByOneThatNamesIt() throws Exception {
            assertFetched(
                    List.of(FIRST, from(4), from(7), FIRST),
                    brokenChunks(4),
                    piece(4, 6, "10"),
                    piece(7, 8, "9"),
                    FILE);
        }

        @Test
        void isAskedForMoreUntilThereIsNoMore() throws Exception {
            assertFetched(
                    List.of(FIRST, from(4), from(7), from(10)),
                    brokenChunks(4),
                    piece(4, 6, "*"),
                    piece(7, 9, "*"),
                    Reply.of(416, "").with("Content-Range", "bytes */10"));
        }

        @ParameterizedTest
        @CsvSource({"bytes */9, v1", "bytes */10, v2"})
        void isNotWholeWhereTheEndIsOfAnotherFile(String range, String etag) throws Exception {
            var end = Reply.of(416, "").with("Content-Range", range);
            assertFetched(
                    List.of(FIRST, from(4), from(10), FIRST),
                    brokenChunks(4),
                    piece(4, 9, "*"),
                    end.with("ETag", "\"" + etag + "\""),
                    FILE);
        }
    }

    @Nested
    class Pieces {

        @Test
        void costNoRetry() throws Exception {
            var answers =
                    Stream.concat(
                            Stream.of(FILE.cut(1)),
                            IntStream.range(1, 10).mapToObj(at -> piece(at, at, "10")));
            var fliki = downloads.serve(answers.toArray(Reply[]::new)).retries(1);

            fliki.download(downloads.done(), downloads.dir);

            assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
            assertEquals(10, downloads.server.asked().size());
            assertEquals(1, downloads.time.sleeps().size());
        }

        @Test
        void thatTellOrHoldNothingEnd() throws Exception {
            var untold = Reply.of(206, "").with("Content-Range", "bytes 4-3/10");
            var empty = piece(4, 9, "10").with("Content-Length", "0").cut(0);
            var failed = "DOWNLOAD: a: cannot download: the connection to 127.0.0.1 failed (";

            assertEquals(
                    failed + "not the range that was asked for)",
                    downloads.failure(FILE.cut(4), untold));
            assertEquals(failed + "it ended early)", downloads.failure(FILE.cut(4), empty));

            var asked = downloads.server.asked();
            assertEquals(Collections.nCopies(4, from(4)), asked.subList(1, asked.size()));
            assertEquals(Map.of(), downloads.files());
        }
    }

    @Test
    void firstPartIsNotTheWholeFile() throws Exception {
        assertFetched(List.of(FIRST, from(4)), piece(0, 3, "10"), Reply.rest(VIDEO, 4));
    }

    @Test
    void bodyThatIsShortIsAskedForItsRest() throws Exception {
        assertFetched(
                List.of(FIRST, from(4), from(7)),
                FILE.cut(4),
                Reply.rest(VIDEO, 4).with("Content-Length", "3").cut(3),
                Reply.rest(VIDEO, 7));
    }

    @Test
    void emptyFileIsNone() throws Exception {
        assertFetched(List.of(FIRST, FIRST), Reply.file(""), FILE);
    }
}
