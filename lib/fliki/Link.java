package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The link to a finished file. Signed links open the file to anyone, so no message ever holds one.
 */
final class Link {

    /** What a failed download says first. */
    static final String TRIED = "cannot download: ";

    private Link() {}

    /**
     * The link of a status.
     *
     * @param local whether plain http will do, as for an API on this machine
     */
    static URI of(Status status, boolean local) {
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
        try {
            var link = new URI(text.replace(" ", "%20"));
            var http = "http".equalsIgnoreCase(link.getScheme());
            if (link.getHost() == null || !http && !"https".equalsIgnoreCase(link.getScheme())) {
                throw none(status, "the link is not one of http or https");
            }
            if (http && !local) {
                throw none(status, "the link is plain http, which anyone on the way can change");
            }
            return link;
        } catch (URISyntaxException e) {
            throw none(status, "the link cannot be read");
        }
    }

    private static String plain(Status status) {
        return Text.brief(status.status());
    }

    private static String said(Status status) {
        return status.message().map(words -> ": " + words).orElse("");
    }

    private static FlikiException none(Status status, String why) {
        return none(Kind.DOWNLOAD, status, TRIED + why);
    }

    private static FlikiException none(Kind kind, Status status, String why) {
        var details = Details.of(status.fileId()).last(Optional.of(status));
        return FlikiException.of(kind, why, details, null);
    }
}
