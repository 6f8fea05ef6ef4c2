package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import fliki.Clients;
import fliki.FakeTime;
import fliki.Fliki;
import fliki.MockApi;
import fliki.csv.Csv;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An error on a thread of the library, such as one of a listener, reaches the caller. */
class LoudErrorTest {

    private static final Error MINE = new AssertionError("mine");

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    private static Throwable thrown(Runnable call) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThrows(Throwable.class, call::run));
    }

    private Fliki fliki() {
        api.answer(200, "{\"status\":\"success\"}");
        return Clients.at(api.url(), FakeTime.besideOthers())
                .onUpdate(
                        status -> {
                            throw MINE;
                        });
    }

    @Test
    void errorOfAListenerEndsAPoll() {
        var fliki = fliki();

        assertEquals(MINE, thrown(() -> fliki.poll("a1")));
        assertEquals(MINE, thrown(() -> fliki.poll(List.of("a1", "a2")).toList()));
    }

    @Test
    void errorOfAListenerEndsABulkThatWaits() throws Exception {
        var in = Files.writeString(folder.resolve("in.csv"), "a1\n");
        var fliki = fliki();

        var thrown = thrown(() -> fliki.bulk(Csv.from(in).to(folder.resolve("out.csv")).waiting()));

        assertEquals(MINE, thrown);
    }

    @Test
    void errorOfALookIsKept() {
        var job = new Polled("a1", FakeTime.START);

        job.look(
                id -> {
                    throw MINE;
                },
                FakeTime.besideOthers());

        assertEquals(Optional.of(MINE), job.failure().map(Throwable::getCause));
    }
}
