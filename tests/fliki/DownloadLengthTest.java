package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the answers say of the length of a file holds until its end (issue 10). */
@Timeout(20)
class DownloadLengthTest {

    private static final String VIDEO = "0123456789";
    private static final String FIRST = "/v.mp4";

    @TempDir Path dir;

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

    private void assertFetched(List<String> asked, FileServer.Answer... answers) throws Exception {
        DownloadSetup.assertFetched(dir, VIDEO, asked, answers);
    }

    private void assertFetchedAgain(Reply contradiction) throws Exception {
        assertFetched(
                List.of(FIRST, from(4), FIRST),
                Reply.file(VIDEO).cut(4),
                contradiction,
                Reply.file(VIDEO));
    }

    @Nested
    class Contradiction {

        @Test
        void ofASmallerTotalStartsAgain() throws Exception {
            assertFetchedAgain(piece(4, 6, "7"));
        }

        @Test
        void ofALargerTotalStartsAgain() throws Exception {
            assertFetchedAgain(piece(4, 9, "12"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"4-20/10", "4-10/*", "4-3/10", "4-8/9"})
        void ofTheEndStartsAgain(String range) throws Exception {
            assertFetchedAgain(Reply.rest(VIDEO, 4).with("Content-Range", "bytes " + range));
        }

        @Test
        void ofABodyThatIsLongerThanItsRangeStartsAgain() throws Exception {
            assertFetchedAgain(Reply.rest(VIDEO, 4).with("Content-Range", "bytes 4-6/10"));
        }

        @Test
        void ofABodyWithoutALengthThatIsLongerThanItsRangeStartsAgain() throws Exception {
            var longer = Reply.rest(VIDEO, 4).with("Content-Range", "bytes 4-6/10");

            assertFetchedAgain(longer.without("Content-Length"));
        }

        @Test
        void leavesTheLengthThatTheNewFirstAnswerNames() throws Exception {
            assertFetched(
                    List.of(FIRST, from(4), FIRST, from(4)),
                    Reply.file("an older, longer film").cut(4),
                    piece(4, 9, "10"),
                    Reply.file(VIDEO).cut(4),
                    piece(4, 9, "*"));
        }

        @Test
        void leavesTheOldLengthWhereTheNewFirstAnswerNamesNone() throws Exception {
            assertFetched(
                    List.of(FIRST, from(4), FIRST, from(7)),
                    Reply.file(VIDEO).cut(4),
                    piece(4, 6, "7"),
                    unmeasured(VIDEO.substring(0, 7), "\"v1\""),
                    piece(7, 9, "*"));
        }
    }

    @Nested
    class AnswerWithoutALength {

        @Test
        void leavesTheLengthAsItIs() throws Exception {
            assertFetched(
                    List.of(FIRST, from(4), from(7)),
                    Reply.file(VIDEO).cut(4),
                    piece(4, 6, "*"),
                    piece(7, 9, "*"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0123", "0123456789ab"})
        void isNotTheWholeFileWhereTheFirstOneNamedAnother(String body) throws Exception {
            assertFetched(
                    List.of(FIRST, FIRST, FIRST),
                    Reply.file(VIDEO).without("ETag").cut(2),
                    unmeasured(body, ""),
                    Reply.file(VIDEO));
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
                    Reply.file(VIDEO));
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
            assertFetched(
                    List.of(FIRST, from(4), from(10), FIRST),
                    brokenChunks(4),
                    piece(4, 9, "*"),
                    Reply.of(416, "").with("Content-Range", range).with("ETag", "\"" + etag + "\""),
                    Reply.file(VIDEO));
        }
    }

    @Nested
    class Pieces {

        @Test
        void costNoRetry() throws Exception {
            var answers =
                    Stream.concat(
                            Stream.of(Reply.file(VIDEO).cut(1)),
                            IntStream.range(1, 10).mapToObj(at -> piece(at, at, "10")));
            try (var downloads = new DownloadSetup(dir, answers.toArray(Reply[]::new))) {
                downloads.fliki.retries(1).download(downloads.done("a"), dir);

                assertEquals(Map.of("a.mp4", VIDEO), downloads.files());
                assertEquals(10, downloads.server.asked().size());
                assertEquals(1, downloads.time.sleeps().size());
            }
        }

        @Test
        void thatTellNothingEnd() throws Exception {
            var nothing = Reply.of(206, "").with("Content-Range", "bytes 4-3/10");
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).cut(4), nothing)) {
                assertEquals(
                        "DOWNLOAD: a: cannot download: the connection to 127.0.0.1 failed (not the"
                                + " range that was asked for)",
                        downloads.failure("a"));

                assertEquals(Map.of(), downloads.files());
            }
        }

        @Test
        void thatHoldNothingEnd() throws Exception {
            var nothing = piece(4, 9, "10").with("Content-Length", "0").cut(0);
            try (var downloads = new DownloadSetup(dir, Reply.file(VIDEO).cut(4), nothing)) {
                assertEquals(
                        "DOWNLOAD: a: cannot download: the connection to 127.0.0.1 failed (it ended"
                                + " early)",
                        downloads.failure("a"));

                var asked = downloads.server.asked();
                assertEquals(Collections.nCopies(4, from(4)), asked.subList(1, asked.size()));
                assertEquals(Map.of(), downloads.files());
            }
        }
    }
}
