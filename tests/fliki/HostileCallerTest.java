package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.MINUTES;

import fliki.csv.Csv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Callers who listen, close and interrupt where nobody expects it (issue 16). */
class HostileCallerTest {

    private static final List<String> IDS = IntStream.range(0, 40).mapToObj(i -> "a" + i).toList();

    private final Studio studio = Studio.open();
    private final Fliki fliki = Clients.at(studio.url(), FakeTime.besideOthers());

    @AfterEach
    void close() {
        studio.close();
    }

    @Nested
    class Listeners {

        @Test
        void mayWaitForAVerbOfAnotherThread() {
            var seen = Collections.synchronizedList(new ArrayList<String>());
            var self = new Fliki[1];
            self[0] =
                    fliki.onUpdate(
                            status -> {
                                seen.add(status.fileId());
                                if (status.fileId().equals("outer")) {
                                    supplyAsync(() -> self[0].poll("inner")).join();
                                }
                            });

            self[0].poll("outer");

            assertEquals(List.of("outer", "inner"), seen);
        }

        @DisabledOnOs(OS.WINDOWS)
        @Test
        void mayWaitForAnotherThreadWhenToldThatOthersCanReadTheKey(@TempDir Path folder)
                throws Exception {
            var file = Files.writeString(folder.resolve("key"), Clients.KEY);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            var client = Fliki.keyFile(file).url(studio.url());
            var self = client.onNotice(notice -> supplyAsync(() -> client.status("inner")).join());

            self.status("outer");

            assertEquals(2, studio.asked().size());
        }

        @ParameterizedTest
        @EnumSource(names = {"STATUS", "POLL"})
        void reachTheirCallerWithWhateverTheyThrow(Verb verb) {
            var thrown = new UnsupportedOperationException("mine");
            var loud = fliki.retries(1).onUpdate(s -> raise(thrown)).onNotice(n -> raise(thrown));

            var outcomes = verb.of(loud, List.of("busy-1", "a1", "a2"));

            assertSame(thrown, assertThrows(RuntimeException.class, outcomes::toList));
        }

        private static void raise(RuntimeException any) {
            throw any;
        }

        @Test
        void endABulkThatWaitsWithTheirError(@TempDir Path folder) throws Exception {
            var mine = new AssertionError("mine");
            var in = Files.writeString(folder.resolve("in.csv"), "a1\n");
            var csv = Csv.from(in).to(folder.resolve("out.csv")).waiting();
            var loud =
                    fliki.onUpdate(
                            status -> {
                                throw mine;
                            });

            assertSame(mine, assertThrows(AssertionError.class, () -> loud.bulk(csv)));
        }

        @Test
        void thatSetTheInterruptFlagEndNothingInSilence() {
            var rude = fliki.onUpdate(status -> Thread.currentThread().interrupt());

            try {
                assertEquals(IDS.size(), rude.poll(IDS).count());
            } catch (FlikiException e) {
                assertEquals("interrupted", e.reason());
            }
        }
    }

    @Nested
    class Closing {

        /** A cancel button: the reader ends at once, and knows that it did not see all. */
        @ParameterizedTest
        @EnumSource(Verb.class)
        void fromAnotherThreadEndsTheReader(Verb verb) throws Exception {
            var ids = Stream.concat(IDS.stream(), Stream.of("mute-1", "run-1")).toList();
            var stream = verb.of(fliki.downloadTo(folder), ids);
            var reader = new FutureTask<>(() -> stream.toList());
            Threads.daemon("reader", reader).start();
            studio.awaitAnswer();

            stream.close();

            var end = assertThrows(ExecutionException.class, () -> reader.get(1, MINUTES));
            assertEquals(CancellationException.class, end.getCause().getClass());
            assertEquals("the stream was closed before its end", end.getCause().getMessage());
        }

        @TempDir Path folder;

        @ParameterizedTest
        @EnumSource(names = {"STATUS", "POLL", "BULK"})
        void atAnyMomentIsAClearEnd(Verb verb) throws Exception {
            var quick = Clients.at(studio.url(), Time.system());
            quick.status(IDS).toList();
            for (int round = 0; round < 200; round++) {
                var stream = verb.of(quick, IDS);
                var reader = new FutureTask<>(() -> stream.toList().size());
                Threads.daemon("reader", reader).start();
                TimeUnit.MICROSECONDS.sleep(round * 20);
                stream.close();
                assertEndsClearly(reader);
            }
        }

        private static void assertEndsClearly(FutureTask<Integer> reader) throws Exception {
            try {
                assertEquals(IDS.size(), reader.get(1, MINUTES));
            } catch (ExecutionException e) {
                assertTrue(e.getCause() instanceof IllegalStateException, () -> "" + e.getCause());
            }
        }

        @Test
        void closesTheSourceOfTheIdsToo() {
            var closed = new AtomicBoolean();

            fliki.bulk(IDS.stream().onClose(() -> closed.set(true))).close();

            assertTrue(closed.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readingOnBehindAFailureEnds(Verb verb) {
        try (var server = RawServer.saying(RawServer.head(401, 0))) {
            var outcomes = verb.of(fliki.url(server.url()), IDS).iterator();

            assertThrows(FlikiException.class, outcomes::hasNext);

            assertEquals(false, outcomes.hasNext());
        }
    }

    @Test
    void nullAmongTheIdsIsFoundBeforeAnyRequest() {
        var ids = Arrays.asList("a1", null);

        assertThrows(NullPointerException.class, () -> fliki.status(ids));
        assertThrows(NullPointerException.class, () -> fliki.poll(ids));
        assertThrows(NullPointerException.class, () -> fliki.download(ids));
        assertEquals(List.of(), studio.asked());
    }

    @Test
    void listThatChangesLaterChangesNothing() {
        var ids = new ArrayList<>(List.of("a1", "a2"));
        var outcomes = fliki.status(ids);

        ids.clear();

        assertEquals(2, outcomes.count());
    }
}
