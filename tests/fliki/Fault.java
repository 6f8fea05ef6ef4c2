package fliki;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException.Kind;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * One way in which a server or the line to it may fail for good.
 *
 * @param url where the fault is; empty where the script plays it
 * @param kind what a look-up fails with; empty where it does not
 * @param anywhere whether a storage server may have it, too
 */
record Fault(
        String name,
        Optional<String> url,
        RawServer.Script script,
        Optional<Kind> kind,
        boolean anywhere) {

    private static final String DONE =
            "{\"fileId\":\"a1\",\"status\":\"success\",\"download\":\"https://f/1.mp4\"}";
    private static final String CHUNKED = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String GZIP = "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n";
    private static final String PAGE = "<!DOCTYPE html><title>Guest network</title>";
    private static final int LARGEST = 1 << 16;

    /** In the place of an address: a server that resets before it has read the request. */
    static final String RESET = "reset";

    /** The same for a client that speaks TLS. */
    static final String RESET_TLS = "reset TLS";

    /**
     * All of them.
     *
     * @param untrusted where a server has a certificate that nobody trusts
     */
    static List<Fault> all(String untrusted) {
        var faults = new ArrayList<Fault>();
        faults.add(at("unknown host", "https://no-such-host.invalid"));
        faults.add(at("connection refused", "http://localhost:1"));
        faults.add(at("certificate that nobody trusts", untrusted));
        faults.addAll(lines());
        faults.addAll(bodies());
        faults.addAll(statuses());
        faults.addAll(patience());
        faults.addAll(answers());
        return faults;
    }

    /** Those, and what is peculiar to the start of a generation. */
    static List<Fault> ofStarts(String untrusted) {
        var faults = new ArrayList<Fault>();
        faults.add(at("reset before the request", RESET));
        faults.add(at("reset within the request", RESET));
        faults.add(at("TLS that breaks off at once", RESET_TLS));
        faults.add(at("TLS that breaks off within the handshake", RESET_TLS));
        faults.addAll(all(untrusted));
        faults.add(line("303 to another place", says(head(303, "Location: /x\r\n")), Kind.SERVER));
        faults.add(line("429 first", limitsFirst(), Kind.RATE_LIMITED));
        for (var body :
                List.of(
                        "{}",
                        "{\"success\":true}",
                        "{\"success\":false,\"message\":\"no credits\"}",
                        "{\"fileId\":\"\"}",
                        "{\"fileId\":null}",
                        "{\"fileId\":{\"id\":\"a1\"}}",
                        "{\"fileId\":\"a\\u0007b\"}",
                        "{\"data\":{\"filesCreated\":[]}}",
                        "{\"data\":{\"filesCreated\":[\"a1\",null]}}",
                        "{\"fileId\":42}",
                        "{\"data\":{\"fileId\":\"a1\"}}",
                        "{\"data\":{\"filesCreated\":[\"a1\",\"a2\"]}}")) {
            faults.add(body("`" + body + "`", body));
        }
        return faults;
    }

    private static List<Fault> lines() {
        return List.of(
                line("reset before the answer", c -> c.reset(), Kind.NETWORK),
                line("reset within the headers", resetAfter("HTTP/1.1 200 X\r\nCo"), Kind.NETWORK),
                line("reset within the body", resetAfter(head(40) + "v"), Kind.NETWORK),
                line("hang-up before the answer", says(""), Kind.NETWORK),
                line("hang-up within the body", says(head(40) + "v"), Kind.NETWORK),
                line("another protocol", says("SSH-2.0-x\r\n\r\n"), Kind.NETWORK),
                line("no headers", stallsAfter(""), Kind.TIMEOUT),
                line("slow headers", drips("HTTP/1.1 200 X\r\n", "A: b\r\n"), Kind.TIMEOUT),
                line("stalled body", stallsAfter(head(40) + "v"), Kind.TIMEOUT),
                answer("body drop by drop", drips(CHUNKED, "1\r\nx\r\n"), Kind.TIMEOUT));
    }

    private static List<Fault> bodies() {
        var large = DONE + " ".repeat(LARGEST + 1 - DONE.length());
        var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        var bomb = new String(gzip(" ".repeat(64 * LARGEST)), ISO_8859_1);
        return List.of(
                line("chunks that break off", says(CHUNKED + "5\r\nv"), Kind.NETWORK),
                line("chunks that are none", says(CHUNKED + "zz\r\nv"), Kind.NETWORK),
                answer("chunks without an end", repeats(CHUNKED, chunk), Kind.BAD_RESPONSE),
                answer("more than 64 KiB", says(RawServer.ok(large)), Kind.BAD_RESPONSE),
                fine("gzip", says(GZIP + new String(gzip(DONE), ISO_8859_1))),
                answer("gzip that is none", says(GZIP + "plain"), Kind.NETWORK),
                answer("gzip bomb", says(GZIP + bomb), Kind.BAD_RESPONSE),
                fine("wrong content type", typed("text/html", DONE)),
                line("HTML with 200", typed("text/html; charset=UTF-8", PAGE), Kind.BAD_RESPONSE),
                line("HTML without a type", says(RawServer.ok(PAGE)), Kind.BAD_RESPONSE),
                answer("empty body", says(head(0)), Kind.BAD_RESPONSE),
                body("JSON array", "[" + DONE + "]"),
                body("JSON number", "42"),
                body("JSON behind JSON", DONE + DONE),
                body("nesting 10,000 deep", "{\"a\":".repeat(10_000)),
                body("duplicate keys", "{\"status\":\"queued\",\"status\":\"success\"}"),
                body("invalid UTF-8", "{\"status\":\"\u00ff\"}"));
    }

    private static List<Fault> statuses() {
        var faults = new ArrayList<Fault>();
        faults.add(fine("100 first", says("HTTP/1.1 100 X\r\n\r\n" + RawServer.ok(DONE))));
        faults.add(fine("103 first", says("HTTP/1.1 103 X\r\n\r\n" + RawServer.ok(DONE))));
        faults.add(http(204, Kind.BAD_RESPONSE));
        for (var status : List.of(301, 302, 307, 308)) {
            var to = "Location: https://elsewhere.example/v1\r\n";
            var script = says(head(status, to));
            faults.add(line(status + " to another host", script, Kind.BAD_RESPONSE));
        }
        faults.add(line("302 without Location", says(head(302, "")), Kind.BAD_RESPONSE));
        faults.add(http(304, Kind.BAD_RESPONSE));
        faults.add(http(400, Kind.BAD_REQUEST));
        faults.add(http(401, Kind.UNAUTHORIZED));
        faults.add(http(402, Kind.BAD_REQUEST));
        faults.add(http(403, Kind.FORBIDDEN));
        faults.add(http(404, Kind.NOT_FOUND));
        for (var status : List.of(405, 407, 409, 410, 413, 422, 451)) {
            faults.add(http(status, Kind.BAD_REQUEST));
        }
        faults.add(line("403 that is a page", page(403), Kind.SERVER));
        faults.add(http(408, Kind.SERVER));
        faults.add(http(425, Kind.SERVER));
        faults.add(http(429, Kind.RATE_LIMITED));
        for (var status : List.of(500, 501, 502, 503, 504, 520, 599)) {
            faults.add(http(status, Kind.SERVER));
        }
        return faults;
    }

    private static List<Fault> patience() {
        var faults = new ArrayList<Fault>();
        for (var header : List.of("315360000", "99999999999999999999", "-5", "soon", "")) {
            for (var status : List.of(429, 503)) {
                var kind = status == 429 ? Kind.RATE_LIMITED : Kind.SERVER;
                var script = says(head(status, "Retry-After: " + header + "\r\n"));
                faults.add(line(status + ", Retry-After: \"" + header + "\"", script, kind));
            }
        }
        return faults;
    }

    private static List<Fault> answers() {
        var faults = new ArrayList<Fault>();
        faults.add(json("success without download", "\"status\":\"success\""));
        for (var progress : List.of("\"45\"", "null", "-5", "1e9", "\"NaN\"", "true", "{}")) {
            faults.add(
                    json(
                            "progress " + progress,
                            "\"status\":\"success\",\"progress\":" + progress));
        }
        faults.add(body("progress NaN", "{\"status\":\"success\",\"progress\":NaN}"));
        faults.add(json("download null", "\"status\":\"success\",\"download\":null"));
        faults.add(json("unknown word", "\"status\":\"rendering\""));
        faults.add(json("word in capitals", "\"status\":\"SUCCESS\""));
        faults.add(body("status null", "{\"fileId\":\"a1\",\"status\":null}"));
        faults.add(body("status as a number", "{\"fileId\":\"a1\",\"status\":1}"));
        faults.add(body("no status", "{\"fileId\":\"a1\"}"));
        faults.add(body("another fileId", DONE.replace("a1", "b2")));
        faults.add(body("fileId in capitals", DONE.replace("a1", "A1")));
        faults.add(json("envelope", "\"success\":true,\"data\":" + DONE));
        faults.add(body("envelope of a failure", "{\"success\":false,\"message\":\"no plan\"}"));
        return faults;
    }

    /** What comes of each, in their order; many at a time, as some take as long as they may. */
    static <T> Map<Fault, T> meetAll(List<Fault> faults, Meeting<T> meeting) throws Exception {
        var pool = Executors.newFixedThreadPool(16, task -> Threads.daemon("faults", task));
        var met = new LinkedHashMap<Fault, Future<T>>();
        faults.forEach(fault -> met.put(fault, pool.submit(() -> meeting.of(fault))));
        var all = new LinkedHashMap<Fault, T>();
        for (var each : met.entrySet()) {
            all.put(each.getKey(), each.getValue().get());
        }
        pool.shutdown();
        return all;
    }

    /** What is done with a fault. */
    interface Meeting<T> {
        T of(Fault fault) throws Exception;
    }

    /** Whether it takes as long as the client lets it. */
    boolean stalls() {
        return kind.filter(Kind.TIMEOUT::equals).isPresent();
    }

    private static Fault at(String name, String url) {
        return new Fault(name, Optional.of(url), c -> {}, Optional.of(Kind.NETWORK), true);
    }

    private static Fault line(String name, RawServer.Script script, Kind kind) {
        return new Fault(name, Optional.empty(), script, Optional.of(kind), true);
    }

    private static Fault answer(String name, RawServer.Script script, Kind kind) {
        return new Fault(name, Optional.empty(), script, Optional.of(kind), false);
    }

    private static Fault fine(String name, RawServer.Script script) {
        return new Fault(name, Optional.empty(), script, Optional.empty(), false);
    }

    private static Fault http(int status, Kind kind) {
        return line("" + status, says(head(status, "")), kind);
    }

    private static Fault json(String name, String fields) {
        return fine(name, says(RawServer.ok("{" + fields + "}")));
    }

    private static Fault body(String name, String body) {
        return answer(name, says(RawServer.ok(body)), Kind.BAD_RESPONSE);
    }

    private static RawServer.Script says(String answer) {
        return connection -> connection.write(answer);
    }

    private static RawServer.Script typed(String type, String body) {
        var length = "Content-Length: " + body.length();
        return says(
                "HTTP/1.1 200 X\r\nContent-Type: " + type + "\r\n" + length + "\r\n\r\n" + body);
    }

    private static RawServer.Script page(int status) {
        return says(RawServer.ok(PAGE).replaceFirst("200", "" + status));
    }

    private static RawServer.Script resetAfter(String start) {
        return connection -> {
            connection.write(start);
            connection.reset();
        };
    }

    private static RawServer.Script stallsAfter(String start) {
        return connection -> {
            connection.write(start);
            connection.stall();
        };
    }

    /** One refusal for being too quick; then it starts. */
    private static RawServer.Script limitsFirst() {
        var asked = new AtomicInteger();
        var refusal = head(429, "Retry-After: 1\r\n");
        return connection ->
                connection.write(asked.getAndIncrement() == 0 ? refusal : RawServer.ok(DONE));
    }

    private static RawServer.Script drips(String start, String drop) {
        return connection -> {
            connection.write(start);
            while (true) {
                connection.write(drop);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        };
    }

    private static RawServer.Script repeats(String start, String part) {
        return connection -> {
            connection.write(start);
            while (true) {
                connection.write(part);
            }
        };
    }

    private static String head(int length) {
        return RawServer.head(200, length);
    }

    private static String head(int status, String header) {
        var length = status == 204 || status == 304 ? "" : "Content-Length: 0\r\n";
        return "HTTP/1.1 " + status + " X\r\n" + length + header + "\r\n";
    }

    private static byte[] gzip(String plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
