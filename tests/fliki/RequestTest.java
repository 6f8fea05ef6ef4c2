package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.toSet;

import fliki.internal.http.Version;
import fliki.internal.text.Text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What goes over the wire for a look-up and a download. */
class RequestTest {

    private static final String LENGTH = "Content-Length: 0";

    private final FakeTime time = new FakeTime();

    @Test
    void lookUpHasTheseHeadersAlone() {
        try (var server = RawServer.saying(RawServer.head(404, 0))) {
            Thrown.of(() -> Clients.at(server.url(), time).status("a1"));

            assertEquals(
                    List.of(
                            "Accept: application/json",
                            "Authorization: Bearer " + Clients.KEY,
                            "Content-Type: application/json",
                            "Host: localhost:" + server.port(),
                            "User-Agent: fliki/" + Version.NUMBER),
                    headers(server));
        }
    }

    @Test
    void downloadHasTheseHeadersAlone(@TempDir Path dir) {
        try (var server = RawServer.saying(RawServer.head(400, 0))) {
            var status = DownloadSetup.done("a1", server.url() + "/v.mp4");
            Thrown.of(() -> Clients.at(server.url(), time).download(status, dir));

            assertEquals(
                    List.of(
                            "Accept-Encoding: identity",
                            "Host: localhost:" + server.port(),
                            "User-Agent: fliki/" + Version.NUMBER),
                    headers(server));
        }
    }

    /** The headers of the first request, in the order of the alphabet. */
    private static List<String> headers(RawServer server) {
        var lines = server.heads().get(0).lines().skip(1).filter(line -> !line.isEmpty());
        return lines.filter(line -> !line.equals(LENGTH) || !jdkAddsLength()).sorted().toList();
    }

    /** Whether a GET of this JDK has one whatever one does about it: JDK-8283544. */
    private static boolean jdkAddsLength() {
        try (var server = RawServer.saying(RawServer.head(404, 0))) {
            var request = HttpRequest.newBuilder(URI.create(server.url())).GET().build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            return server.heads().get(0).contains(LENGTH);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a b, a%20b",
        "a+b&c=d, a%2Bb%26c%3Dd",
        "../x?y#z, ..%2Fx%3Fy%23z",
        "ünï, %C3%BCn%C3%AF",
        "😀, %F0%9F%98%80"
    })
    void idIsPercentEncoded(String id, String encoded) {
        try (var server = RawServer.saying(RawServer.head(404, 0))) {
            Thrown.of(() -> Clients.at(server.url(), time).status(id));

            assertEquals(List.of("/v1/generate/status?fileId=" + encoded), server.asked());
        }
    }

    /** An empty id never becomes a request. */
    @Test
    void emptyIdIsRefusedOrItsOwnFailure() {
        try (var server = RawServer.saying(RawServer.ok(MockApi.json("a1", "success")))) {
            var fliki = Clients.at(server.url(), FakeTime.besideOthers());
            for (var id : List.of("", " ", "\t\n")) {
                for (var call : List.<Runnable>of(() -> fliki.status(id), () -> fliki.poll(id))) {
                    var refusal = assertThrows(IllegalArgumentException.class, call::run);
                    assertEquals("fileId is empty", refusal.getMessage());
                }
            }
            for (var verb : List.of(Verb.STATUS, Verb.POLL, Verb.BULK)) {
                var ends = verb.of(fliki, List.of("a1", "")).map(Outcome::json);
                assertEquals(
                        Set.of(
                                MockApi.json("a1", "success"),
                                "{\"fileId\":\"\",\"error\":{\"kind\":\"bad-request\",\"message\":"
                                        + "\"the id is empty\",\"retryable\":false}}"),
                        ends.collect(toSet()));
            }
            assertEquals(3, server.heads().size());
        }
    }

    @Test
    void keyNeverReachesTheTargetOfARedirect() {
        try (var other = RawServer.saying(RawServer.head(200, 0));
                var server = RawServer.inTurn(Reply.of(302, "").with("Location", other.url()))) {
            Thrown.of(() -> Clients.at(server.url(), time).status("a1"));

            assertEquals(0, other.heads().size());
        }
    }

    @Test
    void nothingIsSentWhileTheServerAsksForMorePatienceThanARunHas() {
        var later = Reply.of(429, "").with("Retry-After", "3600");
        try (var server = RawServer.inTurn(later)) {
            var fliki = Clients.at(server.url(), time);
            Thrown.of(() -> fliki.status("a1"));

            var failure = Thrown.of(() -> fliki.status("a2"));

            var until = Text.clock(FakeTime.START.plusSeconds(3600));
            assertEquals(
                    "a2: too many requests (not sent); Fliki asks to wait until " + until,
                    failure.getMessage());
            assertEquals(1, server.heads().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 429, 503})
    void retryAfterHoldsBackWhateverAsksNextWithAnyStatus(int status) {
        var answer = Reply.of(status, MockApi.json("a1", "queued")).with("Retry-After", "20");
        var queued = Reply.of(200, MockApi.json("a2", "queued"));
        try (var server = RawServer.inTurn(answer, queued)) {
            var fliki = Clients.at(server.url(), time).retries(0);
            fliki.status(List.of("a1")).toList();

            fliki.status("a2");

            assertEquals(20, time.passed().toSeconds());
        }
    }

    @Test
    void refusalSlowsThePaceAndAnswersSpeedItUpAgain() {
        var queued = Reply.of(200, MockApi.json("a1", "queued"));
        try (var server = RawServer.inTurn(queued, Reply.of(429, ""), queued)) {
            var fliki = Clients.at(server.url(), time).rate(10).retries(0);
            fliki.status("a1");
            Thrown.of(() -> fliki.status("a1"));

            for (int i = 0; i < 50; i++) {
                fliki.status("a1");
            }

            var gaps = time.sleeps();
            assertEquals(Duration.ofMillis(100), gaps.get(0));
            assertTrue(gaps.get(1).toMillis() > 110, () -> "then " + gaps);
            assertEquals(Duration.ofMillis(100), gaps.get(gaps.size() - 1));
        }
    }
}
