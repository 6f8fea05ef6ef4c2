package fliki.internal.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The link to a file, or the address it redirects to. A signed link opens the file to anyone, so no
 * message holds it.
 *
 * @param origin the link as it was given
 * @param address what to ask for the file: the link itself at first
 * @param redirects how many led from the link to the address
 * @param local whether plain http is allowed
 */
public record Link(URI origin, URI address, int redirects, boolean local) {

    private static final int MOST_REDIRECTS = 5;

    /** Scheme, host, path with query; no server sees what is behind {@code #}. */
    private static final Pattern PARTS =
            Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?([^#]*)(#.*)?");

    /** What RFC 3986 allows in no path or query, and a percent sign that encodes nothing. */
    private static final Pattern ILLEGAL =
            Pattern.compile("%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9._~:/?@!$&'()*+,;=-]");

    /**
     * A link with its illegal characters percent-encoded.
     *
     * @throws NoFile for an address that cannot be used, or not safely
     */
    public static Link of(String text, boolean local) {
        var link = safe(read(text, "the link"), local, "the link");
        return new Link(link, link, 0, local);
    }

    /**
     * Where an answer with this {@code Location} sends us.
     *
     * @throws NoFile for an address that cannot be asked, and after five redirects in a row
     */
    public Link redirected(Optional<String> location) {
        if (redirects == MOST_REDIRECTS) {
            throw new NoFile("more than " + MOST_REDIRECTS + " redirects in a row");
        }
        var what = "a redirect that";
        if (location.filter(text -> !text.isBlank()).isEmpty()) {
            throw new NoFile(what + " names no address");
        }
        // The JDK reads headers as Latin-1; a server that does not encode a letter sends UTF-8.
        var text = new String(location.get().getBytes(ISO_8859_1), UTF_8);
        var next = safe(resolved(read(text, what)), local, what);
        return new Link(origin, next, redirects + 1, local);
    }

    private static URI read(String text, String what) {
        var parts = PARTS.matcher(text.strip());
        try {
            parts.matches(); // whatever the text is
            var encoded = ILLEGAL.matcher(parts.group(3)).replaceAll(Link::percent);
            return new URI(part(parts, 1) + part(parts, 2) + encoded);
        } catch (URISyntaxException e) {
            throw new NoFile(what + " cannot be read");
        }
    }

    private static String part(Matcher parts, int group) {
        return Optional.ofNullable(parts.group(group)).orElse("");
    }

    private static String percent(MatchResult character) {
        var encoded = new StringBuilder();
        for (byte one : character.group().getBytes(UTF_8)) {
            encoded.append(String.format(Locale.ROOT, "%%%02X", one));
        }
        return encoded.toString();
    }

    /** As RFC 3986 says. Java follows an older rule and loses the file name before a lone query. */
    private URI resolved(URI next) {
        if (next.isAbsolute() || next.getRawAuthority() != null) {
            return address.resolve(next);
        }
        var path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        var whole = URI.create(address.getScheme() + "://" + address.getRawAuthority() + path);
        return next.getRawPath().isEmpty() ? URI.create(whole + "" + next) : whole.resolve(next);
    }

    private static URI safe(URI link, boolean local, String what) {
        var http = "http".equalsIgnoreCase(link.getScheme());
        var https = "https".equalsIgnoreCase(link.getScheme());
        if (link.getRawAuthority() == null || !http && !https) {
            throw new NoFile(what + " is not one of http or https");
        }
        if (link.getHost() == null) {
            throw new NoFile(what + " has a host name that Java does not take");
        }
        if (http && !local) {
            throw new NoFile(what + " is plain http, which anyone on the way can change");
        }
        return link;
    }

    /** The paths whose ends may name the kind of file, the likeliest first. */
    public List<String> paths() {
        return List.of(origin.getPath(), address.getPath());
    }
}
