package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

class SettingsTest {

    @RegisterExtension static final MockApi api = new MockApi();

    private static final Duration LONGEST = Duration.ofDays(366);

    private final FakeTime time = new FakeTime();
    private final Fliki fliki = Clients.at("https://api.example/v1", time);

    private static String refusal(Executable setting) {
        return assertThrows(IllegalArgumentException.class, setting).getMessage();
    }

    @Nested
    class Url {

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
        @ValueSource(
                strings = {
                    "http://api.fliki.ai/v1",
                    "http://localhost.evil.example",
                    "http://0.0.0.0:1",
                    "ftp://localhost/x"
                })
        void unsafeAddressIsRefused(String text) {
            assertEquals(
                    "url must be https, as it gets the key (http to this machine), not " + text,
                    refusal(() -> fliki.url(text)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "api.fliki.ai", "/v1", "https:///v1", "mailto:a", "https://a_b/"})
        void addressWithoutAHostIsRefused(String text) {
            assertEquals(
                    "url must be https://HOST/PATH, not " + text, refusal(() -> fliki.url(text)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://a b", "https://", "https://a/%zz", "https://[x]", "\0"})
        void textThatIsNoAddressIsRefused(String text) {
            assertEquals("url is not an address: " + text, refusal(() -> fliki.url(text)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://127.0.0.1:99999/v1", "https://h.example:0"})
        void portThatDoesNotExistIsRefused(String text) {
            assertEquals(
                    "url must have a port up to 65535, not " + text,
                    refusal(() -> fliki.url(text)));
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
            var refusal = refusal(() -> fliki.url(text));

            assertEquals(
                    "url must be https://HOST/PATH without a user, a password, ? or #", refusal);
        }
    }

    @Nested
    class Values {

        @ParameterizedTest
        @CsvSource({
            "PT0S, 'timeout must be longer than zero, not 0 s'",
            "PT-1S, 'timeout must be longer than zero, not PT-1S'",
            "PT24H0.001S, 'timeout must be up to 24 hours, not 24 h 1 ms'"
        })
        void badTimeoutIsRefused(Duration timeout, String message) {
            assertEquals(message, refusal(() -> fliki.timeout(timeout)));
        }

        @ParameterizedTest
        @ValueSource(doubles = {0.000999, 1e-9, Double.MIN_VALUE})
        void rateTooSmallToKeepTimeByIsRefused(double rate) {
            var message = "rate must be at least 0.001 a second, or 0, not " + rate;

            assertEquals(message, refusal(() -> fliki.rate(rate)));
        }

        @Test
        void smallestRateIsKept() {
            api.answer(200, "{\"status\":\"queued\"}");
            var slow = Clients.at(api.url(), time).rate(0.001);

            slow.status("a1");
            slow.status("a2");

            assertEquals(List.of(Duration.ofSeconds(1000)), time.sleeps());
        }

        @Test
        void waitsBeyondTheClockAreRefused() {
            var tooLong = LONGEST.plusNanos(1);

            assertEquals(
                    "atMost must be up to 366 days, not " + tooLong,
                    refusal(() -> fliki.atMost(tooLong)));
            assertEquals(
                    "every must be up to 366 days, not " + tooLong,
                    refusal(() -> fliki.every(LONGEST, tooLong)));
        }

        @Test
        void longestWaitsWork() {
            api.next(response("{\"status\":\"queued\"}"));
            api.answer(200, "{\"status\":\"success\"}");
            var others = FakeTime.besideOthers();
            var patient = Clients.at(api.url(), others).atMost(LONGEST).every(LONGEST, LONGEST);

            assertEquals("success", patient.poll("a1").status());
            assertEquals(List.of(LONGEST), others.sleeps());
        }

        @Test
        void badRetriesAreRefused() {
            assertEquals("retries must be 0 or more, not -1", refusal(() -> fliki.retries(-1)));
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 1001})
        void badParallelIsRefused(int parallel) {
            assertEquals(
                    "parallel must be 1 to 1000, not " + parallel,
                    refusal(() -> fliki.parallel(parallel)));
        }

        @ParameterizedTest
        @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001})
        void badRateIsRefused(double rate) {
            assertEquals(
                    "rate must be 0 (no ceiling) to 1000000 a second, not " + rate,
                    refusal(() -> fliki.rate(rate)));
        }

        @Test
        void nullIsRefusedByName() {
            assertEquals("key", nameOfNull(() -> Fliki.key(null)));
            assertEquals("url", nameOfNull(() -> fliki.url(null)));
            assertEquals("timeout", nameOfNull(() -> fliki.timeout(null)));
            assertEquals("listener", nameOfNull(() -> fliki.onNotice(null)));
            assertEquals("fileId", nameOfNull(() -> fliki.status((String) null)));
            assertEquals("fileIds", nameOfNull(() -> fliki.status((Collection<String>) null)));
        }

        private static String nameOfNull(Executable call) {
            return assertThrows(NullPointerException.class, call).getMessage();
        }
    }

    @Nested
    class Defaults {

        @Test
        void areThoseOfTheJavadoc() {
            var defaults = Settings.DEFAULTS;

            assertEquals("https://api.fliki.ai/v1", "" + defaults.url());
            assertEquals(Duration.ofSeconds(30), defaults.timeout());
            assertEquals(4, defaults.retries());
            assertEquals(Duration.ofHours(3), defaults.atMost());
            var every = new Settings.Every(Duration.ofSeconds(2), Duration.ofSeconds(45));
            assertEquals(every, defaults.every());
            assertEquals(8, defaults.parallel());
            assertEquals(Optional.empty(), defaults.downloadTo());
        }

        @Test
        void rateIsTenASecond() {
            api.answer(200, "{\"status\":\"queued\"}");
            var own = Fliki.key(Clients.KEY).url(api.url());
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
            api.answer(503, "");
            var original = Clients.at(api.url(), time).retries(1);

            original.retries(0).url("https://other.example");
            Thrown.of(() -> original.status("a1"));

            assertEquals(2, api.requests().size());
        }

        @Test
        void derivedClientsShareTheirPace() {
            api.answer(200, "{\"status\":\"queued\"}");
            var first = Clients.at(api.url(), time).rate(1);

            first.status("a1");
            first.retries(0).timeout(Duration.ofSeconds(9)).status("a2");
            first.onNotice(notice -> {}).parallel(2).status("a3");

            assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(1)), time.sleeps());
        }

        @Test
        void rateStartsANewPace() {
            api.answer(200, "{\"status\":\"queued\"}");
            var first = Clients.at(api.url(), time).rate(1);

            first.status("a1");
            first.rate(1).status("a2");

            assertEquals(List.of(), time.sleeps());
        }
    }
}
