package fliki.internal.http;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies of {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY},
 * in lower case too. Loopback is never reached through a proxy.
 */
public final class Proxies extends ProxySelector {

    /** A variable with an unusable value. */
    public static final class Unusable extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private Unusable(String why) {
            super(why);
        }
    }

    private static final Pattern RANGE = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    private final Map<String, String> env;

    /** The proxies of this environment. */
    public Proxies(Map<String, String> env) {
        this.env = Map.copyOf(env);
    }

    /**
     * Checks the proxies for requests to this API and to file servers.
     *
     * @throws Unusable where one will not
     */
    public void check(URI api) {
        if (!Loopback.is(api.getHost())) {
            proxy("https");
            own("http"); // both the API and its files are asked for by https
        }
    }

    @Override
    public List<Proxy> select(URI target) {
        var host = target.getHost().toLowerCase(Locale.ROOT);
        var standard = "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
        var port = target.getPort() < 0 ? standard : target.getPort();
        var direct = Loopback.is(host) || noProxy().anyMatch(p -> covers(p, host, port));
        return List.of(direct ? Proxy.NO_PROXY : proxy(target.getScheme()).orElse(Proxy.NO_PROXY));
    }

    private Stream<String> noProxy() {
        return variable("NO_PROXY").stream()
                .flatMap(list -> Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                .filter(pattern -> !pattern.isEmpty());
    }

    private static boolean covers(String pattern, String host, int port) {
        var name = pattern.replaceFirst(":" + port + "$", "").replaceFirst("^\\*?\\.", "");
        return pattern.equals("*")
                || host.equals(name)
                || host.endsWith("." + name)
                || inRange(host, pattern);
    }

    /** Whether the host is an address, and in this range or equal to this address. */
    private static boolean inRange(String host, String pattern) {
        var range = RANGE.matcher(pattern);
        if (!range.matches()) {
            return false;
        }
        var asked = address(host);
        var network = address(range.group(1));
        var size = 8 * network.length;
        var fixed = range.group(2) == null ? size : Integer.parseInt(range.group(2));
        return size > 0
                && fixed <= size
                && asked.length == network.length
                && number(asked).xor(number(network)).bitLength() <= size - fixed;
    }

    private static BigInteger number(byte[] address) {
        return new BigInteger(1, address);
    }

    /** The bytes of an address; none of a name, for which no server of names is asked. */
    private static byte[] address(String host) {
        var literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        if (!IPV4.matcher(literal).matches() && !literal.startsWith("[")) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    private Optional<Proxy> proxy(String scheme) {
        return own(scheme).or(() -> named("ALL_PROXY"));
    }

    private Optional<Proxy> own(String scheme) {
        return named(scheme.toUpperCase(Locale.ROOT) + "_PROXY");
    }

    private Optional<Proxy> named(String name) {
        return variable(name).map(value -> proxy(name, value.strip()));
    }

    private static Proxy proxy(String name, String value) {
        if (value.contains("@")) {
            throw new Unusable(
                    name
                            + " holds a password: the JDK's client would then drop the API key from"
                            + " requests; use a local proxy that adds it, or unset "
                            + name);
        }
        URI uri;
        try {
            uri = URI.create(value.contains("://") ? value : "http://" + value);
        } catch (IllegalArgumentException e) {
            throw new Unusable(name + " is not the address of a proxy");
        }
        if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new Unusable(name + " is not http://HOST:PORT: " + value);
        }
        var port = uri.getPort() < 0 ? 80 : uri.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    private Optional<String> variable(String name) {
        return Stream.of(name.toLowerCase(Locale.ROOT), name)
                .map(env::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
        // The request itself reports the failure.
    }
}
