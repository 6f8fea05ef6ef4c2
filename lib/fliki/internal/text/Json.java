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

    /** What may follow a backslash (RFC 8259). */
    private static final String ESCAPED = "\"\\/bfnrtu";

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
        checkReadable(text);
        var strict = new JSONParserConfiguration().withStrictMode(true);
        return new JSONObject(new JSONTokener(text, strict), strict);
    }

    /**
     * Refuses what the parser takes and JSON does not have: control characters, escapes such as
     * {@code \\'}, a text behind a NUL; and nesting so deep that the parser's stack would overflow.
     */
    private static void checkReadable(String text) {
        var depth = 0;
        var quoted = false;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' && (quoted || "\t\n\r".indexOf(c) < 0)) {
                throw new JSONException("a control character at " + i);
            }
            if (quoted && c == '\\') {
                i++;
                if (i < text.length() && ESCAPED.indexOf(text.charAt(i)) < 0) {
                    throw new JSONException("a backslash that escapes nothing at " + (i - 1));
                }
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
            }
            if (depth > DEEPEST) {
                throw new JSONException("nesting deeper than " + DEEPEST);
            }
        }
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
