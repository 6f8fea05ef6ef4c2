package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.Clients;
import fliki.FakeTime;
import fliki.RawServer;
import fliki.Thrown;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ProxiesTest {

    @TempDir Path folder;

    private static final String API = "https://api.fliki.ai/v1";

    private static String chosen(String target, Map<String, String> env) {
        var proxy = new Proxies(env).select(URI.create(target)).get(0);
        if (proxy.type() == Proxy.Type.DIRECT) {
            return "direct";
        }
        var address = (InetSocketAddress) proxy.address();
        return address.getHostString() + ":" + address.getPort();
    }

    @Nested
    class Choice {

        @Test
        void withoutVariablesEverythingIsDirect() {
            assertEquals("direct", chosen(API, Map.of()));
        }

        @ParameterizedTest
        @CsvSource({
            "http://proxy:8080, proxy:8080",
            "proxy:8080, proxy:8080",
            "http://proxy:8080/, proxy:8080",
            "HTTP://proxy, proxy:80",
            "http://[::1]:3128, [::1]:3128",
            "' http://proxy:1 ', proxy:1"
        })
        void httpsProxyIsHonoured(String value, String proxy) {
            assertEquals(proxy, chosen(API, Map.of("HTTPS_PROXY", value)));
        }

        @Test
        void schemeDecides() {
            var env = Map.of("HTTP_PROXY", "http://plain:1", "HTTPS_PROXY", "http://safe:2");

            assertEquals("plain:1", chosen("http://files.example/x", env));
            assertEquals("safe:2", chosen("https://files.example/x", env));
        }

        /** Issue 27, number 24. */
        @Test
        void proxyForAllCountsWhereThereIsNoOther() {
            var env = Map.of("all_proxy", "http://all:1", "HTTPS_PROXY", "http://safe:2");

            assertEquals("all:1", chosen("http://files.example/x", env));
            assertEquals("safe:2", chosen(API, env));
            assertEquals("all:1", chosen(API, Map.of("ALL_PROXY", "all:1")));
        }

        @Test
        void socksProxyForAllIsNoMatterBesideAnother() {
            var env = Map.of("ALL_PROXY", "socks5://all:1", "HTTPS_PROXY", "http://safe:2");

            new Proxies(env).check(URI.create(API));

            assertEquals("safe:2", chosen(API, env));
        }

        @Test
        void variablesInLowerCaseCountToo() {
            var env = Map.of("https_proxy", "http://lower:1", "no_proxy", "b.example");

            assertEquals("lower:1", chosen("https://a.example", env));
            assertEquals("direct", chosen("https://b.example", env));
        }

        @Test
        void emptyVariableCountsAsAbsent() {
            assertEquals("direct", chosen(API, Map.of("HTTPS_PROXY", " ")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://localhost:1", "http://127.9.9.9:1", "http://[::1]:1"})
        void loopbackIsNeverReachedThroughAProxy(String target) {
            assertEquals("direct", chosen(target, Map.of("HTTP_PROXY", "http://proxy:1")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://localhost.evil.example", "http://127.0.0.1.evil.example"})
        void nameThatOnlyLooksLikeLoopbackIsNot(String target) {
            assertEquals("proxy:1", chosen(target, Map.of("HTTP_PROXY", "http://proxy:1")));
        }
    }

    @Nested
    class Exceptions {

        private static String chosenWithout(String noProxy) {
            return chosen(API, Map.of("HTTPS_PROXY", "http://proxy:1", "NO_PROXY", noProxy));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*",
                    "api.fliki.ai",
                    "fliki.ai",
                    ".fliki.ai",
                    "*.fliki.ai",
                    "API.Fliki.AI",
                    "fliki.ai:443",
                    "x.example, fliki.ai ",
                    "a b fliki.ai"
                })
        void hostOnTheListIsDirect(String noProxy) {
            assertEquals("direct", chosenWithout(noProxy));
        }

        /** Issue 27, number 24. */
        @ParameterizedTest
        @CsvSource({
            "10.0.0.0/8, 10.200.3.4, true",
            "10.0.0.0/8, 11.0.0.1, false",
            "192.168.4.0/22, 192.168.7.255, true",
            "10.1.2.3, 10.1.2.3, true",
            "10.1.2.3/32, 10.1.2.4, false",
            "0.0.0.0/0, 203.0.113.9, true",
            "0.0.0.0/0, [fd00::1], false",
            "fd00::/8, [fdab:cd::1], true",
            "fd00::/8, [fe80::1], false",
            "[fd00::]/8, [fdab::1], true",
            "fd00:0:0::1, [fd00::1], true",
            "10.0.0.0/33, 10.0.0.0, false",
            "10.0.0.0/8, 10.example, false",
            "fliki.ai/8, fliki.ai, false",
            "10.0.0.999/8, 10.0.0.9, false"
        })
        void rangeCoversItsAddresses(String range, String host, boolean direct) {
            var env = Map.of("HTTPS_PROXY", "http://proxy:1", "NO_PROXY", "x.example," + range);

            assertEquals(direct ? "direct" : "proxy:1", chosen("https://" + host + "/", env));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", ",", "liki.ai", "other.fliki.ai", "x.api.fliki.ai", "fliki.ai:8443"})
        void anyOtherHostIsNot(String noProxy) {
            assertEquals("proxy:1", chosenWithout(noProxy));
        }
    }

    @Nested
    class BadValues {

        private static String refusal(String variable, String value) {
            var proxies = new Proxies(Map.of(variable, value));
            var api = URI.create(API);
            return assertThrows(IllegalArgumentException.class, () -> proxies.check(api))
                    .getMessage();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://me:s3cret@proxy:1",
                    "http://me:s3cret@my_proxy:1",
                    "http://me:s3 cret@proxy:1"
                })
        void passwordIsRefusedAndNotShown(String value) {
            assertEquals(
                    "HTTPS_PROXY holds a password: the JDK's client would then drop the API key"
                            + " from requests; use a local proxy that adds it, or unset"
                            + " HTTPS_PROXY",
                    refusal("HTTPS_PROXY", value));
        }

        @Test
        void socksProxyIsRefused() {
            var refusal = " is not http://HOST:PORT: ";

            for (var name : List.of("ALL_PROXY", "HTTPS_PROXY")) {
                var value = "socks5h://proxy:1";
                assertEquals(name + refusal + value, refusal(name, value));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://proxy:1", "http://a_b:1"})
        void anythingButAnHttpProxyIsRefused(String value) {
            assertEquals(
                    "HTTP_PROXY is not http://HOST:PORT: " + value, refusal("HTTP_PROXY", value));
        }

        @Test
        void anythingButAnAddressIsRefused() {
            assertEquals(
                    "HTTP_PROXY is not the address of a proxy", refusal("HTTP_PROXY", "a proxy"));
        }
    }

    @Nested
    class Requests {

        private final FakeTime time = new FakeTime();

        @Test
        void safeConnectionIsAskedOfTheProxyWithoutTheKey() {
            try (var proxy = RawServer.saying("HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n")) {
                var env = Map.of("HTTPS_PROXY", "http://localhost:" + proxy.port());
                var fliki = Clients.at("https://api.example/v1", time, env).retries(0);

                Thrown.of(() -> fliki.status("a1"));

                var head = proxy.heads().get(0);
                assertEquals("CONNECT api.example:443 HTTP/1.1", head.lines().toList().get(0));
                assertEquals(-1, head.indexOf(Clients.KEY));
            }
        }

        @Test
        void proxyThatIsNotThereIsNamed() {
            var env = Map.of("HTTPS_PROXY", "http://127.0.0.1:1");
            var fliki = Clients.at("https://api.example/v1", time, env).retries(0);

            var message = "a1: cannot connect to api.example through the proxy 127.0.0.1:1";
            assertEquals(message, Thrown.of(() -> fliki.status("a1")).getMessage());
        }

        /** Issue 10, number 14. */
        @ParameterizedTest
        @ValueSource(strings = {"socks5://proxy:1", "http://me:s3cret@proxy:1"})
        void loopbackServerIsAskedThoughAProxyWillNotDo(String proxy) {
            try (var server = RawServer.saying(RawServer.ok("{\"status\":\"queued\"}"))) {
                var env = Map.of("HTTP_PROXY", proxy, "HTTPS_PROXY", proxy);

                var status = Clients.at(server.url(), time, env).status("a1");

                assertEquals("a1 queued", status.toString());
            }
        }

        @Test
        void fileFromElsewhereNeedsAProxyThatWillDo() {
            var link = "https://files.example/a1.mp4";
            var done = "{\"status\":\"success\",\"download\":\"" + link + "\"}";
            try (var server = RawServer.saying(RawServer.ok(done))) {
                var env = Map.of("HTTPS_PROXY", "socks5://proxy:1");
                var fliki = Clients.at(server.url(), time, env);

                var failure = Thrown.of(() -> fliki.downloadTo(folder).download("a1"));

                var why = "HTTPS_PROXY is not http://HOST:PORT: socks5://proxy:1";
                assertEquals("a1: cannot download: " + why, failure.getMessage());
                assertEquals(FakeTime.START, time.now());
            }
        }
    }
}
