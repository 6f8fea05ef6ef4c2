package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.Clients;
import fliki.FakeTime;
import fliki.RawServer;
import fliki.Thrown;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class ProxiesTest {

    private static final String API = "https://api.fliki.ai/v1";

    private final FakeTime time = new FakeTime();

    private static String chosen(String target, Map<String, String> env) {
        var proxy = new Proxies(env).select(URI.create(target)).get(0);
        if (proxy.type() == Proxy.Type.DIRECT) {
            return "direct";
        }
        var address = (InetSocketAddress) proxy.address();
        return address.getHostString() + ":" + address.getPort();
    }

    /** Variables are written as in a shell, in lower case too; ALL_PROXY is issue 27, number 24. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | https://api.fliki.ai | direct",
                "HTTPS_PROXY=http://proxy:8080 | https://api.fliki.ai | proxy:8080",
                "HTTPS_PROXY=proxy:8080 | https://api.fliki.ai | proxy:8080",
                "HTTPS_PROXY=http://proxy:8080/ | https://api.fliki.ai | proxy:8080",
                "HTTPS_PROXY=HTTP://proxy | https://api.fliki.ai | proxy:80",
                "HTTPS_PROXY=http://[::1]:3128 | https://api.fliki.ai | [::1]:3128",
                "HTTPS_PROXY= | https://api.fliki.ai | direct",
                "HTTP_PROXY=plain:1 HTTPS_PROXY=safe:2 | http://files.example/x | plain:1",
                "HTTP_PROXY=plain:1 HTTPS_PROXY=safe:2 | https://files.example/x | safe:2",
                "all_proxy=all:1 HTTPS_PROXY=safe:2 | http://files.example/x | all:1",
                "all_proxy=all:1 HTTPS_PROXY=safe:2 | https://api.fliki.ai | safe:2",
                "ALL_PROXY=all:1 | https://api.fliki.ai | all:1",
                "ALL_PROXY=socks5://all:1 HTTPS_PROXY=safe:2 | https://api.fliki.ai | safe:2",
                "https_proxy=lower:1 no_proxy=b.example | https://a.example | lower:1",
                "https_proxy=lower:1 no_proxy=b.example | https://b.example | direct",
                "HTTP_PROXY=proxy:1 | http://localhost:1 | direct",
                "HTTP_PROXY=proxy:1 | http://127.9.9.9:1 | direct",
                "HTTP_PROXY=proxy:1 | http://[::1]:1 | direct",
                "HTTP_PROXY=proxy:1 | http://localhost.evil.example | proxy:1",
                "HTTP_PROXY=proxy:1 | http://127.0.0.1.evil.example | proxy:1"
            })
    void proxyIsThatOfTheEnvironment(String variables, String target, String proxy) {
        var env = new HashMap<String, String>();
        for (var variable : variables.split(" ")) {
            env.put(variable.replaceFirst("=.*", ""), variable.replaceFirst("[^=]*=?", ""));
        }

        new Proxies(env).check(URI.create(target));

        assertEquals(proxy, chosen(target, env));
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
        assertEquals("direct", chosen(API, without(noProxy)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "liki.ai", "other.fliki.ai", "x.api.fliki.ai", "fliki.ai:8443"})
    void anyOtherHostIsNot(String noProxy) {
        assertEquals("proxy:1", chosen(API, without(noProxy)));
    }

    private static Map<String, String> without(String noProxy) {
        return Map.of("HTTPS_PROXY", " http://proxy:1 ", "NO_PROXY", noProxy);
    }

    /** Issue 27, number 24. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.200.3.4, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
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
        var proxy = chosen("https://" + host + "/", without("x.example," + range));

        assertEquals(direct ? "direct" : "proxy:1", proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, http://me:s3cret@proxy:1, ' holds a password: the JDK''s client would then"
                + " drop the API key from requests; use a local proxy that adds it, or unset"
                + " HTTPS_PROXY'",
        "HTTPS_PROXY, http://me:s3cret@my_proxy:1, ' holds a password: the JDK''s client would"
                + " then drop the API key from requests; use a local proxy that adds it, or unset"
                + " HTTPS_PROXY'",
        "HTTPS_PROXY, http://me:s3 cret@proxy:1, ' holds a password: the JDK''s client would then"
                + " drop the API key from requests; use a local proxy that adds it, or unset"
                + " HTTPS_PROXY'",
        "ALL_PROXY, socks5h://proxy:1, ' is not http://HOST:PORT: socks5h://proxy:1'",
        "HTTPS_PROXY, socks5h://proxy:1, ' is not http://HOST:PORT: socks5h://proxy:1'",
        "HTTP_PROXY, https://proxy:1, ' is not http://HOST:PORT: https://proxy:1'",
        "HTTP_PROXY, http://a_b:1, ' is not http://HOST:PORT: http://a_b:1'",
        "HTTP_PROXY, a proxy, ' is not the address of a proxy'"
    })
    void proxyThatWillNotDoIsRefusedAndNoPasswordIsShown(String name, String value, String why) {
        var proxies = new Proxies(Map.of(name, value));

        var refusal =
                assertThrows(IllegalArgumentException.class, () -> proxies.check(URI.create(API)));

        assertEquals(name + why, refusal.getMessage());
    }

    @Test
    void safeConnectionIsAskedOfTheProxyWithoutTheKey() {
        try (var proxy = RawServer.saying(RawServer.head(502, 0))) {
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

    /** Issue 10, number 14. A file from elsewhere still needs a proxy that will do. */
    @Test
    void loopbackServerIsAskedThoughAProxyWillNotDo(@TempDir Path folder) {
        var link = "https://files.example/a1.mp4";
        var done = "{\"status\":\"success\",\"download\":\"" + link + "\"}";
        try (var server = RawServer.saying(RawServer.ok(done))) {
            var env = Map.of("HTTP_PROXY", "http://me:s3cret@p:1", "HTTPS_PROXY", "socks5://p:1");
            var fliki = Clients.at(server.url(), time, env);

            assertEquals("success", fliki.status("a1").status());
            var failure = Thrown.of(() -> fliki.downloadTo(folder).download("a1"));

            var why = "HTTPS_PROXY is not http://HOST:PORT: socks5://p:1";
            assertEquals("a1: cannot download: " + why, failure.getMessage());
            assertEquals(FakeTime.START, time.now());
        }
    }
}
