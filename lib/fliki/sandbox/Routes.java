package fliki.sandbox;

import static org.mockserver.model.HttpResponse.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mockserver.model.HttpRequest;
import org.mockserver.model.HttpResponse;
import org.mockserver.model.JsonBody;
import org.mockserver.model.MediaType;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers the requests: the status endpoint, those that start generations, the finished files, and
 * a 404 for anything else.
 */
final class Routes {
    private static final String STATUS = "/v1/generate/status";
    private static final String FILES = "/files/";

    private final Jobs jobs;
    private final GenerateRoutes generate;
    private final AtomicLong requests = new AtomicLong();

    Routes(Jobs jobs) {
        this.jobs = jobs;
        generate = new GenerateRoutes(jobs);
    }

    long requests() {
        return requests.get();
    }

    HttpResponse answer(HttpRequest request) {
        String path = request.getPath().getValue();
        boolean get = request.getMethod("").equals("GET");
        try {
            if (get && path.equals(STATUS)) {
                return status(request);
            }
            if (request.getMethod("").equals("POST") && GenerateRoutes.PATHS.contains(path)) {
                return authorized(request) ? generate.answer(request) : unauthorized();
            }
            if (get && path.startsWith(FILES) && path.endsWith(".mp4")) {
                return file(request, path.substring(FILES.length(), path.length() - 4));
            }
        } catch (IllegalArgumentException e) {
            return message(400, "Malformed percent-encoding");
        }
        return message(404, "No such endpoint: " + request.getMethod("") + " " + path);
    }

    private HttpResponse status(HttpRequest request) {
        requests.incrementAndGet();
        if (!authorized(request)) {
            return unauthorized();
        }
        String id = fileId(request);
        return id.isEmpty() ? message(400, "fileId is required") : status(request, id);
    }

    private static HttpResponse unauthorized() {
        return message(401, "Missing or wrong API key");
    }

    private static boolean authorized(HttpRequest request) {
        return request.getFirstHeader("Authorization").equals("Bearer " + Sandbox.KEY);
    }

    private HttpResponse status(HttpRequest request, String id) {
        Step step = jobs.look(id);
        return switch (step.code()) {
            case 200 -> json(200, state(request, id, step));
            case 429 -> message(429, step.word()).withHeader("Retry-After", "1");
            case 503 -> page(503, step.word());
            default -> message(step.code(), step.word());
        };
    }

    private static Map<String, Object> state(HttpRequest request, String id, Step step) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("fileId", id);
        state.put("status", step.word());
        step.progress().ifPresent(percent -> state.put("progress", percent));
        if (step.succeeded()) {
            String name = URLEncoder.encode(id, UTF_8).replace("+", "%20");
            state.put("download", "http://" + request.getLocalAddress() + FILES + name + ".mp4");
        } else if (step.word().equals("error")) {
            state.put("message", "The simulated generation failed");
        }
        return state;
    }

    private HttpResponse file(HttpRequest request, String name) {
        if (request.containsHeader("Authorization")) {
            return message(400, "A storage server refuses an Authorization header: the key leaked");
        }
        String id = URLDecoder.decode(name.replace("+", "%2B"), UTF_8);
        return jobs.succeeded(id)
                ? Storage.send(Picture.of(id), request)
                : message(404, "No finished file has this id");
    }

    /** From the raw query: MockServer's own parameters take a leading ! or ? for an operator. */
    private static String fileId(HttpRequest request) {
        var query = request.getQueryStringParameters();
        String raw = query == null ? null : query.getRawParameterString();
        return Arrays.stream(raw == null ? new String[0] : raw.split("&"))
                .filter(pair -> pair.startsWith("fileId="))
                .map(pair -> URLDecoder.decode(pair.substring("fileId=".length()), UTF_8))
                .findFirst()
                .orElse("");
    }

    static HttpResponse message(int code, String message) {
        return json(code, Map.of("message", message));
    }

    static HttpResponse json(int code, Map<String, Object> body) {
        return response().withStatusCode(code).withBody(JsonBody.json(body));
    }

    private static HttpResponse page(int code, String title) {
        String html = "<html><body><h1>" + title + "</h1></body></html>";
        return response().withStatusCode(code).withBody(html, MediaType.HTML_UTF_8);
    }
}
