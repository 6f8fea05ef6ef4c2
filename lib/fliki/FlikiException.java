package fliki;

import static java.util.Objects.requireNonNull;

import fliki.internal.text.Text;

import org.json.JSONStringer;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import javax.net.ssl.SSLHandshakeException;

/**
 * Why a look-up, a wait, a download or the start of a generation did not give what was asked for.
 *
 * <p>The message begins with the id, where there is one, then says what came back and what to do
 * about it. It never holds the key, a header or a download link. What a program does depends on the
 * kind:
 *
 * <pre>{@code
 * try {
 *     return fliki.poll(id).download().orElseThrow();
 * } catch (FlikiException e) {
 *     switch (e.kind()) {
 *         case NOT_FINISHED -> askAgainTomorrow(id, e.lastStatus());
 *         case UNAUTHORIZED, FORBIDDEN -> tellTheOwnerOfTheKey(e.getMessage());
 *         case UNCERTAIN -> lookIntoTheFlikiLibrary();
 *         default -> log(e.getMessage() + (e.retryable() ? "; try again later" : ""));
 *     }
 * }
 * }</pre>
 */
public final class FlikiException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final Kind kind;
    private final String reason;
    // Null where not known: Optional is not serializable.
    private final String fileId;
    private final Integer httpStatus;
    private final Duration retryAfter;
    private final transient Status lastStatus;

    private FlikiException(Kind kind, String reason, Details details, Throwable cause) {
        super(details.fileId().map(id -> Text.brief(id) + ": ").orElse("") + reason, cause);
        this.kind = requireNonNull(kind, "kind");
        this.reason = requireNonNull(reason, "reason");
        fileId = details.fileId().orElse(null);
        httpStatus = details.httpStatus().isPresent() ? details.httpStatus().getAsInt() : null;
        retryAfter = details.retryAfter().orElse(null);
        lastStatus = details.lastStatus().orElse(null);
    }

    /**
     * A failure.
     *
     * @param reason what came back and what to do about it; the id, where there is one, is put in
     *     front of it
     * @param cause may be null
     */
    public static FlikiException of(Kind kind, String reason, Details details, Throwable cause) {
        return new FlikiException(kind, reason, details, cause);
    }

    /**
     * A generation that may have started, and what to do about it.
     *
     * @param why what is known
     * @param cause may be null
     */
    public static FlikiException uncertain(String why, Details details, Throwable cause) {
        var advice = "; it may have started: look into your Fliki library before asking again";
        return of(Kind.UNCERTAIN, why + advice, details, cause);
    }

    /** What went wrong, as far as a program needs to know. */
    public enum Kind {
        /** 401: the key is wrong or no longer valid. */
        UNAUTHORIZED,
        /** 403 of the API: the key, or its plan, may not do this. */
        FORBIDDEN,
        /** 404: no such file, or no such template. */
        NOT_FOUND,
        /**
         * 400, 402, 422 or another 4xx: the API does not take this id, or this generation. Without
         * an HTTP status: the environment lets no request be made, since a URL or a proxy in it is
         * bad.
         */
        BAD_REQUEST,
        /** 429: too many requests. */
        RATE_LIMITED,
        /**
         * 408, 425 or 5xx: trouble on the side of Fliki. With 403, and a 503 that is a page:
         * something before Fliki, such as a firewall, refused; the key is not at fault.
         */
        SERVER,
        /** No answer: name not found, refused, connection lost, interrupted. */
        NETWORK,
        /** No complete answer within the time that one request has. */
        TIMEOUT,
        /** The generation goes on: a wait used its time up, or there is no file to fetch yet. */
        NOT_FINISHED,
        /** An unusable answer: a page, other JSON, too large, about another file, a redirect. */
        BAD_RESPONSE,
        /**
         * The generation ended in {@code error} or {@code canceled}: there is nothing to download.
         */
        GENERATION_FAILED,
        /** The file could not be fetched or written. */
        DOWNLOAD,
        /**
         * A generation was asked for and no good answer came: it may have started. Look into the
         * Fliki library before asking again, which would cost its credits again.
         */
        UNCERTAIN;

        /** The kind in lower case with dashes, such as {@code not-found}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What is known besides the kind and the reason; every part may be absent.
     *
     * @param fileId the id it happened with
     * @param httpStatus the HTTP status that came back
     * @param retryAfter how long the server asked to wait
     * @param lastStatus the newest status seen of the id before
     */
    public record Details(
            Optional<String> fileId,
            OptionalInt httpStatus,
            Optional<Duration> retryAfter,
            Optional<Status> lastStatus) {

        /** Nothing. */
        public static final Details NONE =
                new Details(
                        Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

        /** The id alone. */
        public static Details of(String fileId) {
            return new Details(
                    Optional.of(fileId), OptionalInt.empty(), Optional.empty(), Optional.empty());
        }

        /** The same with what a server answered. */
        public Details http(int status, Optional<Duration> retryAfter) {
            return new Details(fileId, OptionalInt.of(status), retryAfter, lastStatus);
        }

        /** The same with the newest status seen. */
        public Details last(Optional<Status> status) {
            return new Details(fileId, httpStatus, retryAfter, status);
        }
    }

    private Details details() {
        return new Details(fileId(), httpStatus(), retryAfter(), lastStatus());
    }

    /** The same failure, with the newest status seen before it. */
    public FlikiException last(Optional<Status> status) {
        var same = new FlikiException(kind, reason, details().last(status), getCause());
        same.setStackTrace(getStackTrace());
        return same;
    }

    /**
     * The failure as one JSON object: {@code {"kind":...,"message":...,"httpStatus":...,
     * "retryable":...}}, the HTTP status only if there is one.
     */
    public String json() {
        var line = new JSONStringer();
        line.object().key("kind").value(kind.word()).key("message").value(reason);
        httpStatus().ifPresent(http -> line.key("httpStatus").value(http));
        return line.key("retryable").value(retryable()).endObject().toString();
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Why, and what to do about it, without the id that the message begins with. */
    public String reason() {
        return reason;
    }

    /** The id it happened with. */
    public Optional<String> fileId() {
        return Optional.ofNullable(fileId);
    }

    /** The HTTP status that came back, if any did. */
    public OptionalInt httpStatus() {
        return httpStatus == null ? OptionalInt.empty() : OptionalInt.of(httpStatus);
    }

    /** How long the server asked to wait before the next request, if it did. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * The newest status seen of this id before it went wrong, if there was one; all else but this
     * survives serialisation.
     */
    public Optional<Status> lastStatus() {
        return Optional.ofNullable(lastStatus);
    }

    /**
     * Whether the same request may well succeed later: after a network error, a timeout, 408, 425,
     * 429, 500, 502 to 504, 520 to 530, a firewall's refusal, a 2xx that is no answer, or 202 of a
     * file server; not after a certificate or protocol that TLS refuses.
     */
    public boolean retryable() {
        return switch (kind) {
            case RATE_LIMITED, TIMEOUT -> true;
            case NETWORK -> !(getCause() instanceof SSLHandshakeException);
            case DOWNLOAD -> getCause() instanceof FlikiException cause && cause.retryable();
            case SERVER -> passing(httpStatus().orElse(0));
            case BAD_RESPONSE -> httpStatus().orElse(0) / 100 == 2;
            default -> false;
        };
    }

    /** 403 is that of a firewall here; Cloudflare has 520 to 530. */
    private static boolean passing(int status) {
        return switch (status) {
            case 202, 403, 408, 425, 500, 502, 503, 504 -> true;
            default -> status >= 520 && status <= 530;
        };
    }
}
