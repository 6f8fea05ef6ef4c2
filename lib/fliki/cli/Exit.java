package fliki.cli;

import fliki.FlikiException;
import fliki.State;
import fliki.Status;

import java.util.EnumSet;
import java.util.Set;

/** The exit codes of the command line, the one that wins first, and what leads to which. */
public enum Exit {
    INTERRUPTED(130),
    USAGE(2),
    UNEXPECTED(1),
    KEY(13),
    FAILED(12),
    BAD_END(10),
    UNFINISHED(11),
    OK(0);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }

    /** What all that happened amounts to. */
    static Exit worst(Set<Exit> all) {
        return all.isEmpty() ? OK : EnumSet.copyOf(all).iterator().next();
    }

    /** What the state of a generation amounts to. */
    static Exit of(Status status) {
        if (status.state() == State.SUCCESS) {
            return OK;
        }
        return status.finished() ? BAD_END : UNFINISHED;
    }

    /** What a failure amounts to that ends a whole run, or is about no id. */
    public static Exit ofRun(FlikiException e) {
        return switch (e.kind()) {
            case UNAUTHORIZED, FORBIDDEN -> KEY;
            case BAD_REQUEST -> e.httpStatus().isEmpty() ? USAGE : FAILED;
            default -> FAILED;
        };
    }

    /** What the failure of one id amounts to; the key is then known to be good. */
    static Exit ofId(FlikiException e) {
        return switch (e.kind()) {
            case GENERATION_FAILED -> BAD_END;
            case NOT_FINISHED -> UNFINISHED;
            default -> FAILED;
        };
    }
}
