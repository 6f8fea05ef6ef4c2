package fliki;

import java.util.Locale;

/** Which host names mean this machine, decided by name alone: a look-up could be made to lie. */
final class Loopback {

    private Loopback() {}

    static boolean is(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.matches("127(\\.\\d{1,3}){3}")
                || name.equals("[::1]")
                || name.equals("::1");
    }
}
