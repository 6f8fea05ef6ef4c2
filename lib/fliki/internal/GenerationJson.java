package fliki.internal;

import fliki.internal.StatusJson.NoAnswer;
import fliki.internal.text.Text;

import org.json.JSONArray;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the ids of the generations that a request has started.
 *
 * <p>{@code {"fileId":ID}} is documented at developer.fliki.ai/docs/api/generate/template; the
 * samples of github.com/nine-thirty-five/fliki-api (2024) wrap it in {@code data}. {@code
 * {"data":{"filesCreated":[ID,...]}}} was seen in a public client of the video endpoint (2026).
 * Numbers as ids are an assumption.
 */
final class GenerationJson {

    /** Characters of an answer that are shown: room for some thirty ids. */
    private static final int LONGEST = 1000;

    private GenerationJson() {}

    /**
     * The ids, at least one. What is no good answer is shown, as there may be ids in it: those cost
     * something.
     */
    static List<String> ids(String body) throws NoAnswer {
        try {
            return read(body);
        } catch (NoAnswer e) {
            var shown = body.isBlank() || StatusJson.html(body) ? "" : ": " + body;
            throw new NoAnswer(e.getMessage() + Text.cut(Text.line(shown), LONGEST), e);
        }
    }

    private static List<String> read(String body) throws NoAnswer {
        var whole = StatusJson.parse(body);
        StatusJson.checkSuccess(whole);
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
            if (id.isEmpty() || id.contains(" ") || !Text.visible(id).equals(id)) {
                return List.of();
            }
            ids.add(id);
        }
        return ids;
    }
}
