package fliki.report;

import org.json.JSONArray;
import org.json.JSONObject;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven over its DevTools protocol. */
public final class Browser implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private static final Set<String> CONTROLS = Set.of("button", "link", "searchbox", "textbox");

    private static final String LISTENING = "DevTools listening on ";

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JSONObject>> answers = new ConcurrentHashMap<>();
    private final List<JSONObject> events = new CopyOnWriteArrayList<>();
    private final String session;
    private int requests;

    private Browser(String program) throws IOException {
        profile = Files.createTempDirectory("fliki-browser");
        process = start(program, profile);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(address(process)), new Messages())
                        .join();
        var target = send("Target.createTarget", Map.of("url", "about:blank"), "");
        var attached = Map.of("targetId", target.getString("targetId"), "flatten", true);
        session = send("Target.attachToTarget", attached, "").getString("sessionId");
        for (var domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
        var permissions = List.of("clipboardReadWrite", "clipboardSanitizedWrite");
        send("Browser.grantPermissions", Map.of("permissions", permissions), "");
    }

    /** The first on the PATH. */
    public static Optional<String> installed() {
        return NAMES.stream()
                .flatMap(
                        name ->
                                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Opens the one that is installed. */
    public static Browser open() throws IOException {
        return new Browser(installed().orElseThrow());
    }

    /** Without its sandbox: in a container and for root there is none, and the page is ours. */
    private static Process start(String program, Path profile) throws IOException {
        var command = new ArrayList<>(List.of(program, "--headless", "--no-sandbox"));
        command.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + profile));
        command.addAll(List.of("--no-first-run", "--disable-gpu", "--hide-scrollbars"));
        command.addAll(List.of("--autoplay-policy=no-user-gesture-required", "about:blank"));
        return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String address(Process process) throws IOException {
        var err = process.errorReader(); // not to be closed: it would write into a broken pipe
        for (var line = err.readLine(); line != null; line = err.readLine()) {
            if (line.startsWith(LISTENING)) {
                var rest = new Thread(() -> err.lines().forEach(more -> {}), "browser-stderr");
                rest.setDaemon(true);
                rest.start();
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("the browser ended at once");
    }

    private JSONObject send(String method, Map<String, ?> parameters) {
        return send(method, parameters, session);
    }

    private synchronized JSONObject send(String method, Map<String, ?> parameters, String to) {
        var id = ++requests;
        var message = new JSONObject().put("id", id).put("method", method);
        message.put("params", new JSONObject(parameters));
        if (!to.isEmpty()) {
            message.put("sessionId", to);
        }
        var answer = new CompletableFuture<JSONObject>();
        answers.put(id, answer.orTimeout(1, TimeUnit.MINUTES));
        socket.sendText(message.toString(), true).join();
        var result = answer.join();
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.getJSONObject("error"));
        }
        return result.getJSONObject("result");
    }

    /** Opens an address and waits until all of it was read. */
    public void go(String address) {
        events.clear();
        send("Page.navigate", Map.of("url", address));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** What an expression of JavaScript comes to; a promise is waited for. */
    public Object evaluate(String expression) {
        var parameters =
                Map.of(
                        "expression",
                        expression,
                        "awaitPromise",
                        true,
                        "returnByValue",
                        true,
                        "userGesture",
                        true);
        var result = send("Runtime.evaluate", parameters);
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result);
        }
        return result.getJSONObject("result").opt("value");
    }

    /** Waits until an expression is true. */
    public void await(String expression) {
        for (int i = 0; i < 1_000; i++) {
            if (Boolean.TRUE.equals(evaluate(expression))) {
                return;
            }
            sleep();
        }
        throw new AssertionError("never true: " + expression);
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts of all elements that a selector finds. */
    public List<String> texts(String selector) {
        var all = "[...document.querySelectorAll(" + JSONObject.quote(selector) + ")]";
        var texts = (JSONArray) evaluate(all + ".map(each => each.innerText.trim())");
        return texts.toList().stream().map(String::valueOf).toList();
    }

    /** Clicks an element as a person would. */
    public void click(String selector) {
        evaluate("document.querySelector(" + JSONObject.quote(selector) + ").click()");
    }

    /** Types into an element, in place of what is there. */
    void type(String selector, String text) {
        evaluate("document.querySelector(" + JSONObject.quote(selector) + ").select()");
        send("Input.insertText", Map.of("text", text));
    }

    void press(String key) {
        for (var type : List.of("keyDown", "keyUp")) {
            var text = key.equals("Enter") ? "\r" : "";
            var code = key.equals("Tab") ? 9 : 13;
            var event = Map.of("type", type, "key", key, "windowsVirtualKeyCode", code);
            var whole = new JSONObject(event).put("text", type.equals("keyDown") ? text : "");
            send("Input.dispatchKeyEvent", whole.toMap());
        }
    }

    /** A button, link or field as a screen reader is told of it. */
    record Control(String role, String name) {}

    List<Control> controls() {
        var nodes = send("Accessibility.getFullAXTree", Map.of()).getJSONArray("nodes");
        return IntStream.range(0, nodes.length())
                .mapToObj(nodes::getJSONObject)
                .filter(node -> !node.optBoolean("ignored"))
                .map(node -> new Control(word(node, "role"), word(node, "name")))
                .filter(control -> CONTROLS.contains(control.role()))
                .toList();
    }

    private static String word(JSONObject node, String property) {
        var value = node.optJSONObject(property);
        return value == null ? "" : value.optString("value");
    }

    void script(boolean enabled) {
        send("Emulation.setScriptExecutionDisabled", Map.of("value", !enabled));
    }

    /** Shows the page on a screen of this size. */
    public void screen(int width, int height) {
        var size = Map.of("width", width, "height", height, "deviceScaleFactor", 1);
        send(
                "Emulation.setDeviceMetricsOverride",
                new JSONObject(size).put("mobile", false).toMap());
    }

    /** Shows the page as in this medium, {@code screen} or {@code print}, light or dark. */
    public void media(String medium, String scheme) {
        var features = List.of(Map.of("name", "prefers-color-scheme", "value", scheme));
        send("Emulation.setEmulatedMedia", Map.of("media", medium, "features", features));
    }

    public byte[] picture() {
        var picture = send("Page.captureScreenshot", Map.of("format", "png"));
        return Base64.getDecoder().decode(picture.getString("data"));
    }

    /** The addresses of all that was asked for since the last page was opened. */
    List<String> asked() {
        return events("Network.requestWillBeSent")
                .map(event -> event.getJSONObject("request").getString("url"))
                .toList();
    }

    /** What the page complained of since it was opened. */
    List<String> complaints() {
        return Stream.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
                .flatMap(this::events)
                .map(JSONObject::toString)
                .toList();
    }

    private Stream<JSONObject> events(String method) {
        return events.stream()
                .filter(event -> event.getString("method").equals(method))
                .map(event -> event.getJSONObject("params"));
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            delete(profile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a process of the browser is still writing stays. */
    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    /** Puts the parts of each message together. */
    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                var message = new JSONObject(text.toString());
                text.setLength(0);
                if (message.has("id")) {
                    answers.remove(message.getInt("id")).complete(message);
                } else {
                    events.add(message);
                }
            }
            from.request(1);
            return null;
        }
    }
}
