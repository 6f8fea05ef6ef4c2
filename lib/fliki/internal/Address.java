package fliki.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as browsers read them: with what Java's {@link URI} would not take encoded. */
final class Address {

    /** The parts of RFC 3986, appendix B; no server sees what is behind {@code #}. */
    private static final Pattern PARTS =
            Pattern.compile(
                    "(?<scheme>[^:/?#\\\\]+:)?((?<user>//([^/?#\\\\@]*@)?)(?<host>[^/?#\\\\]*))?"
                            + "(?<path>[^?#]*)(?<query>\\?[^#]*)?(#.*)?");

    private static final String ENCODED = "[ \"<>^`{|}]|[^\\x00-\\x7f]+";
    private static final Pattern IN_PATH = Pattern.compile("[\\[\\]]|" + ENCODED);
    private static final Pattern IN_QUERY = Pattern.compile("\\\\|" + ENCODED);

    private Address() {}

    static URI of(String text) throws URISyntaxException {
        var parts = PARTS.matcher(text.strip());
        if (!parts.matches()) {
            throw new URISyntaxException(text, "not in one line");
        }
        var path = parts.group("path").replace('\\', '/');
        return new URI(
                part(parts, "scheme")
                        + part(parts, "user")
                        + ascii(part(parts, "host"))
                        + encoded(path, IN_PATH)
                        + encoded(part(parts, "query"), IN_QUERY));
    }

    private static String part(Matcher parts, String name) {
        return Optional.ofNullable(parts.group(name)).orElse("");
    }

    /** A host, with its port, in the letters that the name system takes. */
    private static String ascii(String host) throws URISyntaxException {
        try {
            return host.chars().allMatch(c -> c < 0x80) ? host : IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw new URISyntaxException(host, "no host name");
        }
    }

    private static String encoded(String text, Pattern odd) {
        return odd.matcher(text).replaceAll(match -> percent(match.group()));
    }

    private static String percent(String text) {
        var encoded = new StringBuilder();
        for (byte one : text.getBytes(UTF_8)) {
            encoded.append(String.format(Locale.ROOT, "%%%02X", one));
        }
        return encoded.toString();
    }

    /** As RFC 3986 has it; Java, older than that, loses the file's name before a query alone. */
    static URI resolve(URI base, URI next) {
        if (next.isAbsolute() || next.getRawAuthority() != null) {
            return base.resolve(next);
        }
        var path = base.getRawPath().isEmpty() ? "/" : base.getRawPath();
        var whole = URI.create(base.getScheme() + "://" + base.getRawAuthority() + path);
        return next.getRawPath().isEmpty() ? URI.create(whole + "" + next) : whole.resolve(next);
    }
}
