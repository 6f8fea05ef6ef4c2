package fliki;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.csv.Csv;
import fliki.csv.CsvRun;
import fliki.csv.CsvSummary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A run over a CSV whose rows are read on another thread than they are written on. */
@Timeout(60)
@Isolated("looks at all threads")
class CsvThreadsTest {

    private static final String HEADER = "fileId,status,progress,download,error\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void nothingFollowsARowThatCouldNotBeWritten() {
        var ended = "e,error,,,\n".repeat(3_000);
        var disk = new FullOnce(HEADER.length());
        var csv =
                Csv.from(new ByteArrayInputStream((HEADER + "a,,,,\n" + ended).getBytes(UTF_8)))
                        .to(disk)
                        .pending();
        CsvRun.LookUps beside =
                (ids, onRequest) ->
                        Looks.stream(
                                ids.iterator(), 8, id -> Outcome.of(FakeApi.status(id, "queued")));

        assertThrows(
                UncheckedIOException.class,
                () -> CsvRun.of(csv, false, beside, beside, notice -> {}));

        assertEquals(HEADER, disk.toString(UTF_8));
    }

    /** A disk that is full behind so many bytes, and has room again for what comes after that. */
    private static final class FullOnce extends ByteArrayOutputStream {

        private final int room;
        private boolean full;

        FullOnce(int room) {
            this.room = room;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (!full && size() == room) {
                full = true;
                throw new IOException("No space left on device");
            }
            super.write(bytes);
        }
    }

    /** The listener was called with the lock of the run. */
    @Test
    void listenerMayWaitForOtherThreadsOfTheRun() {
        var others = new CountDownLatch(2);
        var waited = new ArrayList<Boolean>();
        var in = new ByteArrayInputStream("a\nb\nc\n".getBytes(UTF_8));
        CsvRun.LookUps lookUps =
                (ids, asking) ->
                        Looks.stream(
                                ids.iterator(),
                                8,
                                id -> {
                                    asking.run();
                                    others.countDown();
                                    return Outcome.of(FakeApi.status(id, "success"));
                                });
        Consumer<CsvSummary> listener =
                now -> {
                    if (now.requests() > 0 && waited.isEmpty()) {
                        waited.add(assertDoesNotThrow(() -> others.await(5, TimeUnit.SECONDS)));
                    }
                };

        CsvRun.of(Csv.from(in).to(out).onChange(listener), false, lookUps, lookUps, words -> {});

        assertEquals(List.of(true), waited);
    }

    @Test
    void rowsBehindASlowOneAreReadABoundedWayAhead() {
        var read = new AtomicInteger();
        var rows =
                IntStream.range(0, 30_000)
                        .peek(i -> read.set(i))
                        .mapToObj(i -> "r" + i + (i % 20_000 == 0 ? ",,,,\n" : ",error,,,\n"));
        var header = Stream.of("id,status,progress,download,error\n");
        var slow = new Slow(read);
        CsvRun.LookUps lookUps = (ids, onRequest) -> Looks.stream(ids.iterator(), 8, slow::outcome);

        var csv = Csv.from(new LineStream(Stream.concat(header, rows))).to(out).pending();
        var summary = CsvRun.of(csv, false, lookUps, lookUps, notice -> {});

        assertEquals(30_000, summary.rows());
        assertEquals(true, slow.readMeanwhile < 15_000, slow.readMeanwhile + " rows read");
    }

    /** Answers about the first row when the reader of the rows has come to a halt. */
    private static final class Slow {

        private final AtomicInteger read;
        private volatile int readMeanwhile;

        Slow(AtomicInteger read) {
            this.read = read;
        }

        Outcome outcome(String id) {
            if (id.equals("r0")) {
                while (reading()) {
                    Thread.onSpinWait();
                }
                readMeanwhile = read.get();
            }
            return Outcome.of(FakeApi.status(id, "success"));
        }

        private static boolean reading() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("fliki-ids"))
                    .noneMatch(thread -> thread.getState() == Thread.State.WAITING);
        }
    }

    /** Lines as bytes, each made when it is read. */
    private static final class LineStream extends InputStream {

        private final Iterator<String> lines;
        private byte[] line = {};
        private int next;

        LineStream(Stream<String> lines) {
            this.lines = lines.iterator();
        }

        @Override
        public int read() {
            if (next == line.length) {
                if (!lines.hasNext()) {
                    return -1;
                }
                line = lines.next().getBytes(UTF_8);
                next = 0;
            }
            return line[next++] & 0xff;
        }
    }
}
