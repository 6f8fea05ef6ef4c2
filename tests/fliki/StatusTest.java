package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.OptionalDouble;

class StatusTest {

    @Test
    void finishedStatusReadsOnOneLine() {
        var status = status("success", OptionalDouble.of(100), Optional.of("https://x.test/a.mp4"));

        assertEquals("f1 success 100% https://x.test/a.mp4", status.toString());
    }

    @Test
    void absentPartsLeaveNoGap() {
        var status = status("queued", OptionalDouble.empty(), Optional.empty());

        assertEquals("f1 queued", status.toString());
    }

    @Test
    void percentStaysWithinItsBounds() {
        assertEquals(Optional.of("0%"), progress(-3).percent());
        assertEquals(Optional.of("45%"), progress(45.9).percent());
        assertEquals(Optional.of("100%"), progress(250).percent());
    }

    @Test
    void progressIsKeptAsReported() {
        assertEquals(OptionalDouble.of(250), progress(250).progress());
    }

    @Test
    void unknownWordIsKept() {
        var status = status("rendering", OptionalDouble.empty(), Optional.empty());

        assertEquals("f1 rendering", status.toString());
        assertEquals(false, status.finished());
    }

    @Test
    void nullIsRefusedByName() {
        var thrown =
                assertThrows(
                        NullPointerException.class,
                        () -> status("queued", OptionalDouble.empty(), null));

        assertEquals("download", thrown.getMessage());
    }

    private static Status progress(double percent) {
        return status("processing", OptionalDouble.of(percent), Optional.empty());
    }

    private static Status status(String word, OptionalDouble progress, Optional<String> download) {
        return new Status("f1", State.of(word), word, progress, download, "{}");
    }
}
