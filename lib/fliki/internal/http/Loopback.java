package fliki.internal.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells whether a host name means this machine, by the name alone: name servers can lie. */
public final class Loopback {

    private static final Pattern ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}");

    private Loopback() {}

    /** Whether a host name, or an address in the form that URLs have, means this machine. */
    public static boolean is(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || ADDRESS.matcher(name).matches()
                || name.equals("[::1]")
                || name.equals("::1");
    }
}
