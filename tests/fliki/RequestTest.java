package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.internal.http.Version;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

class RequestTest {

    private static final String LENGTH = "Content-Length: 0";

    @RegisterExtension static final MockApi api = new MockApi();

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

            var line = server.heads().get(0).lines().findFirst().orElseThrow();
            assertEquals("GET /v1/generate/status?fileId=" + encoded + " HTTP/1.1", line);
        }
    }
}
