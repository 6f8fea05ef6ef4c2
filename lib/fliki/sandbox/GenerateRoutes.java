package fliki.sandbox;

import org.json.JSONException;
import org.json.JSONObject;
import org.mockserver.model.HttpRequest;
import org.mockserver.model.HttpResponse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers the requests that start generations. Their ids begin with that of the template, or with
 * the name of the video, so that these choose the plot.
 */
final class GenerateRoutes {
    private static final String TEMPLATE = "/v1/generate/template";
    private static final String VIDEO = "/v1/generate/video";

    static final Set<String> PATHS = Set.of(TEMPLATE, VIDEO);

    private final Jobs jobs;

    GenerateRoutes(Jobs jobs) {
        this.jobs = jobs;
    }

    HttpResponse answer(HttpRequest request) {
        try {
            var body = new JSONObject(String.valueOf(request.getBodyAsString()));
            return request.getPath().getValue().equals(VIDEO) ? videos(body) : template(body);
        } catch (JSONException e) {
            return Routes.message(400, "The body is no JSON object");
        }
    }

    private HttpResponse template(JSONObject body) {
        var template = body.optString("fileId");
        if (template.isBlank()) {
            return Routes.message(400, "fileId is required");
        }
        return Plot.of(template) == Plot.MISSING
                ? Routes.message(404, "No template has this id")
                : Routes.json(200, Map.of("fileId", jobs.start(template)));
    }

    private HttpResponse videos(JSONObject body) {
        var payload = body.optJSONArray("payload");
        if (payload == null || payload.isEmpty()) {
            return Routes.message(400, "payload is required");
        }
        List<String> ids = new ArrayList<>();
        payload.forEach(one -> ids.add(jobs.start(body.optString("file", "video"))));
        return Routes.json(200, Map.of("data", Map.of("filesCreated", ids)));
    }
}
