package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Optional;

class NoticeTest {

    @ParameterizedTest
    @EnumSource
    void lineIsTheMessage(Notice.Kind kind) {
        assertEquals("a1 seems stuck", Notice.of(kind, Optional.of("a1"), "a1 seems stuck") + "");
    }
}
