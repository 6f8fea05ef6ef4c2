package fliki;

import fliki.internal.text.Json;
import fliki.internal.text.Text;

import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Reads the JSON of the API, strictly in form and leniently in content.
 *
 * <p>The fields {@code fileId}, {@code status}, {@code progress} and {@code download} are
 * documented at developer.fliki.ai/docs/api/generate/status, and {@code {"fileId":ID}} as the
 * answer to a start at docs/api/generate/template there. {@code {"data":{"filesCreated":[ID,...]}}}
 * was seen in a public client of the video endpoint (2026). Numbers sent as text and the other way
 * round, {@code null} for an absent field and an envelope {@code {"success":true,"data":{...}}} are
 * assumptions.
 */
final class AnswerJson {

    /** Characters of an answer to a start that are shown: room for some thirty ids. */
    private static final int LONGEST = 1000;

    /** Where servers say why they refuse, the likeliest first; an assumption. */
    private static final List<String> REASONS =
            List.of(
                    "message",
                    "error",
                    "detail",
                    "title",
                    "errors",
                    "msg",
                    "reason",
                    "errorMessage",
                    "failureReason");

    /** The same beside a status, where other fields are about the generation: its title, say. */
    private static final List<String> REASONS_OF_A_STATUS =
            List.of("message", "error", "reason", "errorMessage", "failureReason");

    private static final Pattern PAGE = Pattern.compile("[\\s\uFEFF]*<");

    private AnswerJson() {}

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
        var download = link(answer);
        var json = json(answer, fileId, word, progress, download);
        return new Status(
                fileId,
                State.of(word),
                word,
                progress,
                download,
                reason(answer, REASONS_OF_A_STATUS),
                json,
                Optional.empty());
    }

    private static JSONObject parse(String body) throws NoAnswer {
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

    private static void checkSuccess(JSONObject answer) throws NoAnswer {
        if (Boolean.FALSE.equals(answer.opt("success"))) {
            var why = reason(answer, REASONS).map(m -> ": " + m).orElse(" without a reason");
            throw new NoAnswer("a failure" + why, null);
        }
    }

    private static String noStatus(JSONObject answer) {
        return "an answer without a status" + reason(answer, REASONS).map(m -> ": " + m).orElse("");
    }

    private static Optional<String> word(JSONObject answer, String field) {
        return word(answer.opt(field));
    }

    private static Optional<String> word(Object value) {
        return Optional.ofNullable(value)
                .filter(word -> word instanceof String)
                .map(word -> ((String) word).strip())
                .filter(word -> !word.isEmpty());
    }

    private static void checkAbout(String fileId, JSONObject answer) throws NoAnswer {
        var about = about(answer).filter(id -> !id.equals(fileId.strip()));
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

    /** An official sample of June 2024 has the link in {@code file}. */
    private static Optional<String> link(JSONObject answer) {
        var file = word(answer, "file").filter(text -> text.matches("(?is)https?://.*"));
        return word(answer, "download").or(() -> file);
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
        if (word(answer, "download").isEmpty() && download.isPresent()) {
            answer.remove("file"); // ours is the path of what was downloaded
        }
        answer.put("download", download.orElse(null)); // null takes the field away
        return Json.line(answer);
    }

    /** The JSON of any endpoint, as it came. */
    static String any(String body) throws NoAnswer {
        if (body.isBlank()) {
            throw new NoAnswer("an empty body", null);
        }
        try {
            Json.strict("{\"answer\":" + body + "}"); // a list, say, is JSON, too
            return body;
        } catch (JSONException e) {
            throw new NoAnswer(html(body) ? "an HTML page" : "no JSON", e);
        }
    }

    /**
     * The ids of what a request has started, at least one. What is no good answer is shown, as
     * there may be ids in it: those cost something.
     */
    static List<String> ids(String body) throws NoAnswer {
        try {
            return readIds(body);
        } catch (NoAnswer e) {
            var shown = body.isBlank() || html(body) ? "" : ": " + body;
            throw new NoAnswer(e.getMessage() + Text.cut(Text.line(shown), LONGEST), e);
        }
    }

    private static List<String> readIds(String body) throws NoAnswer {
        var whole = parse(body);
        checkSuccess(whole);
        var data = whole.optJSONObject("data");
        var answer = data == null ? whole : data;
        var created = answer.optJSONArray("filesCreated");
        var ids = ids(created == null ? new JSONArray().put(answer.opt("fileId")) : created);
        if (ids.isEmpty()) {
            throw new NoAnswer("an answer without an id", null);
        }
        return ids;
    }

    /** Empty where one of them is no id. */
    private static List<String> ids(JSONArray values) {
        var ids = new ArrayList<String>();
        for (var value : values) {
            var id = value instanceof String || value instanceof Number ? ("" + value).strip() : "";
            var readable = !id.isEmpty() && Text.visible(id).equals(id);
            if (!readable || id.equals(ApiKey.WITHHELD)) {
                return List.of();
            }
            ids.add(id);
        }
        return ids;
    }

    /** Why a server refuses, as a short line; empty where its answer says nothing. */
    static Optional<String> said(String body) {
        if (html(body)) {
            return Optional.of("an HTML page");
        }
        try {
            var answer = parse(body);
            return reason(answer, REASONS)
                    .or(() -> Optional.of(Text.brief(body)).filter(text -> !answer.isEmpty()));
        } catch (NoAnswer e) {
            return Optional.of(Text.brief(body)).filter(text -> !text.isEmpty());
        }
    }

    private static Optional<String> reason(JSONObject answer, List<String> fields) {
        return fields.stream()
                .flatMap(field -> reason(answer, field).stream())
                .map(Text::brief)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** What one field says; a detail says it under its title. */
    private static Optional<String> reason(JSONObject answer, String field) {
        var said = reason(answer.opt(field));
        return field.equals("detail")
                ? said.map(detail -> word(answer, "title").map(t -> t + ": ").orElse("") + detail)
                : said;
    }

    /** A text says it itself, an object in one of its fields, a list in its first part. */
    private static Optional<String> reason(Object value) {
        if (value instanceof JSONObject object) {
            return reason(object, REASONS);
        }
        return value instanceof JSONArray list ? reason(list.opt(0)) : word(value);
    }

    /** Whether this is a page, and not an answer of the API. */
    static boolean html(String body) {
        return PAGE.matcher(body).lookingAt();
    }

    /** Says, in the words that follow "Fliki sent", why a body is no answer. */
    static final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1;

        NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
