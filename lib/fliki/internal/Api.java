package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Status;
import fliki.internal.http.RetryAfter;
import fliki.internal.http.Transport;
import fliki.internal.text.Text;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The status endpoint: {@code GET /generate/status?fileId=...} with the key as a bearer token, as
 * documented at developer.fliki.ai/docs/api/generate/status.
 */
final class Api {

    private final URI url;
    private final ApiKey key;
    private final Transport transport;
    private final Warmup warmup;
    private final Pace pace;
    private final Pace.Lane lane;
    private final Time time;

    Api(URI url, ApiKey key, Transport transport, Warmup warmup, Pace pace, Time time) {
        this.url = url;
        this.key = key;
        this.transport = transport;
        this.warmup = warmup;
        this.pace = pace;
        lane = pace.lane();
        this.time = time;
    }

    /** Asks once, when it is this request's turn; an empty id is refused without asking. */
    Status look(String fileId) {
        if (fileId.isBlank()) {
            throw FlikiException.of(Kind.BAD_REQUEST, "the id is empty", Details.NONE, null);
        }
        try {
            var sent = turn(fileId);
            return read(fileId, transport.look(address(fileId), headers()), sent);
        } catch (IOException e) {
            var host = url.getRawAuthority() + transport.through(url);
            throw Failures.of(e, "", host, Details.of(fileId));
        } finally {
            warmup.ended();
        }
    }

    private Instant turn(String fileId) {
        try {
            warmup.await();
            return lane.await();
        } catch (Pace.LockedOut e) {
            throw limited(fileId, "not sent", Optional.of(e.pause()));
        } catch (InterruptedException e) {
            throw Failures.interrupted(e, "", Details.of(fileId));
        }
    }

    private String address(String fileId) {
        return url + "/generate/status?fileId=" + Text.encoded(fileId);
    }

    private Map<String, String> headers() {
        return Map.of(
                "Authorization", key.bearer(),
                "Content-Type", "application/json",
                "Accept", "application/json");
    }

    private Status read(String fileId, Transport.Reply reply, Instant sent) {
        var clock = reply.date().flatMap(RetryAfter::date).orElseGet(time::now);
        var retryAfter = reply.retryAfter().flatMap(h -> RetryAfter.parse(h, clock));
        if (reply.status() == 429) {
            pace.refused(sent, retryAfter);
            throw limited(fileId, "429", retryAfter);
        }
        pace.answered();
        try {
            if (reply.body().length > Transport.LARGEST) {
                throw new StatusJson.NoAnswer("more than 1 MiB", null);
            }
            if (reply.status() / 100 != 2) {
                throw refusal(fileId, reply, retryAfter);
            }
            return StatusJson.status(fileId, text(reply));
        } catch (StatusJson.NoAnswer e) {
            var details = Details.of(fileId).http(reply.status(), retryAfter);
            var reason = "Fliki sent " + e.getMessage() + " (" + reply.status() + ")";
            throw FlikiException.of(kind(reply.status()), reason, details, e);
        }
    }

    private FlikiException refusal(
            String fileId, Transport.Reply reply, Optional<Duration> retryAfter)
            throws StatusJson.NoAnswer {
        var details = Details.of(fileId).http(reply.status(), retryAfter);
        var reason = reason(reply) + until(retryAfter);
        return FlikiException.of(kind(reply.status()), reason, details, null);
    }

    private String reason(Transport.Reply reply) throws StatusJson.NoAnswer {
        var status = reply.status();
        return switch (kind(status)) {
            case UNAUTHORIZED -> "the API key is refused (401); check it";
            case FORBIDDEN ->
                    "refused (403" + said(reply) + "); this key or its plan may not do that";
            case NOT_FOUND -> notFound(reply);
            case BAD_REQUEST -> "refused (" + status + said(reply) + ")";
            case SERVER -> "trouble on the side of Fliki (" + status + said(reply) + ")";
            default -> unexpected(reply);
        };
    }

    /** Assumed: words about an unknown id speak of a file; those of another server do not. */
    private String notFound(Transport.Reply reply) throws StatusJson.NoAnswer {
        var said = said(reply);
        var elsewhere = !url.equals(Settings.FLIKI) && !said.isEmpty();
        var path = url.getPath().isEmpty() ? ", without /v1?" : "?";
        return elsewhere && !said.toLowerCase(Locale.ROOT).contains("file")
                ? "nothing there (404" + said + "); is " + url + " the address of the API" + path
                : "unknown id (404); mistyped, or deleted by Fliki";
    }

    private String unexpected(Transport.Reply reply) throws StatusJson.NoAnswer {
        return reply.status() / 100 == 3
                ? "a redirect" + target(reply) + " is not followed; the key stays here"
                : "an unexpected answer (" + reply.status() + said(reply) + ")";
    }

    private String said(Transport.Reply reply) throws StatusJson.NoAnswer {
        return StatusJson.message(text(reply)).map(words -> ": " + words).orElse("");
    }

    /** The text of an answer without the key. */
    private String text(Transport.Reply reply) throws StatusJson.NoAnswer {
        return key.redacted(StatusJson.text(reply.body()));
    }

    private String target(Transport.Reply reply) {
        try {
            var host = URI.create(reply.location().orElse("")).getHost();
            return host == null ? "" : " to " + key.redacted(Text.brief(host));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Kind kind(int status) {
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

    private FlikiException limited(String fileId, String came, Optional<Duration> retryAfter) {
        return FlikiException.of(
                Kind.RATE_LIMITED,
                "too many requests (" + came + ")" + until(retryAfter),
                Details.of(fileId).http(429, retryAfter),
                null);
    }

    private String until(Optional<Duration> retryAfter) {
        return retryAfter
                .map(wait -> "; Fliki asks to wait until " + Text.clock(time.now().plus(wait)))
                .orElse("");
    }
}
