package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Generation;
import fliki.csv.TextsRun.Attempt;
import fliki.csv.TextsRun.Started;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Starts generations, each at most once: Fliki takes credits for each, and nothing says that it
 * recognises a repeated request. Whether a failed request may have started something is decided
 * here; only what surely started nothing is sent again.
 */
final class Generator {

    /** So many uncertain rows, one after the other, end a run: more would only join them. */
    private static final int UNCERTAIN_IN_A_ROW = 3;

    /** Asks once for a generation; gives the ids of what was started. */
    interface Request {

        /**
         * Sends it.
         *
         * @param sending to be called when it is its turn
         * @param release to be asked before the body goes out; where it says no, nothing of it may
         */
        List<String> send(Generation generation, Runnable sending, BooleanSupplier release);
    }

    private final Request request;
    private final Time time;
    private final KeyCheck keyCheck;
    private final Outage outage;
    private int uncertain;

    Generator(Request request, Time time, KeyCheck keyCheck, Outage outage) {
        this.request = request;
        this.time = time;
        this.keyCheck = keyCheck;
        this.outage = outage;
    }

    /** One request; UNCERTAIN where it may have started something though no good answer came. */
    List<String> once(Generation generation, Attempt attempt) {
        var begun = new AtomicBoolean();
        var kept = new AtomicBoolean(true);
        Runnable sending =
                () -> {
                    attempt.sending();
                    begun.set(true);
                };
        // Says yes to who asks first: to the client, which sends the body, or to us, who gave the
        // client up, which it may not have noticed.
        BooleanSupplier release = () -> kept.getAndSet(false);
        try {
            return request.send(generation, sending, release);
        } catch (FlikiException e) {
            var withheld = release.getAsBoolean();
            if (!withheld && !refused(e)) {
                throw uncertain(e);
            }
            if (begun.get()) {
                attempt.notStarted();
            }
            throw e;
        }
    }

    /** Whether a server has said that it will not do it. */
    private static boolean refused(FlikiException e) {
        return switch (e.kind()) {
            case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, BAD_REQUEST, RATE_LIMITED -> true;
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

    /**
     * How the start of one row ends. Without a connection, and when it is too quick, it waits and
     * asks again; throws what ends the whole run, which leaves the row as it was.
     */
    Started start(Generation generation, Attempt attempt) {
        if (uncertain == UNCERTAIN_IN_A_ROW) {
            var reason = "no good answer " + UNCERTAIN_IN_A_ROW + " times in a row: stopped";
            throw FlikiException.of(Kind.UNCERTAIN, reason, Details.NONE, null);
        }
        while (true) {
            sleep(Duration.between(time.now(), outage.over()));
            var sent = time.now();
            try {
                return started(once(generation, attempt));
            } catch (FlikiException e) {
                if (endsRow(e)) {
                    return Started.failed(e);
                }
                outage.failed(e, sent);
            }
        }
    }

    private Started started(List<String> ids) {
        uncertain = 0;
        keyCheck.answered(ids.get(0));
        outage.answered();
        return Started.of(ids);
    }

    /** Whether a failure is about this row alone; throws it if it ends the run. */
    private boolean endsRow(FlikiException e) {
        if (e.kind() == Kind.UNCERTAIN) {
            uncertain++;
            e.httpStatus().ifPresent(http -> outage.answered());
            return true;
        }
        var noTemplate = e.kind() == Kind.NOT_FOUND && keyCheck.known().isEmpty();
        if (keyCheck.failed(e) || noTemplate || Thread.currentThread().isInterrupted()) {
            throw e;
        }
        if (Outage.silent(e)) {
            return false;
        }
        uncertain = 0;
        outage.answered();
        return true;
    }

    private void sleep(Duration wait) {
        try {
            time.sleep(wait);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e, "", Details.NONE);
        }
    }
}
