package fliki;

import static java.util.Objects.requireNonNull;

import fliki.internal.text.Text;

import org.json.JSONObject;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of one id of many: a status, or a failure of its own. Exactly one of the two is there.
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

    /** Where the file is, if it was fetched. */
    public Optional<Path> file() {
        return status.flatMap(Status::file);
    }

    /** The API's word for the state, or the kind of the failure, such as {@code not-found}. */
    public String word() {
        return status.map(Status::status)
                .map(Text::visible)
                .orElseGet(() -> failure.orElseThrow().kind().word());
    }

    /** Whether there is no result: a failure, or a generation that ended badly. */
    public boolean failed() {
        return status.map(s -> s.state().failed()).orElse(true);
    }

    /** Why there is no result, in words and without the id; empty where there is one, or may be. */
    public Optional<String> reason() {
        return failure.map(FlikiException::reason)
                .or(() -> status.filter(s -> failed()).map(Outcome::badEnd));
    }

    private static String badEnd(Status status) {
        return status.message().orElse("it ended in " + Text.brief(status.status()));
    }

    /**
     * One JSON object on one line: {@link Status#json()}, or {@code
     * {"fileId":...,"error":{"kind":..., "message":...,"httpStatus":...,"retryable":...}}}.
     */
    public String json() {
        return status.map(Status::json).orElseGet(() -> error(failure.orElseThrow()));
    }

    private String error(FlikiException e) {
        return "{\"fileId\":" + JSONObject.quote(fileId) + ",\"error\":" + e.json() + "}";
    }

    /** One line for people: the status, with the file in place of its link, or the failure. */
    @Override
    public String toString() {
        return status.map(Status::toString).orElseGet(() -> failure.orElseThrow().getMessage());
    }
}
