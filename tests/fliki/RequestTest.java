package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {

    @RegisterExtension static final MockApi api = new MockApi();

    private final FakeTime time = new FakeTime();

    @Test
    void lookUpIsTheDocumentedRequest() {
        api.answer(200, MockApi.json("a1", "queued"));

        Clients.at(api.url(), time).status("a1");

        var request = api.requests().get(0);
        assertEquals("GET", request.getMethod("").toString());
        assertEquals("/v1/generate/status", request.getPath().getValue());
        assertEquals("a1", request.getFirstQueryStringParameter("fileId"));
        assertEquals("Bearer " + Clients.KEY, request.getFirstHeader("Authorization"));
        assertEquals("application/json", request.getFirstHeader("Content-Type"));
    }

    @ParameterizedTest
    @CsvSource({
        "a b, a%20b",
        "a+b&c=d, a%2Bb%26c%3Dd",
        "../x?y#z, ..%2Fx%3Fy%23z",
        "50%, 50%25",
        "{id}, %7Bid%7D",
        "@a:1, %40a%3A1",
        "ünï, %C3%BCn%C3%AF",
        "😀, %F0%9F%98%80"
    })
    void idIsPercentEncoded(String id, String encoded) {
        try (var server = RawServer.saying(RawServer.head(404, 0))) {
            Failures.of(() -> Clients.at(server.url(), time).status(id));

            var line = server.heads().get(0).lines().findFirst().orElseThrow();
            assertEquals("GET /v1/generate/status?fileId=" + encoded + " HTTP/1.1", line);
        }
    }

    @Test
    void slashAtTheEndOfTheBaseUrlChangesNothing() {
        api.answer(200, MockApi.json("a1", "queued"));

        Clients.at(api.url() + "//", time).status("a1");

        assertEquals("/v1/generate/status", api.requests().get(0).getPath().getValue());
    }
}
