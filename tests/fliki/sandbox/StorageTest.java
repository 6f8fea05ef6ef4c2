package fliki.sandbox;

import static fliki.sandbox.Rehearsal.header;
import static fliki.sandbox.Rehearsal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The simulated storage server. */
class StorageTest {

    private final Rehearsal rehearsal = new Rehearsal();
    private byte[] film;

    @BeforeEach
    void finishOneJob() throws Exception {
        rehearsal.status("done-1");
        film = rehearsal.file("done-1").body();
    }

    @AfterEach
    void stop() {
        rehearsal.close();
    }

    /** The last of its boxes, each of which says where the next one begins. */
    private static String lastBox(byte[] film) {
        var boxes = ByteBuffer.wrap(film);
        var box = new byte[0];
        while (boxes.hasRemaining()) {
            box = new byte[boxes.getInt() - 4];
            boxes.get(box);
        }
        return new String(box, UTF_8);
    }

    @Test
    void fileOfAFinishedJobNeedsNoKeyAndTakesNone() throws Exception {
        var answer = rehearsal.file("done-1");
        assertEquals(200, answer.statusCode());
        assertEquals("video/mp4", header(answer, "Content-Type"));
        assertEquals("" + film.length, header(answer, "Content-Length"));
        assertEquals("freedone-1", lastBox(film));

        assertEquals(
                "400 {\"message\":\"A storage server refuses an Authorization header: the key"
                        + " leaked\"}",
                text(rehearsal.file("done-1", "Authorization", Rehearsal.KEY)));
    }

    @Test
    void fileOfAnUnfinishedJobIsNotThereYet() throws Exception {
        rehearsal.status("unfinished");

        assertEquals(
                "404 {\"message\":\"No finished file has this id\"}",
                text(rehearsal.file("unfinished")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!a", "?a", "a b", "a+c", "../ä/€", "a&b=c#%41", "\\", "*~", "a\u0001"})
    void anyIdHasItsFilmBehindItsLink(String id) throws Exception {
        rehearsal.status(id);
        rehearsal.pass(10);
        var status = new JSONObject(new String(rehearsal.status(id).body(), UTF_8));

        var answer = rehearsal.get(status.getString("download"));

        assertEquals("free" + id, lastBox(answer.body()));
    }

    @Test
    void restOfAFileIsSentFromAGivenByteOn() throws Exception {
        var etag = header(rehearsal.file("done-1"), "ETag");

        var rest = rehearsal.file("done-1", "Range", "bytes=1000-", "If-Range", etag);

        assertEquals(206, rest.statusCode());
        var range = "bytes 1000-" + (film.length - 1) + "/" + film.length;
        assertEquals(range, header(rest, "Content-Range"));
        assertEquals("" + (film.length - 1000), header(rest, "Content-Length"));
        assertArrayEquals(Arrays.copyOfRange(film, 1000, film.length), rest.body());
    }

    @Test
    void wholeFileIsSentWhereItChangedAndNothingBehindItsEnd() throws Exception {
        var changed = rehearsal.file("done-1", "Range", "bytes=1000-", "If-Range", "\"other\"");
        assertEquals(200, changed.statusCode());
        assertArrayEquals(film, changed.body());

        var behind = rehearsal.file("done-1", "Range", "bytes=" + film.length + "-");
        assertEquals(416, behind.statusCode());
        assertEquals("bytes */" + film.length, header(behind, "Content-Range"));
    }
}
