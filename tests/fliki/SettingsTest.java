package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Map.entry;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SettingsTest {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Reply QUEUED = Reply.of(200, "{\"status\":\"queued\"}");

    private final FakeTime time = new FakeTime();
    private final Fliki fliki = Clients.at("https://api.example/v1", time);

    private static String refusal(Executable setting) {
        return assertThrows(IllegalArgumentException.class, setting).getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.fliki.ai/v1, https://api.fliki.ai/v1",
        "' https://api.fliki.ai/v1/ ', https://api.fliki.ai/v1",
        "HTTPS://API.example, HTTPS://API.example",
        "http://localhost:8080/v1, http://localhost:8080/v1",
        "http://[::1]:1/v1//, http://[::1]:1/v1"
    })
    void safeAddressIsTaken(String text, String url) {
        assertEquals("Fliki[" + url + "]", fliki.url(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://api.fliki.ai/v1 | must be https, as it gets the key (http to this machine),"
                        + " not ",
                "http://localhost.evil.example | must be https, as it gets the key (http to this"
                        + " machine), not ",
                "http://0.0.0.0:1 | must be https, as it gets the key (http to this machine), not ",
                "ftp://localhost/x | must be https, as it gets the key (http to this machine), not"
                        + " ",
                "'' | must be https://HOST/PATH, not ",
                "api.fliki.ai | must be https://HOST/PATH, not ",
                "/v1 | must be https://HOST/PATH, not ",
                "https:///v1 | must be https://HOST/PATH, not ",
                "mailto:a | must be https://HOST/PATH, not ",
                "https://a_b/ | must be https://HOST/PATH, not ",
                "https://a b | is not an address: ",
                "https:// | is not an address: ",
                "https://a/%zz | is not an address: ",
                "https://[x] | is not an address: ",
                "http://127.0.0.1:99999/v1 | must have a port up to 65535, not ",
                "https://h.example:0 | must have a port up to 65535, not "
            })
    void unfitAddressIsRefused(String text, String why) {
        assertEquals("url " + why + " " + text, refusal(() -> fliki.url(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:s3cret@api.fliki.ai/v1",
                "https://api.fliki.ai?key=s3cret",
                "https://api.fliki.ai/v1?key=s3 cret",
                "https://api.fliki.ai#s3cret"
            })
    void secretInAnAddressIsRefusedAndNotShown(String text) {
        assertEquals(
                "url must be https://HOST/PATH without a user, a password, ? or #",
                refusal(() -> fliki.url(text)));
    }

    @Test
    void badValuesAreRefused() {
        var tooLong = LONGEST.plusNanos(1);
        var refusals =
                Map.<String, Executable>ofEntries(
                        entry(
                                "timeout must be longer than zero, not 0 s",
                                () -> fliki.timeout(Duration.ZERO)),
                        entry(
                                "timeout must be longer than zero, not PT-1S",
                                () -> fliki.timeout(Duration.ofSeconds(-1))),
                        entry(
                                "timeout must be up to 24 hours, not 24 h 1 ms",
                                () -> fliki.timeout(Duration.ofHours(24).plusMillis(1))),
                        entry(
                                "rate must be at least 0.001 a second, or 0, not 9.99E-4",
                                () -> fliki.rate(0.000999)),
                        entry(
                                "rate must be at least 0.001 a second, or 0, not 4.9E-324",
                                () -> fliki.rate(Double.MIN_VALUE)),
                        entry(
                                "rate must be 0 (no ceiling) to 1000000 a second, not -1.0",
                                () -> fliki.rate(-1)),
                        entry(
                                "rate must be 0 (no ceiling) to 1000000 a second, not NaN",
                                () -> fliki.rate(Double.NaN)),
                        entry(
                                "rate must be 0 (no ceiling) to 1000000 a second, not 1000001.0",
                                () -> fliki.rate(1_000_001)),
                        entry(
                                "atMost must be up to 366 days, not " + tooLong,
                                () -> fliki.atMost(tooLong)),
                        entry(
                                "every must be up to 366 days, not " + tooLong,
                                () -> fliki.every(LONGEST, tooLong)),
                        entry("retries must be 0 or more, not -1", () -> fliki.retries(-1)),
                        entry("parallel must be 1 to 1000, not 0", () -> fliki.parallel(0)),
                        entry("parallel must be 1 to 1000, not 1001", () -> fliki.parallel(1001)));

        refusals.forEach((message, setting) -> assertEquals(message, refusal(setting)));
    }

    @Test
    void nullIsRefusedByName() {
        var calls =
                Map.<String, Executable>of(
                        "key", () -> Fliki.key(null),
                        "url", () -> fliki.url(null),
                        "timeout", () -> fliki.timeout(null),
                        "listener", () -> fliki.onNotice(null),
                        "fileId", () -> fliki.status((String) null),
                        "fileIds", () -> fliki.status((Collection<String>) null));

        calls.forEach(
                (name, call) ->
                        assertEquals(
                                name, assertThrows(NullPointerException.class, call).getMessage()));
    }

    @Test
    void outermostValuesWork() {
        var success = Reply.of(200, "{\"status\":\"success\"}");
        try (var server = RawServer.inTurn(QUEUED, QUEUED, QUEUED, success)) {
            var slow = Clients.at(server.url(), time).rate(0.001).parallel(1000);
            slow.status("a1");
            slow.status("a2");
            assertEquals(List.of(Duration.ofSeconds(1000)), time.sleeps());

            var others = FakeTime.besideOthers();
            var patient = Clients.at(server.url(), others).atMost(LONGEST).every(LONGEST, LONGEST);
            assertEquals("success", patient.timeout(Duration.ofHours(24)).poll("a1").status());
            assertEquals(List.of(LONGEST), others.sleeps());
        }
    }

    @Test
    void defaultsAreThoseOfTheJavadoc() {
        var defaults = Settings.DEFAULTS;

        assertEquals("https://api.fliki.ai/v1", "" + defaults.url());
        assertEquals(Duration.ofSeconds(30), defaults.timeout());
        assertEquals(4, defaults.retries());
        assertEquals(Duration.ofHours(3), defaults.atMost());
        assertEquals(
                new Settings.Every(Duration.ofSeconds(2), Duration.ofSeconds(45)),
                defaults.every());
        assertEquals(8, defaults.parallel());
        assertEquals(Optional.empty(), defaults.downloadTo());
    }

    @Test
    void rateIsTenASecondByDefault() {
        try (var server = RawServer.inTurn(QUEUED)) {
            var own = Fliki.key(Clients.KEY).url(server.url());
            own.status("a1"); // the first is slow by itself
            var start = System.nanoTime();

            for (int i = 0; i < 4; i++) {
                own.status("a1");
            }

            var took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.toMillis() >= 300, () -> "4 requests in " + took);
        }
    }

    @Nested
    class Derived {

        @Test
        void settingLeavesTheClientAsItWas() {
            try (var server = RawServer.inTurn(Reply.of(503, ""))) {
                var original = Clients.at(server.url(), time).retries(1);

                original.retries(0).url("https://other.example");
                Thrown.of(() -> original.status("a1"));

                assertEquals(2, server.heads().size());
            }
        }

        @Test
        void clientsShareTheirPaceUntilRateStartsANewOne() {
            try (var server = RawServer.inTurn(QUEUED)) {
                var first = Clients.at(server.url(), time).rate(1);

                first.status("a1");
                first.retries(0).timeout(Duration.ofSeconds(9)).status("a2");
                first.onNotice(notice -> {}).parallel(2).status("a3");
                assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(1)), time.sleeps());

                first.rate(1).status("a4");
                assertEquals(2, time.sleeps().size());
            }
        }
    }
}
