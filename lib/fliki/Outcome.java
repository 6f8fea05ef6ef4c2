package fliki;

import static java.util.Objects.requireNonNull;

import org.json.JSONStringer;

import java.nio.file.Path;
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

    /** An id that was answered. */
    public static Outcome of(Status status) {
        return new Outcome(status.fileId(), Optional.of(status), Optional.empty());
    }

    /** An id that was not. */
    public static Outcome of(String fileId, FlikiException failure) {
        return new Outcome(fileId, Optional.empty(), Optional.of(failure));
    }

    /** The status; throws the failure where there is none. */
    public Status get() {
        return status.orElseThrow(failure::get);
    }

    /**
     * One JSON object on one line: {@link Status#json()}, or {@code
     * {"fileId":...,"error":{"kind":..., "message":...,"httpStatus":...,"retryable":...}}}.
     */
    public String json() {
        return json(Optional.empty());
    }

    /** The same, with the place of the downloaded file as {@code file} behind a status. */
    public String json(Optional<Path> file) {
        return status.map(s -> file.map(f -> s.json(f)).orElseGet(s::json))
                .orElseGet(() -> error(failure.orElseThrow()));
    }

    private String error(FlikiException e) {
        var line = new JSONStringer();
        line.object().key("fileId").value(fileId).key("error").object();
        line.key("kind").value(e.kind().word()).key("message").value(e.getMessage());
        e.httpStatus().ifPresent(http -> line.key("httpStatus").value(http));
        line.key("retryable").value(e.retryable());
        return line.endObject().endObject().toString();
    }
}
