package fliki.internal.text;

import org.json.JSONObject;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON of a status on one line, with its fields in an order that does not change. */
public final class Json {

    /** As developer.fliki.ai/docs/api/generate/status lists them. */
    private static final List<String> DOCUMENTED =
            List.of("fileId", "status", "progress", "download");

    private Json() {}

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
