package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many looks side by side; how a stream of them is closed is in HostileCallerTest. */
class LooksTest {

    private static final FlikiException REFUSED = FakeApi.refused("20", Kind.UNAUTHORIZED, 401);

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger worked = new AtomicInteger();

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private Stream<Outcome> outcomes(List<String> ids, int parallel, Consumer<String> work) {
        var counted = ids.stream().peek(id -> taken.incrementAndGet()).iterator();
        return Looks.stream(
                counted,
                parallel,
                id -> {
                    worked.incrementAndGet();
                    work.accept(id);
                    return Outcome.of(FakeApi.status(id, "queued"));
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void outcomesComeInTheOrderOfTheIds() {
        var othersDone = new CountDownLatch(7);

        var outcomes =
                outcomes(
                        numbers(100),
                        8,
                        id -> {
                            if (id.equals("0")) {
                                await(othersDone);
                            }
                            othersDone.countDown();
                        });

        assertEquals(numbers(100), outcomes.map(Outcome::fileId).toList());
    }

    /** So that any number of ids fits into memory. */
    @Test
    void idsAreTakenABoundedWayAheadOfASlowOne() {
        var othersDone = new CountDownLatch(550);
        var ahead = new AtomicInteger();

        outcomes(
                        numbers(10_000),
                        8,
                        id -> {
                            if (id.equals("500")) {
                                await(othersDone);
                                ahead.set(taken.get());
                            }
                            othersDone.countDown();
                        })
                .forEach(outcome -> {});

        assertTrue(ahead.get() < 2_000, ahead + " ids taken");
    }

    /** The last 1,000 different ones count, each from when it came last. */
    @ParameterizedTest
    @CsvSource({"999, 0, 1000", "1000, 0, 1002", "750, 750, 1501"})
    void idThatCameNotLongAgoIsNotWorkedOnAgain(int others, int more, int expected) {
        var ids = new ArrayList<>(List.of("a"));
        ids.addAll(numbers(others));
        ids.add("a");
        if (more > 0) {
            ids.addAll(numbers(others + more).subList(others, others + more));
            ids.add("a");
        }

        var seen = outcomes(ids, 8, id -> {}).map(Outcome::fileId).toList();

        assertEquals(ids, seen);
        assertEquals(expected, worked.get());
    }

    @Test
    void nothingIsWorkedOnBehindAFailureAndAllBeforeItIsHandedOut() {
        var seen = new ArrayList<String>();
        var outcomes =
                outcomes(
                        numbers(1_000),
                        1,
                        id -> {
                            if (id.equals("20")) {
                                while (taken.get() < 23) {
                                    Thread.onSpinWait();
                                }
                                throw REFUSED;
                            }
                        });

        var thrown =
                assertThrows(
                        FlikiException.class,
                        () -> outcomes.forEach(outcome -> read(outcome, seen)));

        assertSame(REFUSED, thrown);
        assertEquals(numbers(20), seen);
        assertEquals(21, worked.get());
    }

    /** A slow reader, who sees the failure long after it came. */
    private void read(Outcome outcome, List<String> seen) {
        seen.add(outcome.fileId());
        try {
            while (seen.size() == 13 && worked.get() < 21) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
