package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.FlikiException.Kind;
import fliki.csv.Csv;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that start generations, as they are on the wire. */
class GenerateTest {

    private static final Generation FILM =
            Generation.template("t1").text("intro", "voice", "Grüße 😀");

    @TempDir Path dir;

    private static Fliki at(RawServer server) {
        return Clients.at(server.url(), new FakeTime());
    }

    @Test
    void requestHasTheHeadersAndTheBodyOfTheApi() {
        try (var server = RawServer.saying(RawServer.ok("{\"fileId\":\"a1\"}"))) {
            var ids = at(server).generate(FILM);

            var head = server.heads().get(0).lines().toList();
            assertEquals(List.of("a1"), ids);
            assertEquals("POST /v1/generate/template HTTP/1.1", head.get(0));
            assertTrue(head.contains("Authorization: Bearer " + Clients.KEY), "" + head);
            assertTrue(head.contains("Content-Type: application/json"), "" + head);
            assertEquals(List.of(FILM.body()), server.bodies());
        }
    }

    @Test
    void bodyOfJsonArrivesByteForByte() {
        var body = " {\"payload\" :\t[{\"ä\":1.0e3}] }\n";
        try (var server = RawServer.saying(RawServer.ok("{\"fileId\":\"a1\"}"))) {
            at(server).generate(Generation.json(body));

            assertTrue(server.heads().get(0).startsWith("POST /v1/generate/video "));
            assertEquals(List.of(body), server.bodies());
        }
    }

    /** One that was used before may be gone: nobody would know whether the request arrived. */
    @Test
    void everyRequestHasAConnectionOfItsOwn() throws Exception {
        var answers = new AtomicInteger();
        try (var server =
                RawServer.start(
                        connection -> {
                            connection.write(RawServer.ok("{\"fileId\":\"a" + answers + "\"}"));
                            answers.incrementAndGet();
                            connection.awaitEnd();
                        })) {
            var fliki = at(server);

            var ids = new HashSet<String>();
            for (int i = 0; i < 20; i++) {
                ids.addAll(fliki.generate(FILM));
            }

            // A connection of RawServer takes one request.
            assertEquals(20, ids.size());
        }
    }

    @Test
    void proxyThatLeadsNowhereLeavesNoDoubt() {
        try (var proxy = RawServer.saying("HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n")) {
            var env = Map.of("HTTPS_PROXY", "http://localhost:" + proxy.port());
            var fliki = Clients.at("https://api.example/v1", new FakeTime(), env).retries(2);

            var e = assertThrows(FlikiException.class, () -> fliki.generate(FILM));

            assertEquals(Kind.NETWORK, e.kind());
            assertTrue(e.getMessage().contains("through the proxy localhost:"), e.getMessage());
            assertEquals(3, proxy.heads().size());
            assertTrue(proxy.heads().get(0).startsWith("CONNECT api.example:443"));
        }
    }

    @Test
    void interruptOfARequestLeavesADoubt() throws Exception {
        try (var server = RawServer.stallingAfter("")) {
            var fliki = Clients.at(server.url(), Time.system());
            var kind =
                    new FutureTask<>(
                            () -> {
                                try {
                                    return "" + fliki.generate(FILM);
                                } catch (FlikiException e) {
                                    return e.kind() + " " + Thread.currentThread().isInterrupted();
                                }
                            });
            var thread = new Thread(kind);
            thread.start();
            server.awaitRequest();

            thread.interrupt();

            assertEquals("UNCERTAIN true", kind.get());
        }
    }

    /** The wait for a quieter pace is not a request: its row is on disk only when it is sent. */
    @Test
    void rowIsNotOnDiskWhileItWaitsForItsTurn() throws Exception {
        var asked = new AtomicInteger();
        var limited = "HTTP/1.1 429 X\r\nRetry-After: 100\r\nContent-Length: 0\r\n\r\n";
        var in = Files.writeString(dir.resolve("in.csv"), "a.b\none\n");
        var out = dir.resolve("out.csv");
        var beside = dir.resolve("out.csv.inflight");
        var seen = new ArrayList<String>();
        try (var server =
                RawServer.start(
                        connection -> {
                            seen.add(read(beside));
                            var first = asked.getAndIncrement() == 0;
                            connection.write(first ? limited : RawServer.ok("{\"fileId\":\"a1\"}"));
                        })) {
            var fliki = at(server).onNotice(notice -> seen.add(read(beside)));

            fliki.generate(Csv.from(in).to(out), Generation.template("t1"));

            var header = "a.b,fileId,error\n";
            var begun = "\none,,\"uncertain: ";
            assertEquals(
                    List.of(true, false, true), seen.stream().map(s -> s.contains(begun)).toList());
            assertEquals("", seen.get(1));
            assertEquals(header + "one,a1,\n", read(out));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void lockOutLongerThanARunHasPatienceEndsItBeforeTheRowIsBegun() throws Exception {
        var limited = "HTTP/1.1 429 X\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n";
        var in = Files.writeString(dir.resolve("in.csv"), "a.b\none\ntwo\n");
        var out = dir.resolve("out.csv");
        try (var server = RawServer.saying(limited)) {
            var texts = Csv.from(in).to(out);

            var e =
                    assertThrows(
                            FlikiException.class,
                            () -> at(server).generate(texts, Generation.template("t1")));

            assertEquals(Kind.RATE_LIMITED, e.kind());
            assertEquals("a.b,fileId,error\n", read(out));
            assertEquals(1, server.heads().size());
        }
    }
}
