package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LinesTest {

    /** Issue 10, beyond the list: rows that came down a pipe were "170124 of 0". */
    @Test
    void heartbeatNamesNoTotalThatIsNotKnown() {
        assertEquals("waiting, 0 ended; ", Lines.waiting(new RowTally()));
    }
}
