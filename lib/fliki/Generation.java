package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import fliki.internal.text.Json;

import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONStringer;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The body of one request that starts a generation. Immutable; a setting returns a new one.
 *
 * <pre>{@code
 * Generation.template("tpl").text("intro", "voiceover", "Welcome!").name("Film 7")
 * }</pre>
 *
 * <p>Fields, endpoints and answers as at developer.fliki.ai/docs/api/generate/template,
 * .../generate/video and .../generate/audio; that a text has at most 1500 characters is from the
 * README of github.com/nine-thirty-five/fliki-api (2024). Each generation costs credits of the
 * account.
 */
public final class Generation {

    private static final int LONGEST_TEXT = 1500;
    private static final int LONGEST_CONTENT = 10_000;

    private final Endpoint endpoint;
    private final Optional<String> json;
    private final String template;
    private final Optional<String> name;
    private final Optional<String> webhook;
    private final List<LayerText> texts;

    /** Which address takes the request. */
    public enum Endpoint {
        /** {@code POST /generate/template}: a template with texts of one's own. */
        TEMPLATE,
        /** {@code POST /generate/video}: from a script, an idea or a URL; may start several. */
        VIDEO,
        /** {@code POST /generate/audio}: a text that is read aloud. */
        AUDIO;

        /** The word in the address and on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The word. */
        @Override
        public String toString() {
            return word();
        }
    }

    private record LayerText(String scene, String layer, String text) {}

    private Generation(
            Endpoint endpoint,
            Optional<String> json,
            String template,
            Optional<String> name,
            Optional<String> webhook,
            List<LayerText> texts) {
        this.endpoint = endpoint;
        this.json = json;
        this.template = template;
        this.name = name;
        this.webhook = webhook;
        this.texts = texts;
    }

    /**
     * A generation from the template with this id, with its own texts so far.
     *
     * @throws IllegalArgumentException for an empty id
     */
    public static Generation template(String id) {
        var none = Optional.<String>empty();
        var template = filled("the template's id", requireNonNull(id, "id"));
        return new Generation(Endpoint.TEMPLATE, none, template, none, none, List.of());
    }

    /**
     * A body that is sent as it is: to {@link Endpoint#VIDEO} where it holds {@code payload}, to
     * {@link Endpoint#AUDIO} where it holds {@code content}, otherwise to {@link
     * Endpoint#TEMPLATE}.
     *
     * @throws IllegalArgumentException for what is no JSON object; for a template's body without
     *     its {@code fileId}, or with a text that is empty or too long; for an empty {@code
     *     payload}; for a {@code content} that is empty or longer than 10,000 characters
     */
    public static Generation json(String body) {
        var text = whole("the body", requireNonNull(body, "body").replaceFirst("^\uFEFF", ""));
        var endpoint = endpoint(parsed(text));
        var none = Optional.<String>empty();
        return new Generation(endpoint, Optional.of(text), "", none, none, List.of()).checked();
    }

    private static Endpoint endpoint(JSONObject body) {
        if (body.has("payload")) {
            return Endpoint.VIDEO;
        }
        return body.has("content") ? Endpoint.AUDIO : Endpoint.TEMPLATE;
    }

    private static JSONObject parsed(String body) {
        try {
            return Json.strict(body);
        } catch (JSONException e) {
            throw new IllegalArgumentException("no JSON object: " + e.getMessage(), e);
        }
    }

    /**
     * Sends the body of {@link #json} to this endpoint, whatever it holds.
     *
     * @throws IllegalArgumentException where the body lacks what the endpoint needs: {@code fileId}
     *     for a template, {@code payload} for a video, {@code content} for audio; and for {@link
     *     #template}, which has its own endpoint
     */
    public Generation endpoint(Endpoint endpoint) {
        var body =
                json.orElseThrow(
                        () -> new IllegalArgumentException("a template has its own endpoint"));
        requireNonNull(endpoint, "endpoint");
        return new Generation(endpoint, Optional.of(body), "", name, webhook, texts).checked();
    }

    /**
     * Puts a text into a layer of a scene of the template, by their keys. Of two texts for one
     * layer the later one counts.
     *
     * @param text at most 1500 characters
     * @throws IllegalArgumentException for an empty key or text, or a text that is too long
     */
    public Generation text(String scene, String layer, String text) {
        requireTemplate("text");
        filled("the key of a scene", requireNonNull(scene, "scene"));
        filled("the key of a layer", requireNonNull(layer, "layer"));
        check(scene, layer, requireNonNull(text, "text"));
        var all = new ArrayList<>(texts);
        all.removeIf(other -> other.scene().equals(scene) && other.layer().equals(layer));
        all.add(new LayerText(scene, layer, text));
        return new Generation(endpoint, json, template, name, webhook, List.copyOf(all));
    }

    /** Names the file that comes of it. Default: whatever Fliki calls it. */
    public Generation name(String name) {
        requireTemplate("name");
        var given = Optional.of(filled("the name", requireNonNull(name, "name")));
        return new Generation(endpoint, json, template, given, webhook, texts);
    }

    /**
     * Has Fliki post {@code {"success":...,"data":{"id":...,"file":...}}} to this address at the
     * end (developer.fliki.ai/docs/tutorial/generate-content). That the video endpoint does so too
     * is an assumption.
     *
     * @throws IllegalArgumentException for what is no http or https address, or where the body of
     *     {@link #json} names one already
     */
    public Generation webhook(String url) {
        if (!address(requireNonNull(url, "url"))) {
            throw new IllegalArgumentException("webhook must be https://HOST/PATH, not " + url);
        }
        if (json.filter(body -> parsed(body).has("webhook")).isPresent()) {
            throw new IllegalArgumentException("the body names a webhook already; leave one out");
        }
        return new Generation(endpoint, json, template, name, Optional.of(url), texts);
    }

    private static boolean address(String url) {
        try {
            var address = URI.create(url);
            return address.getHost() != null && ("" + address.getScheme()).matches("(?i)https?");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where the request goes. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The JSON that is sent. */
    public String body() {
        return json.map(this::withWebhook).orElseGet(this::composed);
    }

    /** As the first field, so that all else stays as it is. */
    private String withWebhook(String body) {
        var start = body.indexOf('{') + 1;
        var fields = "," + body.substring(start);
        return webhook.map(url -> "\"webhook\":" + JSONObject.quote(url))
                .map(field -> body.substring(0, start) + field + fields)
                .orElse(body);
    }

    private String composed() {
        var line = new JSONStringer();
        line.object().key("fileId").value(template);
        name.ifPresent(text -> line.key("name").value(text));
        webhook.ifPresent(url -> line.key("webhook").value(url));
        line.key("scenes").array();
        scenes().forEach(
                        (scene, layers) -> {
                            line.object().key("key").value(scene).key("layers").array();
                            layers.forEach(layer -> write(layer, line));
                            line.endArray().endObject();
                        });
        return line.endArray().endObject().toString();
    }

    private static void write(LayerText layer, JSONStringer line) {
        line.object().key("key").value(layer.layer()).key("text").value(layer.text()).endObject();
    }

    private Map<String, List<LayerText>> scenes() {
        Map<String, List<LayerText>> scenes = new LinkedHashMap<>();
        texts.forEach(
                text -> scenes.computeIfAbsent(text.scene(), key -> new ArrayList<>()).add(text));
        return scenes;
    }

    private void requireTemplate(String setting) {
        if (json.isPresent()) {
            throw new IllegalArgumentException("a body of JSON has its own " + setting);
        }
    }

    private Generation checked() {
        var body = parsed(json.orElseThrow());
        switch (endpoint) {
            case TEMPLATE -> {
                filled("fileId, which names the template,", textOf(body, "fileId"));
                objects(body, "scenes").forEach(Generation::checkScene);
            }
            case VIDEO -> {
                if (objects(body, "payload").isEmpty()) {
                    throw new IllegalArgumentException("payload holds nothing to start");
                }
            }
            case AUDIO -> check("content", textOf(body, "content"), LONGEST_CONTENT);
        }
        return this;
    }

    private static void checkScene(JSONObject scene) {
        for (var layer : objects(scene, "layers")) {
            if (layer.has("text")) {
                check(textOf(scene, "key"), textOf(layer, "key"), textOf(layer, "text"));
            }
        }
    }

    private static String textOf(JSONObject object, String field) {
        var value = object.has(field) ? object.get(field) : "";
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(field + " must be a text, not " + value);
    }

    /** The objects of a list; none where there is no list. */
    private static List<JSONObject> objects(JSONObject parent, String field) {
        var all = new ArrayList<JSONObject>();
        var list = parent.has(field) ? parent.get(field) : new JSONArray();
        if (!(list instanceof JSONArray array)) {
            throw noObjects(field);
        }
        for (var each : array) {
            if (!(each instanceof JSONObject object)) {
                throw noObjects(field);
            }
            all.add(object);
        }
        return all;
    }

    private static IllegalArgumentException noObjects(String field) {
        return new IllegalArgumentException(field + " must be a list of objects");
    }

    /**
     * How Fliki counts characters is not known. As code points they are fewest: what has too many
     * of them has too many in any way.
     */
    private static void check(String scene, String layer, String text) {
        check("the text of " + scene + "." + layer, text, LONGEST_TEXT);
    }

    private static void check(String what, String text, int longest) {
        var length = filled(what, text).codePointCount(0, text.length());
        if (length > longest) {
            throw new IllegalArgumentException(
                    what + " has " + length + " characters; Fliki takes " + longest);
        }
    }

    private static String filled(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        return whole(what, text);
    }

    /** Java would send a question mark for half a character, and credits would be spent. */
    private static String whole(String what, String text) {
        if (!UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(what + " holds half a character (a lone surrogate)");
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Generation that
                && endpoint == that.endpoint
                && body().equals(that.body());
    }

    @Override
    public int hashCode() {
        return body().hashCode();
    }

    /** The endpoint and the body. */
    @Override
    public String toString() {
        return endpoint.word() + " " + body();
    }
}
