package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.AnswerJson.NoAnswer;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.http.RetryAfter;
import fliki.internal.http.Transport;
import fliki.internal.text.Text;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads an answer: a status, the ids of started generations, or a failure with the server's words.
 * Fliki documents no status codes; their meaning is an assumption.
 *
 * @param url the base URL
 * @param key is removed from every text of the server
 */
record Answers(URI url, ApiKey key, Time time) {

    /** Reads the body of a good answer. */
    interface Reader<T> {
        T read(String body) throws NoAnswer;
    }

    /** Reads an answer about a generation; throws a failure where there is no good answer. */
    <T> T read(Transport.Reply reply, Details asked, Reader<T> reader) {
        return read(reply, asked, "is the template's id right?", Transport.LARGEST, reader);
    }

    /**
     * The same for any answer.
     *
     * @param hint what a person should check after a 404 that is not about a file
     * @param largest how many bytes of a body are read
     */
    <T> T read(Transport.Reply reply, Details asked, String hint, int largest, Reader<T> reader) {
        var retryAfter = retryAfter(reply);
        var answered = asked.http(reply.status(), retryAfter);
        if (reply.status() == 429) {
            throw limited(asked, "429", retryAfter);
        }
        if (reply.status() / 100 != 2) {
            throw refused(reply, answered, hint);
        }
        try {
            return reader.read(text(reply, asked, largest));
        } catch (NoAnswer e) {
            var reason = "Fliki sent " + e.getMessage() + " (" + reply.status() + ")";
            throw FlikiException.of(Kind.BAD_RESPONSE, reason, answered, e);
        }
    }

    /** How long the server asks to wait. */
    Optional<Duration> retryAfter(Transport.Reply reply) {
        return RetryAfter.of(reply.retryAfter(), reply.date(), time.now());
    }

    /** A 429, or a request that was not sent because an earlier 429 asks to wait. */
    FlikiException limited(Details asked, String came, Optional<Duration> retryAfter) {
        return FlikiException.of(
                Kind.RATE_LIMITED,
                "too many requests (" + came + ")" + until(retryAfter),
                asked.http(429, retryAfter),
                null);
    }

    private String until(Optional<Duration> retryAfter) {
        return retryAfter
                .map(wait -> "; Fliki asks to wait until " + Text.clock(time.now().plus(wait)))
                .orElse("");
    }

    /** The text of the body without the key. */
    private String text(Transport.Reply reply, Details asked, int largest) throws NoAnswer {
        if (reply.body().length > largest) {
            throw new NoAnswer("more than " + largest / 1024 + " KiB", null);
        }
        return key.redacted(AnswerJson.text(reply.body()), asked.fileId().orElse(""));
    }

    private FlikiException refused(Transport.Reply reply, Details answered, String hint) {
        // The beginning of a page is enough, whatever its encoding and length.
        var body = key.redacted(new String(reply.body(), UTF_8), answered.fileId().orElse(""));
        var firewall = firewall(reply, body);
        var kind = firewall ? Kind.SERVER : kind(reply.status());
        var reason =
                firewall
                        ? "something before Fliki, such as a firewall, refused (%d)"
                                .formatted(reply.status())
                        : reason(kind, reply, answered, hint, AnswerJson.said(body));
        var cause = firewall ? new NoAnswer("a page of something before it", null) : null;
        return FlikiException.of(kind, reason + until(answered.retryAfter()), answered, cause);
    }

    /** Whether something before the API, such as a firewall, has refused. */
    static boolean isFirewall(FlikiException e) {
        return e.kind() == Kind.SERVER && e.getCause() instanceof NoAnswer;
    }

    /** Assumed: the API itself sends no pages. Cloudflare names its own refusals in a header. */
    private static boolean firewall(Transport.Reply reply, String body) {
        return (reply.status() == 403 || reply.status() == 503)
                && (reply.mitigated() || AnswerJson.html(body));
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            case 408, 425 -> Kind.SERVER;
            default ->
                    switch (status / 100) {
                        case 4 -> Kind.BAD_REQUEST;
                        case 5 -> Kind.SERVER;
                        default -> Kind.BAD_RESPONSE;
                    };
        };
    }

    private String reason(
            Kind kind, Transport.Reply reply, Details asked, String hint, Optional<String> words) {
        var said = "(" + reply.status() + words.map(text -> ": " + text).orElse("") + ")";
        return switch (kind) {
            case UNAUTHORIZED -> "the API key is refused (401); check it";
            case FORBIDDEN -> "refused " + said + "; this key or its plan may not do that";
            case NOT_FOUND -> notFound(asked.fileId().isPresent(), said, hint);
            case BAD_REQUEST ->
                    reply.status() == 407
                            ? "a proxy asks for a password (407): use a local proxy that adds it"
                            : "refused " + said;
            case SERVER -> "trouble on the side of Fliki " + said;
            default ->
                    reply.status() / 100 == 3
                            ? "a redirect" + target(reply) + " is not followed; the key stays here"
                            : "an unexpected answer " + said;
        };
    }

    /** Assumed: the API's 404 mentions a file; the 404 of another server does not. */
    private String notFound(boolean ofFile, String said, String hint) {
        var words = said.toLowerCase(Locale.ROOT);
        var meant = words.contains("file") || !ofFile && words.contains("template");
        if (!url.equals(Settings.FLIKI) && !words.equals("(404)") && !meant) {
            var path = url.getPath().isEmpty() ? ", without /v1?" : "?";
            return "nothing there " + said + "; is " + url + " the address of the API" + path;
        }
        return ofFile
                ? "unknown id (404); mistyped, or deleted by Fliki"
                : "not found " + said + "; " + hint;
    }

    /** The host that a redirect leads to. */
    private String target(Transport.Reply reply) {
        try {
            var host = URI.create(reply.location().orElse("")).getHost();
            return host == null ? "" : " to " + key.redacted(Text.brief(host), "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
