package fliki.internal.text;

import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONParserConfiguration;
import org.json.JSONTokener;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads JSON strictly, and writes that of a status with its fields in an order of their own. */
public final class Json {

    private static final int DEEPEST = 64;

    /** As developer.fliki.ai/docs/api/generate/status lists them. */
    private static final List<String> DOCUMENTED =
            List.of("fileId", "status", "progress", "download");

    private Json() {}

    /**
     * The object that a text holds, and nothing else.
     *
     * @throws JSONException where it holds another thing; says where, for people
     */
    public static JSONObject strict(String text) {
        if (!readable(text)) {
            throw new JSONException(
                    "control characters in a text, or nesting deeper than " + DEEPEST);
        }
        var strict = new JSONParserConfiguration().withStrictMode(true);
        return new JSONObject(new JSONTokener(text, strict), strict);
    }

    /**
     * Whether the parser can read a text: it takes control characters for text and nesting of any
     * depth, up to the end of its stack.
     */
    private static boolean readable(String text) {
        var depth = 0;
        var quoted = false;
        for (int i = 0; i < text.length() && depth <= DEEPEST; i++) {
            var c = text.charAt(i);
            if (quoted && c < ' ') {
                return false;
            }
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
            }
        }
        return depth <= DEEPEST;
    }

    /** The object, its documented fields first, then the others by name, then these. */
    public static String line(JSONObject object, String... last) {
        var end = List.of(last);
        var others =
                object.keySet().stream()
                        .filter(field -> !DOCUMENTED.contains(field) && !end.contains(field))
                        .sorted();
        return Stream.of(DOCUMENTED.stream(), others, end.stream())
                .flatMap(fields -> fields)
                .filter(object::has)
                .map(field -> JSONObject.quote(field) + ":" + value(object, field))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(JSONObject object, String field) {
        return JSONObject.valueToString(object.get(field));
    }
}
