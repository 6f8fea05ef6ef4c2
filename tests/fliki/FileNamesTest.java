package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource({
        "64f0c0ffee, 64f0c0ffee",
        "a.b-c_d, a.b-c_d",
        "a/b, a_b",
        "a\\b, a_b",
        "../../x, _._.._x",
        "., _",
        ".., __",
        ".hidden, _hidden",
        "-rf, _rf",
        "a., a_",
        "'a b', a_b",
        "a:b*c?d|e<f>g, a_b_c_d_e_f_g",
        "CON, _CON",
        "con.x, _con.x",
        "Lpt1, _Lpt1",
        "COM¹, _COM¹",
        "CONSOLE, CONSOLE"
    })
    void baseIsFitForAnyFileSystem(String id, String base) {
        assertEquals(base, FileNames.base(id));
    }

    @Test
    void controlCharactersAreReplaced() {
        assertEquals("a_b_c_d", FileNames.base("a\u0000b\nc\u202ed"));
    }

    @Test
    void lettersOfAnyScriptStay() {
        assumeUnicode();

        assertEquals("ä東_", FileNames.base("ä東𝄞"));
    }

    private static void assumeUnicode() {
        var encoding = System.getProperty("sun.jnu.encoding");
        assumeTrue(encoding.equals("UTF-8"), "file names here are " + encoding);
    }

    @Test
    void longBaseIsCutBetweenCharacters() {
        assumeUnicode();

        assertEquals("a".repeat(200), FileNames.base("a".repeat(300)));
        assertEquals("a" + "ä".repeat(99), FileNames.base("a" + "ä".repeat(300)));
        assertTrue(FileNames.base("東".repeat(300)).getBytes(UTF_8).length <= 200);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/video.MP4, video/webm, mp4",
        "/a/b.c/video.mov, '', mov",
        "/a.mp3/video, video/webm, webm",
        "/video., video/webm, webm",
        "/.mp4, video/webm, webm",
        "/video.toolong, video/quicktime, mov",
        "/video.m p, audio/mpeg, mp3",
        "/video, 'Audio/WAV; rate=8000', wav",
        "/video, application/octet-stream, mp4",
        "'', '', mp4"
    })
    void extensionIsOfThePathThenOfTheTypeThenMp4(String path, String type, String extension) {
        assertEquals(extension, FileNames.extension(List.of(path), type));
    }
}
