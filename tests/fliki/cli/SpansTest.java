package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FakeApi;
import fliki.Status;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

class SpansTest {

    private long now;
    private final Spans spans = new Spans(() -> now);

    private void sees(String id, String word, int second) {
        now = Duration.ofSeconds(second).toNanos();
        spans.update(status(id, word));
    }

    private static Status status(String id, String word) {
        return FakeApi.status(id, word, OptionalDouble.empty(), Optional.empty());
    }

    @Test
    void queueAndWorkAreToldApart() {
        sees("a", "queued", 0);
        sees("a", "processing", 860);
        sees("a", "processing", 900);
        sees("a", "success", 912);

        assertEquals("{\"queued\":860.0,\"processing\":52.0}", spans.of("a").orElseThrow().json());
    }

    @Test
    void generationThatWasNotSeenFromItsStartIsLeftOut() {
        sees("late", "processing", 0);
        sees("late", "success", 10);
        sees("bad", "queued", 0);
        sees("bad", "error", 10);

        assertEquals(Optional.empty(), spans.of("late"));
        assertEquals("", spans.words());
    }

    @Test
    void summaryHasTheMeans() {
        sees("a", "queued", 0);
        sees("b", "queued", 0);
        sees("a", "processing", 60);
        sees("b", "processing", 120);
        sees("a", "success", 80);
        sees("b", "success", 160);

        assertEquals("; on average queued 1 min 30 s, processing 30 s", spans.words());
    }
}
