package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Optional;
import java.util.OptionalLong;

class NoticeTest {

    @ParameterizedTest
    @EnumSource
    void lineIsTheMessage(Notice.Kind kind) {
        var none = OptionalLong.empty();

        assertEquals(
                "a1 seems stuck",
                new Notice(kind, Optional.of("a1"), "a1 seems stuck", none, none) + "");
    }
}
