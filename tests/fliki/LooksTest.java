package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@Timeout(20)
class LooksTest {

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger worked = new AtomicInteger();
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

    @Test
    void outcomesComeInTheOrderOfTheIds() {
        var othersDone = new CountDownLatch(7);

        var ids =
                outcomes(
                                100,
                                id -> {
                                    if (id.equals("0")) {
                                        await(othersDone);
                                    }
                                    othersDone.countDown();
                                    return queued(id);
                                })
                        .map(Outcome::fileId)
                        .toList();

        assertEquals(IntStream.range(0, 100).mapToObj(Integer::toString).toList(), ids);
    }

    @Test
    void idsAreTakenABoundedWayAheadOfASlowOne() {
        var windowDone = new CountDownLatch(500 + 255);
        var takenMeanwhile = new AtomicInteger();

        outcomes(
                        10_000,
                        id -> {
                            if (id.equals("500")) {
                                await(windowDone);
                                takenMeanwhile.set(taken.get());
                            }
                            windowDone.countDown();
                            return queued(id);
                        })
                .forEach(outcome -> {});

        assertEquals(true, takenMeanwhile.get() <= 500 + 256, takenMeanwhile + " ids taken");
    }

    @Test
    void outcomeIsHandedOutBeforeMoreIdsAreTaken() {
        var firstDone = new CountDownLatch(1);
        var handedOut = new AtomicInteger();
        var handedOutAtThird = new AtomicInteger();
        var ids =
                Stream.of("0", "1", "2", "3")
                        .peek(id -> wait(id, firstDone))
                        .peek(id -> handedOutAtThird.set(handedOut.get()))
                        .iterator();

        // The one worker begins with the second id when the first is done.
        Looks.stream(ids, 1, id -> countDown(id, firstDone))
                .forEach(outcome -> handedOut.incrementAndGet());

        assertEquals(true, handedOutAtThird.get() >= 1);
    }

    @Test
    void idsThatRecurAreWorkedOnOnce() {
        var outcomes = outcomes(List.of("a", "b", "a", "a"), LooksTest::queued).toList();

        assertEquals(List.of("a", "b", "a", "a"), outcomes.stream().map(Outcome::fileId).toList());
        assertEquals(2, worked.get());
    }

    @Test
    void idAmongTheLast1000DifferentOnesIsNotWorkedOnAgain() {
        recurAfter(999);

        assertEquals(1_000, worked.get());
    }

    @Test
    void idBehind1000OthersIsWorkedOnAgain() {
        recurAfter(1_000);

        assertEquals(1_002, worked.get());
    }

    @Test
    void idThatCameAgainCountsFromThen() {
        var others = IntStream.range(0, 1_500).mapToObj(i -> "" + i).toList();
        var ids = new ArrayList<String>();
        for (var part : List.of(others.subList(0, 750), others.subList(750, 1_500))) {
            ids.add("a");
            ids.addAll(part);
        }
        ids.add("a");

        outcomes(ids, LooksTest::queued).forEach(outcome -> {});

        assertEquals(1_501, worked.get());
    }

    @Test
    void failureEndsTheStreamBehindWhatWasHandedOut() {
        var failure = FakeApi.refused("20", Kind.UNAUTHORIZED, 401);
        var seen = new ArrayList<String>();

        var thrown =
                assertThrows(
                        FlikiException.class,
                        () ->
                                outcomes(1_000, id -> unless("20", id, failure))
                                        .forEach(outcome -> seen.add(outcome.fileId())));

        assertSame(failure, thrown);
        assertEquals(IntStream.range(0, seen.size()).mapToObj(Integer::toString).toList(), seen);
        assertEquals(true, worked.get() < 100, worked + " ids worked on");
    }

    @Test
    void nothingIsWorkedOnBehindAFailureAndAllBeforeItIsHandedOut() {
        var failure = FakeApi.refused("20", Kind.UNAUTHORIZED, 401);
        var seen = new ArrayList<String>();
        var ids = IntStream.range(0, 1_000).mapToObj(Integer::toString);

        assertThrows(
                FlikiException.class,
                () ->
                        Looks.stream(
                                        ids.peek(id -> taken.incrementAndGet()).iterator(),
                                        1,
                                        id -> {
                                            worked.incrementAndGet();
                                            awaitTaken(id.equals("20") ? 23 : 0);
                                            return unless("20", id, failure);
                                        })
                                .forEach(outcome -> seen.add(outcome.fileId())));

        assertEquals(IntStream.range(0, 20).mapToObj(Integer::toString).toList(), seen);
        assertEquals(21, worked.get());
    }

    @Test
    void exceptionOfTheCallerComesThroughAsItIs() {
        var failure = new IllegalStateException("from onNotice");

        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> outcomes(100, id -> unless("3", id, failure)).toList());

        assertSame(failure, thrown);
    }

    @Test
    void readingOnBehindAFailureEnds() {
        var failure = FakeApi.refused("0", Kind.UNAUTHORIZED, 401);
        var outcomes = outcomes(1_000, id -> unless("0", id, failure)).iterator();

        assertThrows(FlikiException.class, outcomes::hasNext);

        assertEquals(false, outcomes.hasNext());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 1_000})
    void closingEarlyStopsTheWorkers(int count) throws InterruptedException {
        try (var outcomes = outcomes(count, LooksTest::stallBehindTheFirst)) {
            outcomes.iterator().next();
        }

        joinWorkers();
    }

    @Test
    void workersOfAnAbandonedStreamEndByThemselves() throws InterruptedException {
        try (var outcomes = outcomes(1_000, LooksTest::queued)) {
            outcomes.iterator().next();

            joinWorkers();
            assertEquals(true, worked.get() <= 256);
        }
    }

    @Test
    void workersEndWithTheStream() throws InterruptedException {
        outcomes(1_000, LooksTest::queued).forEach(outcome -> {});

        joinWorkers();
    }

    @Test
    void interruptOfTheReaderStopsTheWorkersAndStays() throws InterruptedException {
        var outcomes = outcomes(1_000, LooksTest::stallBehindTheFirst).iterator();
        outcomes.next();
        Thread.currentThread().interrupt();

        var thrown = assertThrows(FlikiException.class, outcomes::next);

        assertEquals("interrupted", thrown.getMessage());
        assertEquals(true, Thread.interrupted());
        joinWorkers();
    }

    @Test
    void endlessIdsCanBeCutShort() {
        var ids = Stream.iterate(0, i -> i + 1).map(i -> "id" + i).iterator();

        try (var outcomes = Looks.stream(ids, 8, LooksTest::queued)) {
            assertEquals(3, outcomes.limit(3).count());
        }
    }

    private void recurAfter(int others) {
        var ids = Stream.concat(Stream.of("a"), IntStream.range(0, others).mapToObj(i -> "" + i));
        outcomes(Stream.concat(ids, Stream.of("a")).toList(), LooksTest::queued)
                .forEach(outcome -> {});
    }

    private Stream<Outcome> outcomes(int count, Function<String, Outcome> work) {
        return outcomes(IntStream.range(0, count).mapToObj(Integer::toString).toList(), work);
    }

    private Stream<Outcome> outcomes(List<String> ids, Function<String, Outcome> work) {
        Iterator<String> counted = ids.stream().peek(id -> taken.incrementAndGet()).iterator();
        return Looks.stream(
                counted,
                8,
                id -> {
                    worked.incrementAndGet();
                    workers.add(Thread.currentThread());
                    return work.apply(id);
                });
    }

    private static Outcome queued(String id) {
        return Outcome.of(FakeApi.status(id, "queued"));
    }

    private void awaitTaken(int ids) {
        while (taken.get() < ids) {
            Thread.onSpinWait();
        }
    }

    private static Outcome unless(String bad, String id, RuntimeException failure) {
        if (id.equals(bad)) {
            throw failure;
        }
        return queued(id);
    }

    private static Outcome stallBehindTheFirst(String id) {
        if (!id.equals("0")) {
            await(new CountDownLatch(1));
        }
        return queued(id);
    }

    private static Outcome countDown(String id, CountDownLatch firstDone) {
        if (id.equals("1")) {
            firstDone.countDown();
        }
        return queued(id);
    }

    private static void wait(String id, CountDownLatch latch) {
        if (id.equals("2")) {
            await(latch);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends when all threads that worked have ended. */
    private void joinWorkers() throws InterruptedException {
        assertEquals(false, workers.isEmpty());
        for (var thread : workers) {
            thread.join();
        }
    }
}
