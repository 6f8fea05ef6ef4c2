package fliki.sandbox;

import java.util.Arrays;
import java.util.regex.Pattern;

/** How the life of a job goes, chosen by the prefix of its id. */
enum Plot {
    FAIL("fail-"),
    CANCEL("cancel-"),
    STUCK("stuck-"),
    MISSING("missing-"),
    LIMIT("limit-"),
    FLAKY("flaky-"),
    BUSY("busy-"),
    DONE("done-"),
    SUCCESS("");

    /** The part of its length that a job waits in the queue. */
    private static final double QUEUE = 0.2;

    /** What no id holds: a text with one of these is a piece of CSV or JSON. */
    static final Pattern NO_ID = Pattern.compile("[\"',{}\\[\\]]");

    private final String prefix;

    Plot(String prefix) {
        this.prefix = prefix;
    }

    static Plot of(String id) {
        if (NO_ID.matcher(id).find()) {
            return MISSING;
        }
        return Arrays.stream(values())
                .filter(plot -> id.startsWith(plot.prefix))
                .findFirst()
                .orElseThrow();
    }

    /**
     * What a look finds.
     *
     * @param look 1 for the first look at the job
     * @param part how much of its length the job has lived: 0 at the first look, 1 and more at its
     *     end
     */
    Step step(int look, double part) {
        return switch (this) {
            case FAIL -> job(part, Step.state("error"));
            case CANCEL -> job(part, Step.state("canceled"));
            case STUCK -> Step.state("queued");
            case MISSING -> Step.refused(404, "No file has this id");
            case LIMIT -> look == 1 ? Step.refused(429, "Too many requests") : success(part);
            case FLAKY -> look <= 2 ? Step.refused(503, "Service unavailable") : success(part);
            case BUSY -> success(0.5 + part / 2);
            case DONE -> success(1);
            case SUCCESS -> success(part);
        };
    }

    private static Step success(double part) {
        return job(part, Step.state("success", 100));
    }

    private static Step job(double part, Step end) {
        if (part >= 1) {
            return end;
        }
        return part < QUEUE
                ? Step.state("queued")
                : Step.state("processing", (int) (100 * (part - QUEUE) / (1 - QUEUE)));
    }
}
