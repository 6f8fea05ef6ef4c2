package fliki.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;

import org.json.JSONStringer;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer to one request. */
record Answer(int code, Map<String, String> headers, byte[] body) {

    Answer(int code, String type, byte[] body) {
        this(code, Map.of("Content-Type", type), body);
    }

    static Answer message(int code, String message) {
        return json(code, Map.of("message", message));
    }

    /** A JSON object with these fields, in their order. */
    static Answer json(int code, Map<String, ?> fields) {
        var json = new JSONStringer();
        json.object();
        fields.forEach((name, value) -> json.key(name).value(value));
        return new Answer(
                code,
                "application/json; charset=utf-8",
                json.endObject().toString().getBytes(UTF_8));
    }

    static Answer page(int code, String title) {
        String html = "<html><body><h1>" + title + "</h1></body></html>";
        return new Answer(code, "text/html; charset=utf-8", html.getBytes(UTF_8));
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(code, more, body);
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(code, -1);
        } else {
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
