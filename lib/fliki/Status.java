package fliki;

import static java.util.Objects.requireNonNull;

import fliki.internal.text.Json;
import fliki.internal.text.Text;

import org.json.JSONObject;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One answer of the API about one file.
 *
 * @param fileId the id that was asked for
 * @param state the state, {@link State#UNKNOWN} for a word this version does not know
 * @param status the API's own word for the state
 * @param progress percent done as the API reports it, not clamped; empty where it reports none
 * @param download the address of the finished file, as sent; empty until there is one. Fliki
 *     deletes files after three hours (README of github.com/nine-thirty-five/fliki-api, 2024)
 * @param message what Fliki says of it in words, such as why it failed; empty where it says
 *     nothing. Not documented: {@code message}, or {@code error} as text or as an object with a
 *     message
 * @param json the API's object on one line: {@code fileId}, {@code status}, {@code progress} (a
 *     number or absent), {@code download}, then its other fields by name, then {@code file} if it
 *     was fetched
 * @param file where the file is, once it was fetched
 */
public record Status(
        String fileId,
        State state,
        String status,
        OptionalDouble progress,
        Optional<String> download,
        Optional<String> message,
        String json,
        Optional<Path> file) {

    public Status {
        requireNonNull(fileId, "fileId");
        requireNonNull(state, "state");
        requireNonNull(status, "status");
        requireNonNull(progress, "progress");
        requireNonNull(download, "download");
        requireNonNull(message, "message");
        requireNonNull(json, "json");
        requireNonNull(file, "file");
        if (!json.startsWith("{") || !json.endsWith("}") || json.contains("\n")) {
            throw new IllegalArgumentException("json is no object on one line: " + json);
        }
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

    /** The same status with the file that was fetched, in {@link #json()} too. */
    public Status file(Path file) {
        var object = new JSONObject(json).put("file", file.toString());
        var line = Json.line(object, "file");
        var place = Optional.of(file);
        return new Status(fileId, state, status, progress, download, message, line, place);
    }

    /** One line for people: id, word, percent, then the file, the link or what Fliki says of it. */
    @Override
    public String toString() {
        var end = file.map(Path::toString).or(() -> download).or(() -> message);
        return Text.visible(
                fileId
                        + " "
                        + status
                        + percent().map(p -> " " + p).orElse("")
                        + end.map(e -> " " + e).orElse(""));
    }
}
