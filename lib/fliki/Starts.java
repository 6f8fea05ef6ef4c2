package fliki;

import fliki.FlikiException.Details;
import fliki.csv.StartRun.Attempt;
import fliki.csv.StartRun.Started;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Starts generations, each at most once: each costs credits, and Fliki does not say that it
 * recognises a repeated request. This class decides whether a failed request may have started
 * something; {@link Patience} decides what follows.
 */
final class Starts {

    /** The endpoints that start a generation. */
    interface Endpoint {

        /** Waits until a request may go out. */
        void awaitTurn();

        /**
         * Sends one; gives the ids of what was started.
         *
         * @param release is asked once before the body goes out; without a yes, nothing is sent
         */
        List<String> start(Generation generation, BooleanSupplier release);
    }

    private final Endpoint endpoint;
    private final Patience patience;

    Starts(Endpoint endpoint, Patience patience) {
        this.endpoint = endpoint;
        this.patience = patience;
    }

    /**
     * The ids of what one generation started.
     *
     * @throws FlikiException UNCERTAIN if it may have started but no good answer came; any other
     *     kind means that nothing has started
     */
    List<String> start(Generation generation) {
        return patience.ask(Asked.aStart(), () -> once(generation, Attempt.UNRECORDED));
    }

    /** Starts one row. Throws the failure that ends the run; the row then stays as it was. */
    Started start(Generation generation, Attempt attempt) {
        return patience.ask(
                Asked.aStart(), () -> Started.of(once(generation, attempt)), Started::failed);
    }

    /** Sends a request that may change something, once; gives the JSON of the answer. */
    String send(Function<BooleanSupplier, String> request) {
        return patience.ask(Asked.aStart(), () -> once(request, Attempt.UNRECORDED));
    }

    private List<String> once(Generation generation, Attempt attempt) {
        return once(release -> endpoint.start(generation, release), attempt);
    }

    private <T> T once(Function<BooleanSupplier, T> request, Attempt attempt) {
        endpoint.awaitTurn();
        attempt.sending();
        var kept = new AtomicBoolean(true);
        // The first caller wins: the HTTP client takes the body and sends it, or we take it so that
        // a late client cannot.
        BooleanSupplier release = () -> kept.getAndSet(false);
        try {
            return request.apply(release);
        } catch (FlikiException e) {
            var withheld = release.getAsBoolean();
            if (!withheld && !refused(e)) {
                throw uncertain(e);
            }
            attempt.notStarted();
            throw e;
        }
    }

    /** Whether the server has refused, so that nothing has started. */
    private static boolean refused(FlikiException e) {
        return switch (Trouble.of(e)) {
            case KEY, FORBIDDEN, UNKNOWN_ID, TOO_MANY, FIREWALL -> true;
            case REFUSED -> e.kind() == FlikiException.Kind.BAD_REQUEST;
            default -> false;
        };
    }

    private static FlikiException uncertain(FlikiException e) {
        var details = Details.NONE;
        if (e.httpStatus().isPresent()) {
            details = details.http(e.httpStatus().getAsInt(), e.retryAfter());
        }
        return FlikiException.uncertain(e.reason(), details, e);
    }
}
