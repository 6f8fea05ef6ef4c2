package fliki.sandbox;

import static fliki.sandbox.Answer.json;
import static fliki.sandbox.Answer.message;
import static fliki.sandbox.Answer.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers the requests: the status endpoint, those that start generations, the finished files, and
 * a 404 for anything else.
 */
final class Routes implements HttpHandler {
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

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            // The connection serves further requests only if the body was read to its end.
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            answer(exchange, body).send(exchange);
        }
    }

    private Answer answer(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String asked = exchange.getRequestMethod() + " " + path;
        if (asked.startsWith("GET " + FILES) && path.matches(".*\\.(mp4|wav)")) {
            return file(exchange, path.substring(FILES.length(), path.length() - 4));
        }
        return switch (asked) {
            case "GET /v1/generate/status" -> status(exchange);
            case "POST /v1/generate/template",
                    "POST /v1/generate/video",
                    "POST /v1/generate/audio" ->
                    authorized(exchange) ? generate.answer(path, body) : unauthorized();
            case "GET /v1/voices" -> authorized(exchange) ? voices() : unauthorized();
            default -> message(404, "No such endpoint: " + asked);
        };
    }

    private static Answer voices() {
        var ada = Map.of("_id", "voice-1", "name", "Ada", "gender", "FEMALE");
        var bob = Map.of("_id", "voice-2", "name", "Bob", "gender", "MALE");
        return json(200, Map.of("data", List.of(ada, bob)));
    }

    private Answer status(HttpExchange exchange) {
        requests.incrementAndGet();
        if (!authorized(exchange)) {
            return unauthorized();
        }
        String id = fileId(exchange);
        return id.isEmpty() ? message(400, "fileId is required") : status(exchange, id);
    }

    private static Answer unauthorized() {
        return message(401, "Missing or wrong API key");
    }

    private static boolean authorized(HttpExchange exchange) {
        return ("Bearer " + Sandbox.KEY)
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private Answer status(HttpExchange exchange, String id) {
        Step step = jobs.look(id);
        return switch (step.code()) {
            case 200 -> json(200, state(exchange, id, step));
            case 429 -> message(429, step.word()).with("Retry-After", "1");
            case 503 -> page(503, step.word());
            default -> message(step.code(), step.word());
        };
    }

    private static Map<String, Object> state(HttpExchange exchange, String id, Step step) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("fileId", id);
        state.put("status", step.word());
        step.progress().ifPresent(percent -> state.put("progress", percent));
        if (step.succeeded()) {
            String name = URLEncoder.encode(id, UTF_8).replace("+", "%20");
            String server = Sandbox.LOOPBACK + ":" + exchange.getLocalAddress().getPort();
            state.put("download", "http://" + server + FILES + name + Storage.ending(id));
        } else if (step.word().equals("error")) {
            state.put("message", "The simulated generation failed");
        }
        return state;
    }

    private Answer file(HttpExchange exchange, String name) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            return message(400, "A storage server refuses an Authorization header: the key leaked");
        }
        String id = URLDecoder.decode(name.replace("+", "%2B"), UTF_8);
        return jobs.succeeded(id)
                ? Storage.send(id, exchange.getRequestHeaders())
                : message(404, "No finished file has this id");
    }

    private static String fileId(HttpExchange exchange) {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith("fileId="))
                .map(pair -> URLDecoder.decode(pair.substring("fileId=".length()), UTF_8))
                .findFirst()
                .orElse("");
    }
}
