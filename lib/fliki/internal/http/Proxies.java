package fliki.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies of {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in lower case too.
 * Loopback is never reached through a proxy.
 */
public final class Proxies extends ProxySelector {

    /** A variable whose value will not do; no waiting changes that. */
    public static final class Unusable extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private Unusable(String why) {
            super(why);
        }
    }

    private final Map<String, String> env;

    /** The proxies of this environment. */
    public Proxies(Map<String, String> env) {
        this.env = Map.copyOf(env);
    }

    /**
     * Looks whether the proxies will do for requests to this API and for the files it names.
     *
     * @throws Unusable where one will not
     */
    public void check(URI api) {
        if (!Loopback.is(api.getHost())) {
            proxy("https");
            proxy("http");
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
        return pattern.equals("*") || host.equals(name) || host.endsWith("." + name);
    }

    private Optional<Proxy> proxy(String scheme) {
        var name = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
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
