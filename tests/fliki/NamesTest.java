package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class NamesTest {

    private static final Path DIR = Path.of("out");

    private final Names names = new Names();

    private List<String> claimed(String... ids) {
        return Stream.of(ids).map(id -> "" + names.claim(DIR, id, "mp4").getFileName()).toList();
    }

    @Test
    void idsThatShareANameAreNumbered() {
        assertEquals(List.of("a_b.mp4", "a_b-2.mp4", "a_b-3.mp4"), claimed("a/b", "a_b", "a:b"));
    }

    @Test
    void idKeepsItsName() {
        assertEquals(
                List.of("a_b.mp4", "a_b-2.mp4", "a_b.mp4", "a_b-2.mp4"),
                claimed("a/b", "a_b", "a/b", "a_b"));
    }

    @Test
    void namesThatDifferInCaseAloneCollide() {
        assertEquals(List.of("a.mp4", "A-2.mp4"), claimed("a", "A"));
    }

    @Test
    void numberThatIsTakenIsLeftOut() {
        assertEquals(List.of("a-2.mp4", "a.mp4", "A-3.mp4"), claimed("a-2", "a", "A"));
    }

    @Test
    void otherFolderOrExtensionIsNoCollision() {
        names.claim(DIR, "a", "mp4");

        assertEquals(DIR.resolve("A.mp3"), names.claim(DIR, "A", "mp3"));
        assertEquals(Path.of("other/A.mp4"), names.claim(Path.of("other"), "A", "mp4"));
    }

    @Test
    void sameFolderInOtherWordsCollides() {
        names.claim(DIR, "a", "mp4");

        assertEquals("A-2.mp4", "" + names.claim(Path.of("./x/../out"), "A", "mp4").getFileName());
    }
}
