package fliki;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Why a look-up, a wait or a download did not give what was asked for.
 *
 * <p>The message says what was tried, on which id, what came back and what to do next. It never
 * holds the key, a header or a download link.
 */
public final class FlikiException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final Set<Integer> PASSING = Set.of(408, 500, 502, 503, 504);

    private final Kind kind;
    private final transient Details details;

    FlikiException(Kind kind, String message, Details details, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.kind = requireNonNull(kind, "kind");
        this.details = requireNonNull(details, "details");
    }

    /** What went wrong, as far as a program needs to know. */
    public enum Kind {
        /** 401: the key is wrong or no longer valid. */
        UNAUTHORIZED,
        /** 403: the key, or its plan, may not do this. */
        FORBIDDEN,
        /** 404: no such file. */
        NOT_FOUND,
        /** 400, 422 or another 4xx: the API does not take this id. */
        BAD_REQUEST,
        /** 429: too many requests. */
        RATE_LIMITED,
        /** 408 or 5xx: trouble on the side of Fliki. */
        SERVER,
        /** No answer: name not found, refused, connection lost, interrupted. */
        NETWORK,
        /** No complete answer within the request timeout, or a wait that used up its time. */
        TIMEOUT,
        /** An answer that is not one: not JSON, too large, about another file, a redirect. */
        BAD_RESPONSE,
        /**
         * The generation ended in {@code error} or {@code canceled}: there is nothing to download.
         */
        GENERATION_FAILED,
        /** The file could not be fetched or written. */
        DOWNLOAD;

        /** The kind in lower case with dashes, such as {@code not-found}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What is known besides the kind; every part may be absent. */
    record Details(
            Optional<String> fileId,
            OptionalInt httpStatus,
            Optional<Duration> retryAfter,
            Optional<Status> lastStatus) {

        static final Details NONE =
                new Details(
                        Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

        static Details of(String fileId) {
            return new Details(
                    Optional.of(fileId), OptionalInt.empty(), Optional.empty(), Optional.empty());
        }

        Details http(int status, Optional<Duration> retryAfter) {
            return http(OptionalInt.of(status), retryAfter);
        }

        Details http(OptionalInt status, Optional<Duration> retryAfter) {
            return new Details(fileId, status, retryAfter, lastStatus);
        }

        Details last(Optional<Status> status) {
            return new Details(fileId, httpStatus, retryAfter, status);
        }
    }

    /** The same failure, with the newest status seen before it. */
    FlikiException last(Optional<Status> status) {
        return new FlikiException(kind, getMessage(), details.last(status), getCause());
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The id it happened with. */
    public Optional<String> fileId() {
        return details.fileId();
    }

    /** The HTTP status that came back, if any did. */
    public OptionalInt httpStatus() {
        return details.httpStatus();
    }

    /** How long the server asked to wait before the next request, if it did. */
    public Optional<Duration> retryAfter() {
        return details.retryAfter();
    }

    /** The newest status seen of this id before it went wrong, if there was one. */
    public Optional<Status> lastStatus() {
        return details.lastStatus();
    }

    /**
     * Whether the same request may well succeed later: after a network error, a timeout, 408, 429,
     * 500, 502, 503 or 504.
     */
    public boolean retryable() {
        return switch (kind) {
            case RATE_LIMITED, NETWORK, TIMEOUT -> true;
            case DOWNLOAD -> getCause() instanceof FlikiException cause && cause.retryable();
            case SERVER -> PASSING.contains(httpStatus().orElse(0));
            default -> false;
        };
    }
}
