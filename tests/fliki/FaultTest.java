package fliki;

import static fliki.Notice.Kind.RETRYING;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.joining;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** What each fault comes to with each verb; {@code tests/FAULTS.md} is made from it. */
class FaultTest {

    /** What does not stall is never late, however busy the machine. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final String RENEW = "FLIKI_RENEW=1 scripts/jbang tests/AllTests.java FaultTest";
    private static final String HEAD =
            """
            # What each fault comes to

            Made by the tests from what really happened; `%s`
            renews it. "Retried" was asked again before it failed. "Run" ends a run of many at once, or
            after two minutes without any answer, and leaves the ids open. A poll asks on until its time
            is up. For `download`, the storage server has the fault. The message is that of `status`.

            | fault | `status` | `poll` | `bulk` | `download` | message |
            | --- | --- | --- | --- | --- | --- |
            """
                    .formatted(RENEW);

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir static Path folder;

    private static final Haystack PLACES = new Haystack(Clients.KEY);
    private static final End NONE = new End(Optional.empty(), "-");
    private static final Map<Fault, Row> ROWS = new LinkedHashMap<>();

    /** How each verb ended. */
    private record Row(
            String status, String poll, String bulk, String download, Optional<String> message) {}

    /** How one verb ended. */
    private record End(Optional<FlikiException> failure, String text) {

        End without(String words) {
            return new End(failure, text.replace(words, ""));
        }
    }

    @BeforeAll
    static void meetThemAll() throws Exception {
        api.beforeEach(null);
        var faults = Fault.all(origin(api.httpsUrl()));
        ROWS.putAll(Fault.meetAll(faults, FaultTest::meet));
    }

    private static String origin(String url) {
        return url.replace("/v1", "");
    }

    private static Row meet(Fault fault) {
        try (var server = RawServer.start(fault.script())) {
            var url = fault.url().orElse(origin(server.url()));
            var timeout = fault.stalls() ? Duration.ofMillis(200) : LONG;
            var status = end(url, timeout, fliki -> text(fliki.status("a1")));
            var poll = end(url, timeout, fliki -> text(fliki.poll("a1"))).without(", retried");
            var bulk = end(url, timeout, FaultTest::bulk);
            var download =
                    fault.anywhere()
                            ? end(url, timeout, fliki -> download(fault, url, fliki))
                            : NONE;
            server.heads().stream()
                    .filter(head -> head.contains(".mp4"))
                    .forEach(head -> PLACES.search("request for the file", head));
            var message = status.failure().map(FaultTest::message);
            return new Row(status.text(), poll.text(), bulk.text(), download.text(), message);
        }
    }

    private static End end(String url, Duration timeout, Function<Fliki, String> verb) {
        var retries = new AtomicInteger();
        var fliki =
                Clients.at(url + "/v1", FakeTime.besideLooks())
                        .retries(1)
                        .timeout(timeout)
                        .atMost(Duration.ofSeconds(30))
                        .onUpdate(status -> PLACES.search("update", status + status.json()))
                        .onNotice(
                                notice -> {
                                    PLACES.search("notice", notice.toString());
                                    retries.addAndGet(notice.kind() == RETRYING ? 1 : 0);
                                });
        PLACES.search("client", fliki.toString());
        try {
            return new End(Optional.empty(), verb.apply(fliki));
        } catch (FlikiException e) {
            PLACES.search("failure", e);
            PLACES.search("outcome", Outcome.of("a1", e).json());
            var retried = retries.get() > 0 ? ", retried" : "";
            return new End(Optional.of(e), e.kind().word() + retried);
        }
    }

    private static String text(Status status) {
        return Stream.concat(Stream.of(status.status()), status.percent().stream())
                .collect(joining(" "));
    }

    private static String bulk(Fliki fliki) {
        try (var outcomes = fliki.bulk(Stream.of("a1"))) {
            var outcome = outcomes.findFirst().orElseThrow();
            return outcome.failure().map(e -> e.kind().word()).orElseGet(() -> text(outcome.get()));
        } catch (FlikiException e) {
            return "run: " + e.kind().word();
        }
    }

    /** The API is well here and repeats its link; only the storage server has the fault. */
    private static String download(Fault fault, String url, Fliki client) {
        var link = url + "/" + Math.abs(fault.name().hashCode()) + ".mp4";
        var answer = "{\"status\":\"success\",\"download\":\"" + link + "\"}";
        var done = DownloadSetup.done("a1", link);
        try (var server = RawServer.saying(RawServer.ok(answer))) {
            var file = folder.resolve(fault.name().replaceAll("\\W+", "-"));
            client.url(server.url()).downloadAs(done, file);
            return "saved";
        }
    }

    /** Without what is different each time, or from one JDK to another. */
    private static String message(FlikiException e) {
        return e.getMessage()
                .replaceAll("localhost:\\d+", "localhost")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME")
                .replaceAll("(failed|no safe connection to localhost) \\(.*\\)", "$1");
    }

    static List<Fault> faults() {
        return List.copyOf(ROWS.keySet());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultEndsALookUpAsDocumented(Fault fault) {
        var word = ROWS.get(fault).status().replace(", retried", "");

        var failed = ROWS.get(fault).message().isPresent();

        assertEquals(fault.kind().isPresent(), failed, word);
        fault.kind().ifPresent(kind -> assertEquals(kind.word(), word));
    }

    @Test
    void keyIsNowhere() throws Exception {
        PLACES.search(folder, List.of());

        System.out.println(PLACES.places() + " places of the library hold no key, in any fault");
        assertTrue(PLACES.places() > 500);
    }

    @Test
    void nothingThatFailedIsLeftOnDisk() throws Exception {
        var saved = ROWS.values().stream().filter(row -> row.download().equals("saved")).count();

        try (var files = Files.list(folder)) {
            assertEquals(saved, files.count());
        }
    }

    @Test
    void tableIsTheOneThatIsPublished() throws Exception {
        var rows = ROWS.entrySet().stream().map(FaultTest::line).collect(joining());

        PublishedTable.check("FAULTS.md", HEAD + rows, RENEW);
    }

    private static String line(Map.Entry<Fault, Row> entry) {
        var row = entry.getValue();
        var cells = new ArrayList<>(List.of(entry.getKey().name(), row.status(), row.poll()));
        cells.addAll(List.of(row.bulk(), row.download(), row.message().orElse("")));
        return PublishedTable.row(cells);
    }
}
