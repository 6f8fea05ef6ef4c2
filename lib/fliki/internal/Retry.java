package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.Notice;
import fliki.internal.text.Text;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Tries again, after a growing wait, what failed in passing.
 *
 * @param retries how many further tries there are
 * @param outage in a run of many: trouble that none of its requests is spared is waited out
 *     together, and costs none of them a try, for two minutes
 */
record Retry(
        int retries,
        Optional<Outage> outage,
        Time time,
        DoubleSupplier random,
        Listeners listeners) {

    /** What the first successful try gives, or the failure of the last one. */
    <T> T call(String fileId, Supplier<T> request) {
        return call(fileId, request, () -> false);
    }

    /** The same for a request that is about no file. */
    <T> T call(Supplier<T> request) {
        return call(Details.NONE, request, () -> false);
    }

    /**
     * The same, with all tries open again whenever the one that failed had {@code moved} things.
     */
    <T> T call(String fileId, Supplier<T> request, BooleanSupplier moved) {
        return call(Details.of(fileId), request, moved);
    }

    private <T> T call(Details about, Supplier<T> request, BooleanSupplier moved) {
        var tries = 0;
        for (int failures = 1; ; failures++) {
            var sent = time.now();
            try {
                var answer = request.get();
                outage.ifPresent(Outage::answered);
                return answer;
            } catch (FlikiException e) {
                var moves = moved.getAsBoolean();
                if (moves) {
                    failures = 1;
                    tries = 0;
                }
                if (moves || !Outage.silent(e)) {
                    outage.ifPresent(Outage::answered);
                }
                if (hopeless(e)) {
                    throw e;
                }
                switch (trouble(e, sent)) {
                    case SHARED -> {}
                    case OWN -> tries++;
                    case WAITED_OUT -> tries = failures;
                }
                if (tries > retries) {
                    throw e;
                }
                sleep(about, failures, e);
            }
        }
    }

    private enum Trouble {
        OWN,
        SHARED,
        WAITED_OUT
    }

    private Trouble trouble(FlikiException e, Instant sent) {
        if (!Outage.silent(e) || outage.isEmpty() || outage.get().answeredSince(sent)) {
            return Trouble.OWN;
        }
        try {
            outage.get().failed(e, sent);
            return Trouble.SHARED;
        } catch (FlikiException over) {
            return Trouble.WAITED_OUT;
        }
    }

    private static boolean hopeless(FlikiException e) {
        return !e.retryable()
                || Thread.currentThread().isInterrupted()
                || e.retryAfter().filter(Backoff::tooLong).isPresent();
    }

    private void sleep(Details about, int failures, FlikiException e) {
        var wait = Backoff.after(failures, random.getAsDouble(), e.retryAfter());
        listeners.notice(
                Notice.Kind.RETRYING,
                about.fileId(),
                e.getMessage() + "; asking again in " + Text.span(wait));
        try {
            time.sleep(wait);
        } catch (InterruptedException interrupt) {
            var details = about.last(e.lastStatus());
            throw Failures.interrupted(interrupt, e.reason() + "; ", details);
        }
    }
}
