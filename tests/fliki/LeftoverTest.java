package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.csv.Csv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One client used hard, and streams given up half-way: nothing is left behind. */
@Isolated("looks at all threads")
class LeftoverTest {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Set<Thread> others = Thread.getAllStackTraces().keySet();
    private final Studio studio = Studio.open();
    private final Fliki fliki = Clients.at(studio.url(), Time.system());
    private final Fliki polling = fliki.every(LOOK, LOOK);

    @AfterEach
    void stop() {
        studio.close();
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a" + i).toList();
    }

    /** Threads that are new since the test began. */
    private Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread));
    }

    /** Waits until no thread of the library is left, but for those of the JDK's client. */
    private void awaitNone() throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        List<String> left;
        do {
            System.gc(); // ends what was given up without a close
            TimeUnit.MILLISECONDS.sleep(10);
            left =
                    threads()
                            .map(Thread::getName)
                            .filter(name -> name.matches("fliki-(ids|look|poll|download|wait)"))
                            .toList();
        } while (!left.isEmpty() && System.nanoTime() < end);
        assertEquals(List.of(), left);
    }

    @Test
    void fiftyThreadsShareOneClient() throws Exception {
        var pool = Executors.newFixedThreadPool(50, task -> Threads.daemon("user", task));
        var calls =
                ids(1000).stream()
                        .map(id -> (Callable<String>) () -> fliki.status(id).fileId())
                        .toList();

        var answers = new ArrayList<String>();
        for (var answer : pool.invokeAll(calls)) {
            answers.add(answer.get());
        }

        pool.shutdown();
        assertEquals(ids(1000), answers);
    }

    @Test
    void nothingIsLeftBehindAfterTenThousandCalls() throws Exception {
        var answered = new AtomicInteger();

        for (int i = 0; i < 10; i++) {
            fliki.bulk(ids(1000).stream()).forEach(outcome -> answered.incrementAndGet());
        }

        assertEquals(10_000, answered.get());
        assertTrue(studio.connections() <= 8 * 10, () -> studio.connections() + " connections");
        awaitNone();
    }

    @Test
    void manyClientsHoldNoMoreThanOne() {
        for (int i = 0; i < 50; i++) {
            Fliki.key(Clients.KEY).url(studio.url()).status("a" + i);
        }

        var selectors = threads().filter(t -> t.getName().endsWith("SelectorManager")).count();
        assertTrue(studio.connections() <= 2, () -> studio.connections() + " connections");
        assertTrue(selectors <= 1, () -> selectors + " more clients of the JDK");
    }

    /** JShell stops the group of a line that Ctrl-C ends, and with it what the next line needs. */
    @Test
    void noThreadJoinsTheGroupOfItsCallerOrKeepsTheProgramRunning(@TempDir Path folder)
            throws Exception {
        var callers = new ThreadGroup("callers");
        var seen = new TreeSet<String>();
        var csv = Files.writeString(folder.resolve("in.csv"), "a1\na2\n");
        Runnable calls =
                () -> {
                    fliki.status(ids(20)).forEach(outcome -> seen.addAll(names(callers)));
                    fliki.poll(ids(20)).forEach(outcome -> seen.addAll(names(callers)));
                    fliki.bulk(Csv.from(csv).to(folder.resolve("out.csv")).waiting());
                };

        var caller = new Thread(callers, calls, "caller");
        caller.start();
        caller.join();

        assertEquals(Set.of("caller"), seen);
        var holding = threads().filter(thread -> !thread.isDaemon()).map(Thread::getName);
        assertEquals(
                List.of(),
                holding.filter(name -> !name.matches("globalEvent.*|HTTP-Disp.*")).toList());
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
        awaitNone();

        assertTrue(studio.asked().size() <= 20, () -> studio.asked().size() + " requests");
    }

    @Test
    void pollGivenUpWithoutACloseEndsAsGarbage() throws Exception {
        readOne(polling.poll("a0", "run-1", "run-2"));

        awaitNone();
    }

    /** Reads from a stream that has nothing more to give yet, and forgets it. */
    private static void readOne(Stream<Outcome> outcomes) {
        assertEquals(1, outcomes.limit(1).count());
    }

    @Test
    void pollForACsvEndsWithTheWriting() throws Exception {
        var ids = new ByteArrayInputStream("a0\nrun-1\n".getBytes(UTF_8));
        var csv = Csv.from(ids).to(new Header()).waiting();

        assertThrows(UncheckedIOException.class, () -> polling.bulk(csv));

        awaitNone();
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
}
