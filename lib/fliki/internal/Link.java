package fliki.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Status;
import fliki.internal.text.Text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The link to a finished file, or where it redirects to. Signed links open the file to anyone, so
 * no message ever holds one.
 *
 * @param origin the link as Fliki gave it
 * @param address what to ask for the file: the link itself at first
 * @param redirects how many led from the link to the address
 * @param local whether plain http will do, as for an API on this machine
 */
record Link(String fileId, URI origin, URI address, int redirects, boolean local) {

    /** How the reason of a failed download begins. */
    static final String TRIED = "cannot download: ";

    private static final int MOST_REDIRECTS = 5;

    /** The link of a status. */
    static Link of(Status status, boolean local) {
        if (status.state().failed()) {
            throw none(
                    Kind.GENERATION_FAILED, status, "it ended in " + plain(status) + said(status));
        }
        if (!status.finished()) {
            throw none(
                    Kind.NOT_FINISHED,
                    status,
                    "not finished but " + plain(status) + "; poll it first");
        }
        var text = status.download().orElseThrow(() -> none(status, "Fliki gave no link"));
        Function<String, FlikiException> refusal = why -> none(status, "the link " + why);
        var link = safe(read(text, refusal), local, refusal);
        return new Link(status.fileId(), link, link, 0, local);
    }

    /** Where an answer with this {@code Location}, if any, sends us. */
    Link redirected(int status, String location) {
        if (redirects == MOST_REDIRECTS) {
            throw refused(status, "more than " + MOST_REDIRECTS + " redirects in a row");
        }
        Function<String, FlikiException> refusal = why -> refused(status, "a redirect that " + why);
        if (location.isBlank()) {
            throw refusal.apply("names no address");
        }
        // The JDK reads headers as Latin-1; a server that does not encode a letter sends UTF-8.
        var text = new String(location.getBytes(ISO_8859_1), UTF_8);
        var next = safe(Address.resolve(address, read(text, refusal)), local, refusal);
        return new Link(fileId, origin, next, redirects + 1, local);
    }

    private static URI read(String text, Function<String, FlikiException> refusal) {
        try {
            return Address.of(text);
        } catch (URISyntaxException e) {
            throw refusal.apply("cannot be read");
        }
    }

    private static URI safe(URI link, boolean local, Function<String, FlikiException> refusal) {
        var http = "http".equalsIgnoreCase(link.getScheme());
        if (link.getRawAuthority() == null
                || !http && !"https".equalsIgnoreCase(link.getScheme())) {
            throw refusal.apply("is not one of http or https");
        }
        if (link.getHost() == null) {
            throw refusal.apply("has a host name that Java does not take");
        }
        if (http && !local) {
            throw refusal.apply("is plain http, which anyone on the way can change");
        }
        return link;
    }

    /** The paths whose ends may name the kind of file, the likeliest first. */
    List<String> paths() {
        return List.of(origin.getPath(), address.getPath());
    }

    private static String plain(Status status) {
        return Text.brief(status.status());
    }

    private static String said(Status status) {
        return status.message().map(words -> ": " + words).orElse("");
    }

    /** A download that did not come about. */
    static FlikiException failed(String fileId, String why) {
        return FlikiException.of(Kind.DOWNLOAD, TRIED + why, Details.of(fileId), null);
    }

    private FlikiException refused(int status, String why) {
        var details = Details.of(fileId).http(status, Optional.empty());
        var reason = TRIED + why + " (" + status + ")";
        return FlikiException.of(Kind.DOWNLOAD, reason, details, null);
    }

    private static FlikiException none(Status status, String why) {
        return none(Kind.DOWNLOAD, status, TRIED + why);
    }

    private static FlikiException none(Kind kind, Status status, String why) {
        var details = Details.of(status.fileId()).last(Optional.of(status));
        return FlikiException.of(kind, why, details, null);
    }
}
