package fliki;

import fliki.FlikiException.Kind;

import java.util.function.Supplier;

/**
 * What the requests of one run over many ids know together: when a refusal is about the key, and
 * not about one id.
 */
final class Run {

    private boolean answered;

    /** How the look-up of one id ends; throws what ends the whole run. */
    Outcome outcome(String id, Supplier<Status> lookUp) {
        try {
            var status = lookUp.get();
            answered();
            return Outcome.of(status);
        } catch (FlikiException e) {
            if (endedBy(e)) {
                throw e;
            }
            return Outcome.of(id, e);
        }
    }

    /** Tells that an id was answered: whatever comes later, the key is good. */
    synchronized void answered() {
        answered = true;
    }

    /**
     * Whether a failure ends the whole run: 401 always, 403 only before any answer. A refused id is
     * an answer, for the key was taken; trouble on the way to the API (5xx, no JSON) is not.
     */
    synchronized boolean endedBy(FlikiException e) {
        if (e.kind() == Kind.UNAUTHORIZED) {
            return true;
        }
        if (e.kind() == Kind.FORBIDDEN) {
            return !answered;
        }
        answered |= e.kind() == Kind.NOT_FOUND || e.kind() == Kind.BAD_REQUEST;
        return false;
    }
}
