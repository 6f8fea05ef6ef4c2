package fliki;

/** The kinds of failure that {@link Patience} tells apart. */
enum Trouble {
    /** No connection, no answer in time, or one that broke off. */
    NOTHING,
    /** 429. */
    TOO_MANY,
    /** A temporary 5xx or 4xx, such as 503 or 408. */
    SERVER,
    /** A 2xx without an answer: a page, nothing, half a JSON text, no status. */
    NO_ANSWER,
    /** 401. */
    KEY,
    /** 403 of the API. */
    FORBIDDEN,
    /** A refusal by something before the API, such as a firewall. */
    FIREWALL,
    /** 404. */
    UNKNOWN_ID,
    /** Any other refusal: 400, 422, a redirect, a lasting 5xx. */
    REFUSED,
    /** A certificate or protocol that TLS refuses. */
    TLS,
    /** A file that is not there yet; the download limits the tries. */
    NOT_YET,
    /** A start that may have happened. */
    UNCERTAIN,
    /** No request failed: there is no file, or the generation has failed. */
    FINAL;

    static Trouble of(FlikiException e) {
        var http = e.httpStatus().orElse(0);
        return switch (e.kind()) {
            case NETWORK -> e.retryable() ? NOTHING : TLS;
            case TIMEOUT -> NOTHING;
            case RATE_LIMITED -> TOO_MANY;
            case SERVER -> Answers.isFirewall(e) ? FIREWALL : ofServer(e);
            case BAD_RESPONSE -> http / 100 == 2 ? NO_ANSWER : REFUSED;
            case UNAUTHORIZED -> KEY;
            case FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> UNKNOWN_ID;
            case BAD_REQUEST -> REFUSED;
            case UNCERTAIN -> UNCERTAIN;
            case NOT_FINISHED -> NOT_YET;
            case GENERATION_FAILED, DOWNLOAD -> FINAL;
        };
    }

    private static Trouble ofServer(FlikiException e) {
        return e.retryable() ? SERVER : REFUSED;
    }

    /** Whether the API refuses the id, or the key for it. */
    boolean isRefusal() {
        return switch (this) {
            case KEY, FORBIDDEN, UNKNOWN_ID, REFUSED -> true;
            default -> false;
        };
    }

    /** Whether the API itself has answered, if only with a refusal. */
    boolean ofTheApi() {
        return switch (this) {
            case NOTHING, TOO_MANY, FIREWALL, TLS, UNCERTAIN -> false;
            default -> true;
        };
    }
}
