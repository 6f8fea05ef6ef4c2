package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;

import java.util.Optional;
import java.util.function.Supplier;

/** Shared by all requests of a run: when a refusal is about the key, and not about one id. */
final class KeyCheck {

    private Optional<String> known = Optional.empty();

    /** How the look-up of one id ends; throws what ends the whole run. */
    Outcome outcome(String id, Supplier<Status> lookUp) {
        try {
            var status = lookUp.get();
            answered(id);
            return Outcome.of(status);
        } catch (FlikiException e) {
            if (failed(e)) {
                throw e;
            }
            return Outcome.of(id, e);
        }
    }

    private static boolean tlsRefused(FlikiException e) {
        return e.kind() == Kind.NETWORK && !e.retryable();
    }

    /** An id was answered: whatever comes later, the key is good. */
    synchronized void answered(String id) {
        known = Optional.of(id);
    }

    /** The id that was answered last. */
    synchronized Optional<String> known() {
        return known;
    }

    /**
     * Takes a failure in; gives whether it ends the whole run: 401 and a TLS refusal always, 403
     * only before any answer. A refused id is an answer, for the key was taken; trouble on the way
     * to the API (5xx, no JSON) is not.
     */
    synchronized boolean failed(FlikiException e) {
        if (e.kind() == Kind.UNAUTHORIZED || tlsRefused(e)) {
            return true;
        }
        if (e.kind() == Kind.FORBIDDEN) {
            return known.isEmpty();
        }
        if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.BAD_REQUEST) {
            known = e.fileId().or(() -> known);
        }
        return false;
    }
}
