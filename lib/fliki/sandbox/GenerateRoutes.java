package fliki.sandbox;

import org.json.JSONException;
import org.json.JSONObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Answers the requests that start generations. Their ids begin with that of the template, or with
 * the name of the video, so that these choose the plot.
 */
final class GenerateRoutes {
    private final Jobs jobs;

    GenerateRoutes(Jobs jobs) {
        this.jobs = jobs;
    }

    Answer answer(String path, String body) {
        try {
            var json = new JSONObject(body);
            return switch (path.substring(path.lastIndexOf('/'))) {
                case "/video" -> videos(json);
                case "/audio" -> audio(json);
                default -> template(json);
            };
        } catch (JSONException e) {
            return Answer.message(400, "The body is no JSON object");
        }
    }

    private Answer template(JSONObject body) {
        var template = body.optString("fileId");
        if (template.isBlank()) {
            return Answer.message(400, "fileId is required");
        }
        return Plot.of(template) == Plot.MISSING
                ? Answer.message(404, "No template has this id")
                : Answer.json(200, Map.of("fileId", jobs.start(template)));
    }

    private Answer audio(JSONObject body) {
        return body.optString("content").isBlank()
                ? Answer.message(400, "content is required")
                : Answer.json(200, Map.of("fileId", jobs.start("audio")));
    }

    private Answer videos(JSONObject body) {
        var payload = body.optJSONArray("payload");
        if (payload == null || payload.isEmpty()) {
            return Answer.message(400, "payload is required");
        }
        // A name is free text, an id is not.
        var prefix = Plot.NO_ID.matcher(body.optString("file", "video")).replaceAll("_");
        List<String> ids = new ArrayList<>();
        payload.forEach(one -> ids.add(jobs.start(prefix)));
        return Answer.json(200, Map.of("data", Map.of("filesCreated", ids)));
    }
}
