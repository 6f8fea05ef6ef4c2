package fliki;

import static java.util.Objects.requireNonNull;

import org.json.JSONObject;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * One answer of the API about one file.
 *
 * @param fileId the id that was asked for
 * @param state the state, {@link State#UNKNOWN} for a word this version does not know
 * @param status the API's own word for the state
 * @param progress percent done as the API reports it, not clamped; empty where it reports none
 * @param download the address of the finished file, as sent; empty until there is one. Fliki
 *     deletes files after three hours (README of github.com/nine-thirty-five/fliki-api, 2024)
 * @param json the API's object on one line: {@code fileId}, {@code status}, {@code progress} (a
 *     number or absent), {@code download}, then its other fields by name
 */
public record Status(
        String fileId,
        State state,
        String status,
        OptionalDouble progress,
        Optional<String> download,
        String json) {

    /** A server could move the cursor of a terminal with them. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    public Status {
        requireNonNull(fileId, "fileId");
        requireNonNull(state, "state");
        requireNonNull(status, "status");
        requireNonNull(progress, "progress");
        requireNonNull(download, "download");
        requireNonNull(json, "json");
    }

    /** Whether the generation has ended, well or badly: see {@link State#finished()}. */
    public boolean finished() {
        return state.finished();
    }

    /**
     * Progress within 0 to 100 for people to read, such as {@code "45%"}; empty without progress.
     */
    public Optional<String> percent() {
        return progress.isEmpty()
                ? Optional.empty()
                : Optional.of((int) Math.max(0, Math.min(100, progress.getAsDouble())) + "%");
    }

    /** {@link #json()} with the place of the downloaded file as its last field, {@code file}. */
    public String json(Path file) {
        return json.substring(0, json.length() - 1)
                + ",\"file\":"
                + JSONObject.quote(file.toString())
                + "}";
    }

    /** One line for people: id, word, percent, link. */
    @Override
    public String toString() {
        var line =
                fileId
                        + " "
                        + status
                        + percent().map(p -> " " + p).orElse("")
                        + download.map(d -> " " + d).orElse("");
        return CONTROLS.matcher(line).replaceAll("");
    }
}
