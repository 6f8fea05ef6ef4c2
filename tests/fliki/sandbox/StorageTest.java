package fliki.sandbox;

import static fliki.sandbox.Rehearsal.header;
import static fliki.sandbox.Rehearsal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

class StorageTest {
    private static final byte[] CLIP = Clip.of(Picture.of("done-1"));

    private static Rehearsal rehearsal;

    @BeforeAll
    static void start() {
        rehearsal = new Rehearsal();
    }

    @AfterAll
    static void stop() {
        rehearsal.close();
    }

    @BeforeEach
    void finishOneJob() throws Exception {
        rehearsal.status("done-1");
    }

    @Test
    void fileOfAFinishedJobNeedsNoKey() throws Exception {
        var answer = rehearsal.file("done-1");

        assertEquals(200, answer.statusCode());
        assertEquals("video/mp4", header(answer, "Content-Type"));
        assertEquals("" + CLIP.length, header(answer, "Content-Length"));
        assertArrayEquals(CLIP, answer.body());
    }

    @Test
    void keyMustNotComeAlong() throws Exception {
        var answer = rehearsal.file("done-1", "Authorization", "Bearer " + Sandbox.KEY);

        String reason = "A storage server refuses an Authorization header: the key leaked";
        assertEquals("400 {\"message\":\"" + reason + "\"}", text(answer));
    }

    @Test
    void fileOfAnUnfinishedJobIsNotThereYet() throws Exception {
        rehearsal.status("unfinished");

        var answer = rehearsal.file("unfinished");

        assertEquals("404 {\"message\":\"No finished file has this id\"}", text(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!a", "?a", "a b+c", "../ä/€", "a&b=c#%41", "\\", "*~", "a\u0001"})
    void anyIdWorks(String id) throws Exception {
        rehearsal.status(id);
        rehearsal.pass(10);

        var answer = rehearsal.file(id);

        assertEquals(1, rehearsal.sandbox.requests(id));
        assertArrayEquals(Clip.of(Picture.of(id)), answer.body());
    }

    @Test
    void restOfAFileIsSentFromAGivenByteOn() throws Exception {
        String etag = header(rehearsal.file("done-1"), "ETag");

        var rest = rehearsal.file("done-1", "Range", "bytes=1000-", "If-Range", etag);

        assertEquals(206, rest.statusCode());
        String range = "bytes 1000-" + (CLIP.length - 1) + "/" + CLIP.length;
        assertEquals(range, header(rest, "Content-Range"));
        assertEquals("" + (CLIP.length - 1000), header(rest, "Content-Length"));
        assertArrayEquals(Arrays.copyOfRange(CLIP, 1000, CLIP.length), rest.body());
    }

    @Test
    void wholeFileIsSentWhereItChangedMeanwhile() throws Exception {
        var answer = rehearsal.file("done-1", "Range", "bytes=1000-", "If-Range", "\"other\"");

        assertEquals(200, answer.statusCode());
        assertArrayEquals(CLIP, answer.body());
    }

    @Test
    void rangeBehindTheEndIsRefused() throws Exception {
        var answer = rehearsal.file("done-1", "Range", "bytes=" + CLIP.length + "-");

        assertEquals(416, answer.statusCode());
        assertEquals("bytes */" + CLIP.length, header(answer, "Content-Range"));
    }
}
