package fliki;

import fliki.internal.http.Connections;

import java.util.Map;

/** Clients for tests: they know nothing of this machine's environment. */
public final class Clients {

    /** A key that no honest text contains. */
    public static final String KEY = "k3yK3Yk3yK3Yk3yK3Yk3yK3Yk3yK3Y42";

    private Clients() {}

    /** A client of this address with the default settings, but no ceiling. */
    public static Fliki at(String url, Time time) {
        return at(url, time, Map.of());
    }

    /** A client behind the proxies of this environment. */
    public static Fliki at(String url, Time time, Map<String, String> env) {
        var key = ApiKey.of(KEY);
        var settings = Settings.DEFAULTS.url(url);
        var shared = new Shared(() -> key, env, new Connections(env));
        return new Fliki(shared, time, new Pace(0, time), settings);
    }
}
