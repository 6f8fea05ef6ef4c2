package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.csv.Csv;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** An interrupt ends whatever verb waits, at once, and leaves its mark and nothing else. */
@Isolated("looks at all threads")
class PromptEndTest {

    private static final List<String> IDS = List.of("a1", "a2");

    @TempDir Path folder;

    /** Every way to wait for a server. */
    enum Verb {
        STATUS,
        STATUS_OF_MANY,
        POLL,
        POLL_OF_MANY,
        BULK,
        BULK_OF_A_CSV,
        BULK_THAT_WAITS,
        DOWNLOAD;

        void run(Fliki fliki, Path folder) {
            var in = folder.resolve("in.csv");
            var out = folder.resolve("out.csv");
            switch (this) {
                case STATUS -> fliki.status("a1");
                case STATUS_OF_MANY -> fliki.status(IDS).toList();
                case POLL -> fliki.poll("a1");
                case POLL_OF_MANY -> fliki.poll(IDS).toList();
                case BULK -> fliki.bulk(IDS.stream()).toList();
                case BULK_OF_A_CSV -> fliki.bulk(in, out);
                case BULK_THAT_WAITS -> fliki.bulk(Csv.from(in).to(out).waiting());
                case DOWNLOAD -> fliki.download(done(fliki), folder);
            }
        }

        private static Status done(Fliki fliki) {
            var link = fliki.toString().replaceAll("Fliki\\[|]", "") + "/f.mp4";
            return DownloadSetup.done("a1", link);
        }
    }

    private static FutureTask<Boolean> interruptible(Runnable call) {
        return new FutureTask<>(
                () -> {
                    Thrown.of(
                            () -> {
                                call.run();
                                return null;
                            });
                    return Thread.currentThread().isInterrupted();
                });
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsAVerbThatWaits(Verb verb) throws Exception {
        Files.writeString(folder.resolve("in.csv"), "a1\na2\n");
        try (var server = RawServer.stallingAfter("HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\nv")) {
            var fliki = Clients.at(server.url(), Time.system());
            var end = interruptible(() -> verb.run(fliki, folder));
            var thread = Threads.daemon("interrupted", end);
            thread.start();
            server.awaitRequest();

            thread.interrupt();

            assertTrue(end.get(1, TimeUnit.SECONDS), "the flag");
            assertFalse(Files.exists(folder.resolve("a1.mp4.part")));
        }
    }

    @Test
    void everyThreadOfAClientIsADaemon() throws Exception {
        var before = Thread.getAllStackTraces().keySet();
        try (var loop = Loop.start()) {
            var fliki = Clients.at(loop.url(), new FakeTime());
            var csv = Files.writeString(folder.resolve("in.csv"), "a1\na2\n");
            fliki.status(IDS).toList();
            fliki.poll(IDS).toList();
            fliki.bulk(Csv.from(csv).to(folder.resolve("out.csv")).waiting());

            var holding =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                            .map(Thread::getName)
                            .filter(
                                    name ->
                                            !name.startsWith(
                                                    "globalEventExecutor")); // MockServer's

            assertEquals(List.of(), holding.toList());
        }
    }
}
