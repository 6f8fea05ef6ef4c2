package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Generation;
import fliki.csv.TextsRun.Attempt;
import fliki.csv.TextsRun.Started;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

/**
 * Starts generations, each at most once: Fliki takes credits for each, and nothing says that it
 * recognises a repeated request. What may be sent again is decided here, and only here.
 */
final class Starts {

    /** So many in doubt, one after the other, end a run: there will be more. */
    private static final int DOUBTS = 3;

    /** Asks once for a generation; gives the ids of what was started. */
    interface Request {

        /**
         * Sends it.
         *
         * @param sending to be called right before
         */
        List<String> send(Generation generation, Runnable sending);
    }

    private final Request request;
    private final Time time;
    private final KeyCheck keyCheck;
    private final Outage outage;
    private int doubts;

    Starts(Request request, Time time, KeyCheck keyCheck, Outage outage) {
        this.request = request;
        this.time = time;
        this.keyCheck = keyCheck;
        this.outage = outage;
    }

    /** One request; UNCERTAIN where it may have started something though no good answer came. */
    List<String> once(Generation generation, Attempt attempt) {
        try {
            return request.send(generation, attempt::sending);
        } catch (FlikiException e) {
            if (mayHaveStarted(e)) {
                throw uncertain(e);
            }
            attempt.notStarted();
            throw e;
        }
    }

    /** Whether a request that failed was neither refused in words nor surely kept from Fliki. */
    private static boolean mayHaveStarted(FlikiException e) {
        return switch (e.kind()) {
            case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, BAD_REQUEST, RATE_LIMITED -> false;
            case NETWORK -> !neverArrived(e.getCause());
            default -> true;
        };
    }

    /**
     * No address, no connection or no safe one, no way through a proxy (JDK 17 to 25 say so by a
     * text alone); or interrupted while it waited for its turn.
     */
    private static boolean neverArrived(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof SSLHandshakeException
                || cause instanceof InterruptedException
                || String.valueOf(cause.getMessage()).startsWith("Tunnel failed");
    }

    private static FlikiException uncertain(FlikiException e) {
        var details = Details.NONE;
        if (e.httpStatus().isPresent()) {
            details = details.http(e.httpStatus().getAsInt(), e.retryAfter());
        }
        return FlikiException.uncertain(e.reason(), details, e);
    }

    /**
     * How the start of one row ends. Without a connection, and when it is too quick, it waits and
     * asks again; throws what ends the whole run, which leaves the row as it was.
     */
    Started start(Generation generation, Attempt attempt) {
        if (doubts == DOUBTS) {
            var reason = "no good answer " + DOUBTS + " times in a row: stopped";
            throw FlikiException.of(Kind.UNCERTAIN, reason, Details.NONE, null);
        }
        while (true) {
            sleep(Duration.between(time.now(), outage.over()));
            var sent = time.now();
            try {
                var ids = once(generation, attempt);
                doubts = 0;
                keyCheck.answered(ids.get(0));
                outage.answered();
                return Started.of(ids);
            } catch (FlikiException e) {
                if (endsRow(e)) {
                    return Started.failed(e);
                }
                outage.failed(e, sent);
            }
        }
    }

    /** Whether a failure is about this row alone; throws it if it ends the run. */
    private boolean endsRow(FlikiException e) {
        if (e.kind() != Kind.RATE_LIMITED && e.httpStatus().isPresent()) {
            outage.answered();
        }
        if (e.kind() == Kind.UNCERTAIN) {
            doubts++;
            return true;
        }
        var noTemplate = e.kind() == Kind.NOT_FOUND && keyCheck.known().isEmpty();
        if (keyCheck.failed(e) || noTemplate || Thread.currentThread().isInterrupted()) {
            throw e;
        }
        doubts = 0;
        return !Outage.silent(e);
    }

    private void sleep(Duration wait) {
        try {
            time.sleep(wait);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e, "", Details.NONE);
        }
    }
}
