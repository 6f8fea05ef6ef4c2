package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.csv.Csv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One client used hard, and streams given up half-way: nothing is left behind. */
@Isolated("looks at all threads")
class LeftoverTest {

    private final Set<Thread> others = Thread.getAllStackTraces().keySet();

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Loop loop = Loop.start();
    private final Fliki fliki = Clients.at(loop.url(), Time.system()).rate(0);

    @AfterEach
    void stop() {
        loop.close();
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a" + i).toList();
    }

    /** Threads of the library, but for those of other tests and the JDK's own of its client. */
    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .filter(thread -> thread.getName().matches("fliki-(look|poll|download|wait)"))
                .filter(thread -> thread.isAlive())
                .count();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(condition.getAsBoolean());
    }

    @Test
    void fiftyThreadsShareOneClient() throws Exception {
        var pool = Executors.newFixedThreadPool(50, task -> Threads.daemon("user", task));
        var quick = Clients.at(loop.url(), new FakeTime());

        var answers =
                pool.invokeAll(
                        ids(1000).stream()
                                .map(id -> (Callable<String>) () -> quick.status(id).fileId())
                                .toList());

        pool.shutdown();
        assertEquals(ids(1000), answers.stream().map(LeftoverTest::get).toList());
    }

    private static String get(Future<String> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsLeftBehindAfterTenThousandCalls() throws Exception {
        var quick = Clients.at(loop.url(), new FakeTime());
        var answered = new AtomicInteger();

        for (int i = 0; i < 10; i++) {
            quick.bulk(ids(1000).stream()).forEach(outcome -> answered.incrementAndGet());
        }

        assertEquals(10_000, answered.get());
        assertTrue(loop.connections() <= 8 * 10, () -> loop.connections() + " connections");
        assertTrue(loop.open() <= 16, () -> loop.open() + " open");
        await(() -> threads() == 0);
    }

    @Test
    void manyClientsHoldNoMoreThanOne() {
        for (int i = 0; i < 50; i++) {
            Fliki.key(Clients.KEY).url(loop.url()).status("a" + i);
        }

        assertTrue(loop.connections() <= 2, () -> loop.connections() + " connections");
        assertTrue(selectors() <= 1, () -> selectors() + " more clients of the JDK");
    }

    private long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .filter(thread -> thread.getName().endsWith("SelectorManager"))
                .count();
    }

    /** JShell stops the group of a line that Ctrl-C ends, and with it what the next line needs. */
    @Test
    void noThreadJoinsTheGroupOfItsCaller() throws Exception {
        var callers = new ThreadGroup("callers");
        var seen = new TreeSet<String>();
        var quick = fliki.rate(1000);
        Runnable calls =
                () -> {
                    seen.add(quick.status("a0").fileId());
                    quick.status(ids(20)).forEach(outcome -> seen.addAll(names(callers)));
                    quick.poll(ids(20)).forEach(outcome -> seen.addAll(names(callers)));
                };

        var caller = new Thread(callers, calls, "caller");
        caller.start();
        caller.join();

        assertEquals(Set.of("a0", "caller"), seen);
    }

    private static List<String> names(ThreadGroup group) {
        var threads = new Thread[100];
        return Arrays.stream(threads, 0, group.enumerate(threads)).map(Thread::getName).toList();
    }

    @Test
    void streamGivenUpWithoutACloseHasNotBegunMuch() throws Exception {
        var steady = fliki.rate(50).parallel(4);

        steady.status(ids(1000)).findFirst();
        steady.bulk(ids(1000).stream()).limit(3).toList();
        await(() -> threads() == 0);

        var begun = (4 + 2 * 1) + (4 + 2 * 3);
        assertTrue(loop.requests() <= begun, () -> loop.requests() + " requests");
    }

    @Test
    void pollGivenUpWithoutACloseEndsAsGarbage() throws Exception {
        loop.say("queued");
        var polling = fliki.every(LOOK, LOOK);

        abandon(polling.poll(ids(3)));

        await(
                () -> {
                    System.gc();
                    return threads() == 0;
                });
    }

    @Test
    void pollForACsvEndsWithTheWriting() throws Exception {
        loop.say("queued");
        loop.end("a0");
        var ids = new ByteArrayInputStream("a0\na1\n".getBytes(UTF_8));
        var polling = fliki.every(LOOK, LOOK);

        var csv = Csv.from(ids).to(new Header()).waiting();
        assertThrows(UncheckedIOException.class, () -> polling.bulk(csv));

        await(() -> threads() == 0);
    }

    /** A disk with room for the header alone. */
    private static final class Header extends OutputStream {

        private boolean full;

        @Override
        public void write(byte[] bytes) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            full = true;
        }

        @Override
        public void write(int one) {
            throw new AssertionError("rows come whole");
        }
    }

    /** Reads from a stream that has nothing to give yet, and forgets it. */
    private void abandon(Stream<Outcome> outcomes) throws InterruptedException {
        var reader = new AtomicInteger();
        loop.end("a0");
        outcomes.limit(1).forEach(outcome -> reader.incrementAndGet());
        assertEquals(1, reader.get());
    }
}
