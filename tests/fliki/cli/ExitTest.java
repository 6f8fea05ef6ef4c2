package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

class ExitTest {

    @Test
    void worstOfAllWinsThenTheNext() {
        var left = EnumSet.allOf(Exit.class);
        var codes = new ArrayList<Integer>();
        while (!left.isEmpty()) {
            var worst = Exit.worst(left);
            codes.add(worst.code());
            left.remove(worst);
        }

        assertEquals(List.of(130, 2, 1, 13, 12, 10, 11, 0), codes);
    }
}
