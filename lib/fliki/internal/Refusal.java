package fliki.internal;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import java.net.URI;
import java.util.Locale;

/**
 * What an answer that is not 2xx amounts to, in kind and in words. Fliki documents no codes; what
 * they mean is an assumption.
 *
 * @param url the base URL
 */
record Refusal(URI url, int status, String body) {

    /** What it is about, as far as a program needs to know. */
    Kind kind() {
        return kind(status);
    }

    static Kind kind(int status) {
        return switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            case 408 -> Kind.SERVER;
            case 429 -> Kind.RATE_LIMITED;
            default ->
                    switch (status / 100) {
                        case 4 -> Kind.BAD_REQUEST;
                        case 5 -> Kind.SERVER;
                        default -> Kind.BAD_RESPONSE;
                    };
        };
    }

    /**
     * Why, in words.
     *
     * @param asked with an id where it was asked about one
     * @param target the host that a redirect leads to, as {@code " to HOST"}
     */
    String reason(Details asked, String target) {
        return switch (kind()) {
            case UNAUTHORIZED -> "the API key is refused (401); check it";
            case FORBIDDEN -> "refused (403" + said() + "); this key or its plan may not do that";
            case NOT_FOUND -> notFound(asked.fileId().isPresent());
            case BAD_REQUEST ->
                    status == 407
                            ? "a proxy asks for a password (407): use a local proxy that adds it"
                            : "refused (" + status + said() + ")";
            case SERVER -> "trouble on the side of Fliki (" + status + said() + ")";
            default ->
                    status / 100 == 3
                            ? "a redirect" + target + " is not followed; the key stays here"
                            : "an unexpected answer (" + status + said() + ")";
        };
    }

    /** Assumed: words about an unknown id speak of a file; those of another server do not. */
    private String notFound(boolean ofFile) {
        var words = said().toLowerCase(Locale.ROOT);
        var meant = words.contains("file") || !ofFile && words.contains("template");
        if (!url.equals(Settings.FLIKI) && !words.isEmpty() && !meant) {
            var path = url.getPath().isEmpty() ? ", without /v1?" : "?";
            return "nothing there (404"
                    + said()
                    + "); is "
                    + url
                    + " the address of the API"
                    + path;
        }
        return ofFile
                ? "unknown id (404); mistyped, or deleted by Fliki"
                : "not found (404" + said() + "); is the template's id right?";
    }

    private String said() {
        return StatusJson.message(body).map(words -> ": " + words).orElse("");
    }
}
