package fliki.internal.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class FileNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"64f0c0ffee", "a.b-c_d", "__a--.9", "console", "com10", "done-1.mp4"})
    void plainIdIsTheName(String id) {
        assertEquals(id, FileNames.base(id));
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a_b-c14cddc0",
        "A, A-559aead0",
        "../../x, _._.._x-9cdf6a50",
        ".., __-5ec1f7e7",
        "-rf, _rf-686c39ac",
        "a., a_-5ab640fa",
        "a:b*c?d|e<f>g, a_b_c_d_e_f_g-d45c1934",
        "CON, _CON-a3dbc4b6",
        "Lpt1, _Lpt1-5fe52751"
    })
    void anyOtherIsMadeFitAndToldApartByItsHash(String id, String base) {
        assertEquals(base, FileNames.base(id));
    }

    @Test
    void controlCharactersAreReplaced() {
        assertEquals("a_b_c_d-0750914e", FileNames.base("a\u0000b\nc\u202ed"));
    }

    @Test
    void lettersOfAnyScriptStayWhereTheMachineCanSpellThem() {
        var unicode = System.getProperty("sun.jnu.encoding").equals("UTF-8");

        assertEquals(unicode ? "ä東_-ce487703" : "___-ce487703", FileNames.base("ä東𝄞"));
        assertEquals(unicode ? "_COM¹-844eb874" : "_COM_-844eb874", FileNames.base("COM¹"));
    }

    @Test
    void idThatIsTooLongIsCutAndToldApart() {
        var longest = "a".repeat(200);

        assertEquals(longest, FileNames.base(longest));
        assertEquals(longest + "-9835fa6b", FileNames.base("a".repeat(300)));
    }

    @Test
    void itIsCutBetweenCharacters() {
        assumeUnicode();

        assertEquals("a".repeat(199) + "-9c4a3d22", FileNames.base("a".repeat(199) + "𠀀"));
        assertEquals("a" + "ä".repeat(99) + "-9934a532", FileNames.base("a" + "ä".repeat(300)));
        assertEquals("東".repeat(66) + "-4fa7c2aa", FileNames.base("東".repeat(300)));
        assertEquals("𠀀".repeat(50) + "-ada41659", FileNames.base("𠀀".repeat(300)));
    }

    private static void assumeUnicode() {
        var encoding = System.getProperty("sun.jnu.encoding");
        assumeTrue(encoding.equals("UTF-8"), "file names here are " + encoding);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/video.MP4, video/webm, mp4",
        "/a/b.c/video.mov, '', mov",
        "/a.mp3/video, video/webm, webm",
        "/.mp4, video/webm, webm",
        "/video, 'Audio/WAV; rate=8000', wav",
        "/video, application/octet-stream, mp4",
        "'', '', mp4"
    })
    void extensionIsOfThePathThenOfTheTypeThenMp4(String path, String type, String extension) {
        assertEquals(extension, FileNames.extension(List.of(path), type));
    }
}
