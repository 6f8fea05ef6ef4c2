package fliki.internal;

import fliki.State;
import fliki.Status;
import fliki.internal.text.Json;
import fliki.internal.text.Text;

import org.json.JSONException;
import org.json.JSONObject;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the JSON of the API, strictly in form and leniently in content.
 *
 * <p>The fields {@code fileId}, {@code status}, {@code progress} and {@code download} are
 * documented at developer.fliki.ai/docs/api/generate/status. Numbers sent as text, {@code null} for
 * an absent field and an envelope {@code {"success":true,"data":{...}}} are assumptions.
 */
final class StatusJson {

    private StatusJson() {}

    /** The text of a body; a body that is not UTF-8 is no answer. */
    static String text(byte[] body) throws NoAnswer {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new NoAnswer("text that is not UTF-8", e);
        }
    }

    /** The status of a file that a body holds. */
    static Status status(String fileId, String body) throws NoAnswer {
        var whole = parse(body);
        var answer = unwrapped(whole);
        checkAbout(fileId, whole);
        checkAbout(fileId, answer);
        var word = word(answer, "status").orElseThrow(() -> new NoAnswer(noStatus(answer), null));
        var progress = progress(answer);
        var download = word(answer, "download");
        var json = json(answer, fileId, word, progress, download);
        return new Status(
                fileId,
                State.of(word),
                word,
                progress,
                download,
                message(answer),
                json,
                Optional.empty());
    }

    static JSONObject parse(String body) throws NoAnswer {
        if (body.isBlank()) {
            throw new NoAnswer("an empty body", null);
        }
        try {
            return Json.strict(body);
        } catch (JSONException e) {
            throw new NoAnswer(html(body) ? "an HTML page" : "no JSON object", e);
        }
    }

    private static JSONObject unwrapped(JSONObject answer) throws NoAnswer {
        checkSuccess(answer);
        var data = answer.optJSONObject("data");
        return data != null && !answer.has("status") ? data : answer;
    }

    static void checkSuccess(JSONObject answer) throws NoAnswer {
        if (Boolean.FALSE.equals(answer.opt("success"))) {
            var why = message(answer).map(m -> ": " + m).orElse(" without a reason");
            throw new NoAnswer("a failure" + why, null);
        }
    }

    private static String noStatus(JSONObject answer) {
        return "an answer without a status" + message(answer).map(m -> ": " + m).orElse("");
    }

    private static Optional<String> word(JSONObject answer, String field) {
        return Optional.ofNullable(answer.opt(field))
                .filter(value -> value instanceof String)
                .map(value -> ((String) value).strip())
                .filter(value -> !value.isEmpty());
    }

    private static void checkAbout(String fileId, JSONObject answer) throws NoAnswer {
        var about = about(answer).filter(id -> !id.equalsIgnoreCase(fileId.strip()));
        if (about.isPresent()) {
            var other = Text.brief(about.get());
            throw new NoAnswer("an answer about another file, " + other, null);
        }
    }

    /** The file that an answer names; a number counts as its text. */
    private static Optional<String> about(JSONObject answer) {
        return Optional.ofNullable(answer.opt("fileId"))
                .filter(id -> !JSONObject.NULL.equals(id))
                .map(id -> id.toString().strip())
                .filter(id -> !id.isEmpty());
    }

    private static OptionalDouble progress(JSONObject answer) {
        var number = answer.optDouble("progress", Double.NaN);
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** The API's object with the documented fields as they were read. */
    private static String json(
            JSONObject answer,
            String fileId,
            String status,
            OptionalDouble progress,
            Optional<String> download) {
        answer.put("fileId", fileId).put("status", status);
        answer.remove("progress");
        progress.ifPresent(number -> answer.put("progress", Text.number(number)));
        answer.put("download", download.orElse(null)); // null takes the field away
        return Json.line(answer);
    }

    /** What a body that reports an error says, as a short line; empty where it says nothing. */
    static Optional<String> message(String body) {
        try {
            return message(parse(body));
        } catch (NoAnswer e) {
            return Optional.of(html(body) ? "an HTML page" : Text.brief(body))
                    .filter(text -> !text.isEmpty());
        }
    }

    private static Optional<String> message(JSONObject body) {
        var error = body.optJSONObject("error");
        return word(body, "message")
                .or(() -> word(body, "error"))
                .or(() -> error == null ? Optional.empty() : word(error, "message"))
                .map(Text::brief)
                .filter(text -> !text.isEmpty());
    }

    static boolean html(String body) {
        return body.stripLeading().startsWith("<");
    }

    /** Says, in the words that follow "Fliki sent", why a body is no answer. */
    static final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1;

        NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
