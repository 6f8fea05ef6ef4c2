package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

@Timeout(20)
class BackgroundTest {

    private static final Outcome A = Outcome.of(FakeApi.status("a", "success"));
    private static final Outcome B = Outcome.of(FakeApi.status("b", "success"));

    @Test
    void outcomeIsHandedOutWhileTheWorkGoesOn() {
        var seen = new CountDownLatch(1);

        var outcomes =
                Background.<Outcome>stream(
                        "fliki-test",
                        listener -> {
                            listener.accept(A);
                            seen.await();
                            listener.accept(B);
                        });

        assertEquals(List.of(A, B), outcomes.peek(outcome -> seen.countDown()).toList());
    }

    @Test
    void workBeginsWithTheFirstRead() {
        var begun = new ArrayList<String>();

        try (var outcomes =
                Background.<Outcome>stream("fliki-test", listener -> begun.add("work"))) {
            assertEquals(List.of(), begun);
            assertEquals(0, outcomes.count());
        }
    }

    @Test
    void readingOnBehindAFailureEnds() {
        var outcomes = failing(FakeApi.lost("b")).iterator();
        outcomes.next();

        assertThrows(FlikiException.class, outcomes::hasNext);

        assertEquals(false, outcomes.hasNext());
    }

    @Test
    void closingEarlyStopsTheWork() throws InterruptedException {
        var stopped = new CountDownLatch(1);

        try (var outcomes = stalling(stopped)) {
            assertEquals(A, outcomes.iterator().next());
        }

        stopped.await();
    }

    @Test
    void interruptOfTheReaderStopsTheWorkAndStays() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        var outcomes = stalling(stopped).iterator();
        outcomes.next();
        Thread.currentThread().interrupt();

        var thrown = assertThrows(FlikiException.class, outcomes::next);

        assertEquals("interrupted", thrown.getMessage());
        assertEquals(true, Thread.interrupted());
        stopped.await();
    }

    private static Stream<Outcome> failing(RuntimeException failure) {
        return Background.<Outcome>stream(
                "fliki-test",
                listener -> {
                    listener.accept(A);
                    throw failure;
                });
    }

    private static Stream<Outcome> stalling(CountDownLatch stopped) {
        return Background.<Outcome>stream(
                "fliki-test",
                listener -> {
                    listener.accept(A);
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        stopped.countDown();
                    }
                });
    }
}
