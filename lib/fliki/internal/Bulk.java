package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * One answer for each of many ids. Trouble with the network and 429 do not count against an id,
 * unless, with the network, other ids are answered meanwhile.
 *
 * @param look asks once about an id
 * @param retries further tries that an id has
 */
record Bulk(
        Function<String, Status> look,
        int retries,
        Time time,
        DoubleSupplier random,
        KeyCheck keyCheck,
        Outage outage) {

    /** How an id ends; throws what ends the whole run, which leaves the id open. */
    Outcome lookUp(String id) {
        int failures = 0;
        while (true) {
            sleep(id, Duration.between(time.now(), outage.over()));
            var sent = time.now();
            try {
                var status = look.apply(id);
                keyCheck.answered(id);
                outage.answered();
                return Outcome.of(status);
            } catch (FlikiException e) {
                failures += report(e, sent) ? 1 : 0;
                if (!e.retryable() || failures > retries || tooLong(e)) {
                    return Outcome.of(id, e);
                }
                sleep(id, failures == 0 ? Duration.ZERO : backoff(failures, e));
            }
        }
    }

    /** Whether a failure counts against its id; throws it if it ends the run. */
    private boolean report(FlikiException e, Instant sent) {
        if (keyCheck.failed(e) || Thread.currentThread().isInterrupted()) {
            throw e;
        }
        if (!Outage.silent(e)) {
            e.httpStatus().ifPresent(http -> outage.answered());
            return true;
        }
        if (e.kind() != Kind.RATE_LIMITED && (outage.answeredSince(sent) || knownIdAnswers())) {
            return true;
        }
        outage.failed(e, sent);
        return false;
    }

    /** Asks again about an id that was answered before, to tell an outage from one bad id. */
    private boolean knownIdAnswers() {
        var known = keyCheck.known();
        if (known.isEmpty()) {
            return false;
        }
        try {
            look.apply(known.get());
        } catch (FlikiException e) {
            if (Outage.silent(e)) {
                return false;
            }
        }
        outage.answered();
        return true;
    }

    private static boolean tooLong(FlikiException e) {
        return e.retryAfter().filter(Backoff::tooLong).isPresent();
    }

    private Duration backoff(int failures, FlikiException e) {
        return Backoff.after(failures, random.getAsDouble(), e.retryAfter());
    }

    private void sleep(String id, Duration wait) {
        try {
            time.sleep(wait);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e, "", Details.of(id));
        }
    }
}
