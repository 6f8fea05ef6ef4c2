package fliki;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How one id of many ended: with a status, or with a failure of its own. Exactly one of the two is
 * present.
 *
 * @param fileId the id as it was given
 * @param status the answer
 * @param failure why there is none
 */
public record Outcome(String fileId, Optional<Status> status, Optional<FlikiException> failure) {

    public Outcome {
        requireNonNull(fileId, "fileId");
        if (status.isPresent() == failure.isPresent()) {
            throw new IllegalArgumentException("an outcome is a status or a failure: " + fileId);
        }
    }

    static Outcome of(Status status) {
        return new Outcome(status.fileId(), Optional.of(status), Optional.empty());
    }

    static Outcome of(String fileId, FlikiException failure) {
        return new Outcome(fileId, Optional.empty(), Optional.of(failure));
    }

    /** The status; throws the failure where there is none. */
    public Status get() {
        return status.orElseThrow(failure::get);
    }
}
