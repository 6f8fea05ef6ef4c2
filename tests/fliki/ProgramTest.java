package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import fliki.sandbox.Sandbox;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.model.HttpResponse;

import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What programs of a few lines do with the library (#30). */
class ProgramTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension static final MockApi API = new MockApi();

    private final Fliki fliki = Clients.at(API.url(), Time.system());

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a" + i).toList();
    }

    private static List<String> idsOf(Stream<Outcome> outcomes) {
        return outcomes.map(Outcome::fileId).toList();
    }

    @Nested
    class Streams {

        @Test
        void mayBeParallel() {
            API.answer(200, "{\"status\":\"error\"}");
            var ids = ids(40);

            assertTimeoutPreemptively(
                    LONG,
                    () -> {
                        assertEquals(ids, idsOf(fliki.status(ids).parallel()));
                        assertEquals(ids, idsOf(fliki.bulk(ids.stream()).parallel()));
                        assertEquals(ids, idsOf(fliki.download(ids).parallel()));
                        assertEquals(40, fliki.poll(ids).parallel().count());
                        var two = Stream.concat(fliki.status(ids), fliki.status(ids));
                        assertEquals(80, two.parallel().toList().size());
                    });
        }

        @Test
        void closedBeforeTheFirstReadTellsEachReader() {
            var outcomes = fliki.status(ids(3));
            var reader = outcomes.iterator();
            outcomes.close();

            assertTimeoutPreemptively(
                    LONG,
                    () -> {
                        assertThrows(CancellationException.class, reader::next);
                        assertThrows(CancellationException.class, reader::next);
                    });
        }
    }

    /** Twenty polls of a second each, where the pace has two turns a second. */
    @Test
    void longestWaitHoldsWhereManyShareAPace() throws Exception {
        API.answer(200, "{\"status\":\"queued\"}");
        var slow = fliki.rate(2).atMost(Duration.ofSeconds(1));
        var pool = Executors.newFixedThreadPool(20);
        var begun = System.nanoTime();

        var ends = new ArrayList<CompletableFuture<FlikiException>>();
        for (var id : ids(20)) {
            ends.add(CompletableFuture.supplyAsync(() -> Thrown.of(() -> slow.poll(id)), pool));
        }

        for (var end : ends) {
            assertEquals(FlikiException.Kind.NOT_FINISHED, end.join().kind());
        }
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(8).toNanos());
        pool.shutdownNow();
    }

    /** A program may wait for thousands. */
    @Test
    void pollOfOneIdTakesNoThreadOfItsOwn() {
        API.next(HttpResponse.response("{\"status\":\"queued\"}"));
        API.answer(200, "{\"status\":\"success\"}");
        var threads = new ArrayList<String>();
        var quick = fliki.every(Duration.ofMillis(1), Duration.ofMillis(1));

        quick.onUpdate(now -> threads.add(Thread.currentThread().getName())).poll("a1");

        assertEquals(
                List.of(Thread.currentThread().getName()), threads.stream().distinct().toList());
    }

    @Test
    void listenerMayWaitForAVerbOnAnotherThread() {
        API.next(HttpResponse.response("{\"status\":\"queued\"}"));
        API.answer(200, "{\"status\":\"success\"}");
        var quick = fliki.every(Duration.ofMillis(1), Duration.ofMillis(1));
        var inner = new ArrayList<State>();
        var outer =
                quick.onUpdate(
                        now ->
                                inner.add(
                                        CompletableFuture.supplyAsync(() -> quick.poll("b1"))
                                                .join()
                                                .state()));

        var status = assertTimeoutPreemptively(LONG, () -> outer.poll("a1"));

        assertEquals(State.SUCCESS, status.state());
        assertTrue(inner.contains(State.SUCCESS));
    }

    @Nested
    @Isolated("counts the groups of threads")
    class Groups {

        /**
         * On JDK 17, a group of threads stays for ever unless it is told to go with its last one.
         */
        @Test
        void startsLeaveNoGroupOfThreadsBehind() throws Exception {
            API.answer(200, "{\"fileId\":\"a1\"}");
            var generation = Generation.template("t").text("s", "l", "Hello");
            fliki.generate(generation);
            var before = groups();

            for (int i = 0; i < 20; i++) {
                fliki.generate(generation);
            }

            while (groups() >= before + 10) {
                System.gc(); // from JDK 19 on, a group goes with its last reference
                TimeUnit.MILLISECONDS.sleep(20); // those of other tests go, ours would stay
            }
        }

        private int groups() {
            var top = Thread.currentThread().getThreadGroup();
            while (top.getParent() != null) {
                top = top.getParent();
            }
            return top.activeGroupCount();
        }
    }

    @Nested
    class Bodies {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"fileId\":\"t\",\"name\":\"it\\'s\"}",
                    "{\"fileId\":\"t\"}\0{}",
                    "\u000B{\"fileId\":\"t\"}"
                })
        void whatIsNoJsonIsRefused(String body) {
            var e = assertThrows(IllegalArgumentException.class, () -> Generation.json(body));

            assertTrue(e.getMessage().startsWith("no JSON object: "), e.getMessage());
        }

        @Test
        void halfACharacterIsRefused() {
            var text = "Hello \uD83D";
            var template = Generation.template("t");

            assertThrows(IllegalArgumentException.class, () -> template.text("s", "l", text));
            assertThrows(IllegalArgumentException.class, () -> template.name(text));
            var body = "{\"fileId\":\"t\",\"name\":\"" + text + "\"}";
            var e = assertThrows(IllegalArgumentException.class, () -> Generation.json(body));
            assertEquals("the body holds half a character (a lone surrogate)", e.getMessage());
        }

        @Test
        void contentGoesToAudio() {
            API.answer(200, "{\"fileId\":\"a1\"}");

            assertEquals(List.of("a1"), fliki.generate(Generation.json("{\"content\":\"Hi\"}")));

            assertEquals("/v1/generate/audio", API.requests().get(0).getPath().getValue());
        }

        /** The file behind an id need not be a film. */
        @Test
        void audioIsFetchedAsSound(@TempDir Path dir) throws Exception {
            try (var sandbox = Sandbox.start(0, Duration.ofMillis(50))) {
                var client = Fliki.key(Sandbox.KEY).url("" + sandbox.url()).downloadTo(dir);
                var ids = client.generate(Generation.json("{\"content\":\"Hi\"}"));

                var file = client.poll(ids.get(0)).file().orElseThrow();

                assertEquals(dir.resolve("audio-1.wav"), file);
                assertEquals("RIFF", new String(Files.readAllBytes(file), 0, 4, US_ASCII));
            }
        }

        @Test
        void contentIsAsLongAsFlikiTakesIt() {
            Generation.json("{\"content\":\"" + "x".repeat(10_000) + "\"}");
            var longer = "{\"content\":\"" + "x".repeat(10_001) + "\"}";

            var e = assertThrows(IllegalArgumentException.class, () -> Generation.json(longer));
            assertEquals("content has 10001 characters; Fliki takes 10000", e.getMessage());
        }
    }

    @Nested
    class AnyEndpoint {

        private static final Optional<String> NONE = Optional.empty();

        @Test
        void givesTheJsonAsItComes() {
            API.answer(200, "[ {\"_id\": \"v1\"} ]");

            assertEquals("[ {\"_id\": \"v1\"} ]", fliki.api("GET", "voices?languageId=a b", NONE));

            var request = API.requests().get(0);
            assertEquals("/v1/voices", request.getPath().getValue());
            assertEquals("a b", request.getFirstQueryStringParameter("languageId"));
            assertEquals("Bearer " + Clients.KEY, request.getFirstHeader("Authorization"));
        }

        @Test
        void longAnswerComesWhole() {
            var list = "[\"" + "x".repeat(200_000) + "\"]";
            API.answer(200, list);

            assertEquals(list, fliki.api("get", "/voices", NONE));
        }

        @Test
        void getIsAskedAgain() {
            API.next(HttpResponse.response("").withStatusCode(503));
            API.answer(200, "{}");
            var patient = Clients.at(API.url(), new FakeTime());

            assertEquals("{}", patient.api("GET", "voices", NONE));
        }

        @Test
        void bodyIsSentOnce() {
            API.answer(503, "");
            var patient = Clients.at(API.url(), new FakeTime());

            var e = Thrown.of(() -> patient.api("POST", "file/delete", Optional.of("[1]")));

            assertEquals(FlikiException.Kind.UNCERTAIN, e.kind());
            assertEquals(1, API.requests().size());
            assertEquals("[1]", API.requests().get(0).getBodyAsString().replace(" ", ""));
        }

        @Test
        void pageIsNoAnswer() {
            API.answer(200, "<html>");

            var e = Thrown.of(() -> fliki.retries(0).api("GET", "voices", NONE));

            assertEquals("Fliki sent an HTML page (200)", e.getMessage());
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://else.example/v1", "//else.example/", "a:b"})
        void pathLeadsNowhereElse(String path) {
            assertThrows(IllegalArgumentException.class, () -> fliki.api("GET", path, NONE));

            assertFalse(API.requests().iterator().hasNext());
        }
    }

    @Test
    void zipFileIsNoPlaceForFilesAndGetsNoFolder(@TempDir Path dir) throws Exception {
        var file = API.url().replace("/v1", "/v.mp4");
        API.answer(200, "{\"status\":\"success\",\"download\":\"" + file + "\"}");
        var address = URI.create("jar:" + dir.resolve("a.zip").toUri());
        try (var zip = FileSystems.newFileSystem(address, Map.of("create", "true"))) {
            var into = fliki.downloadTo(zip.getPath("/videos"));

            assertEquals(FlikiException.Kind.DOWNLOAD, Thrown.of(() -> into.status("a1")).kind());

            assertFalse(Files.exists(zip.getPath("/videos")));
        }
    }

    @Test
    void linkThatLeadsNowhereIsNotReplacedUnasked(@TempDir Path dir) throws Exception {
        API.answer(200, "a film");
        var file = API.url().replace("/v1", "/v.mp4");
        var link = Files.createSymbolicLink(dir.resolve("a.mp4"), dir.resolve("nothing"));
        var status = DownloadSetup.done("a1", file);

        var e = Thrown.of(() -> fliki.downloadAs(status, link));

        assertEquals(FlikiException.Kind.DOWNLOAD, e.kind());
        assertTrue(Files.isSymbolicLink(link));
    }

    /** An official sample of June 2024 has the link there. */
    @Test
    void linkMayStandInFile() {
        API.answer(
                200,
                "{\"success\":true,\"data\":{\"status\":\"success\",\"file\":\"https://f.example/v.mp4\"}}");

        var status = fliki.status("a1");

        assertEquals(Optional.of("https://f.example/v.mp4"), status.download());
        assertEquals(
                "{\"fileId\":\"a1\",\"status\":\"success\",\"download\":\"https://f.example/v.mp4\"}",
                status.json());
    }

    /** The variables of the environment are easily swapped. */
    @Test
    void keyInPlaceOfTheAddressIsNotRepeated() {
        var e = assertThrows(IllegalArgumentException.class, () -> fliki.url(Clients.KEY));

        assertFalse(e.getMessage().contains(Clients.KEY), e.getMessage());
    }
}
