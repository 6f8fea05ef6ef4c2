package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockserver.model.HttpResponse.response;

import fliki.internal.http.Connections;
import fliki.internal.http.Transport;
import fliki.internal.text.Text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ApiTest {

    @RegisterExtension static final MockApi api = new MockApi();

    private final FakeTime time = new FakeTime();

    private Fliki fliki() {
        return Clients.at(api.url(), time);
    }

    @Test
    void keyNeverReachesTheTargetOfARedirect() {
        try (var other = RawServer.saying(RawServer.head(200, 0))) {
            api.answer(response().withStatusCode(302).withHeader("Location", other.url()));

            Thrown.of(() -> fliki().status("a1"));

            assertEquals(0, other.heads().size());
        }
    }

    @Test
    void nothingIsSentWhileTheServerAsksForMorePatienceThanARunHas() {
        api.answer(response().withStatusCode(429).withHeader("Retry-After", "3600"));
        var fliki = fliki();
        Thrown.of(() -> fliki.status("a1"));

        var failure = Thrown.of(() -> fliki.status("a2"));

        var until = Text.clock(FakeTime.START.plusSeconds(3600));
        assertEquals(
                "a2: too many requests (not sent);" + " Fliki asks to wait until " + until,
                failure.getMessage());
        assertEquals(1, api.requests().size());
    }

    @Test
    void refusalSlowsThePaceAndAnswersSpeedItUpAgain() {
        api.next(response().withStatusCode(429));
        api.answer(200, MockApi.json("a1", "queued"));
        var pace = new Pace(10, time);
        var key = ApiKey.of(Clients.KEY);
        var transport = new Transport(new Connections(Map.of()), Duration.ofSeconds(10));
        var look = new Api(URI.create(api.url()), key, transport, new Warmup(), pace, time);

        Thrown.of(() -> look.at("a1"));
        var slowed = pace.rate();
        for (int i = 0; i < 50; i++) {
            look.at("a1");
        }

        assertEquals(List.of(8.5, 10.0), List.of(slowed, pace.rate()));
    }

    /** Issue 10, beyond the list: with a clock hours behind, it was far too long a wait. */
    @Test
    void dateToWaitForIsReadByTheServersClock() {
        var date = "Date: Thu, 01 Jan 2026 05:00:00 GMT\r\n";
        var until = "Retry-After: Thu, 01 Jan 2026 05:00:07 GMT\r\nContent-Length: 0\r\n\r\n";
        try (var server = RawServer.saying("HTTP/1.1 429 X\r\n" + date + until)) {
            var fliki = Clients.at(server.url(), time).retries(0);

            var failure = Thrown.of(() -> fliki.status("a1"));

            assertEquals(Optional.of(Duration.ofSeconds(7)), failure.retryAfter());
        }
    }
}
