import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Speaks TLS, hands requests on, spoils one answer in twenty, and has its weather. */
final class BrokenProxy implements AutoCloseable {

    private static final double SHARE = 0.05;
    private static final int STALL_SECONDS = 3;

    /** What goes on from the client to the API, and from the API to the client. */
    private static final List<String> ASKED =
            List.of("authorization", "range", "if-range", "content-type");

    private static final List<String> ANSWERED =
            List.of("content-type", "content-range", "etag", "accept-ranges", "retry-after");

    private enum Fault {
        RESET,
        ERROR_500,
        ERROR_503,
        REFUSED_429,
        STALL,
        TRUNCATION,
        ERROR_522,
        PAGE,
        NOTHING,
        HALF_A_JSON,
        FIREWALL
    }

    /** Refusals of an id that was answered before. */
    private enum Odd {
        KEY_401,
        FORBIDDEN_403,
        UNKNOWN_404,
        REFUSED_422
    }

    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final URI api;
    private final boolean doubts;
    private final Map<Weather, SSLContext> certificates;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong requests = new AtomicLong();
    private final ConcurrentMap<String, AtomicLong> faults = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, AtomicLong> posted = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.CALM;
    private volatile long until;
    private volatile SSLContext certificate;

    /**
     * Starts it.
     *
     * @param certificates the one of each weather that has its own
     * @param doubts whether it refuses at times what was good: a poll doubts that, a look does not
     */
    BrokenProxy(URI api, Map<Weather, SSLContext> certificates, boolean doubts) throws IOException {
        this.api = api;
        this.doubts = doubts;
        this.certificates = certificates;
        certificate = certificates.get(Weather.CALM);
        daemon(this::accept);
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "broken-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private String origin() {
        return "https://localhost:" + socket.getLocalPort();
    }

    String url() {
        return origin() + api.getPath();
    }

    long requests() {
        return requests.get();
    }

    /** How often each fault was met. */
    Map<String, AtomicLong> faults() {
        return new TreeMap<>(faults);
    }

    /** How often each body was read, but for those that were refused by 429. */
    Map<String, AtomicLong> posted() {
        return posted;
    }

    /** Makes a weather, and stays in it for its time. */
    void turn(Weather to) throws InterruptedException {
        until = System.nanoTime() + TimeUnit.SECONDS.toNanos(to.seconds);
        certificate = certificates.getOrDefault(to, certificate);
        weather = to;
        TimeUnit.SECONDS.sleep(to.seconds);
        if (to == Weather.STRANGE_CERTIFICATE) {
            certificate = certificates.get(Weather.CALM);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket tcp) {
        var mine = certificate;
        try (tcp) {
            tcp.setTcpNoDelay(true);
            if (weather == Weather.OUTAGE) {
                reset(tcp);
                return;
            }
            try (var tls = mine.getSocketFactory().createSocket(tcp, null, 0, true)) {
                ((SSLSocket) tls).setUseClientMode(false);
                var in = new BufferedInputStream(tls.getInputStream());
                for (var line = line(in); !line.isEmpty() && mine == certificate; line = line(in)) {
                    if (!answer(tcp, tls.getOutputStream(), asked(line, in))) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            met(mine == certificates.get(Weather.STRANGE_CERTIFICATE), Weather.STRANGE_CERTIFICATE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reset(Socket tcp) throws IOException {
        met(true, weather);
        tcp.setSoLinger(true, 0);
    }

    private void met(boolean is, Enum<?> fault) {
        if (is) {
            faults.computeIfAbsent(fault.name(), name -> new AtomicLong()).incrementAndGet();
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    /** A request for the API, and its body beside it. */
    private record Asked(HttpRequest request, String body) {}

    private Asked asked(String line, InputStream in) throws IOException {
        var head = new HashMap<String, String>();
        for (var field = line(in); !field.isEmpty(); field = line(in)) {
            var parts = field.split(": *", 2);
            head.put(parts[0].toLowerCase(), parts[1]);
        }
        var body =
                new String(
                        in.readNBytes(Integer.parseInt(head.getOrDefault("content-length", "0"))));
        var words = line.split(" ");
        var request = HttpRequest.newBuilder(api.resolve(words[1]));
        request.method(words[0], BodyPublishers.ofString(body));
        ASKED.stream().filter(head::containsKey).forEach(n -> request.header(n, head.get(n)));
        return new Asked(request.build(), body);
    }

    /** Whether the connection may go on. */
    private boolean answer(Socket tcp, OutputStream out, Asked asked)
            throws IOException, InterruptedException {
        requests.incrementAndGet();
        var random = ThreadLocalRandom.current();
        var broken = random.nextDouble() < SHARE;
        var fault = Fault.values()[random.nextInt(Fault.values().length)];
        var now = weather;
        var left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        switch (now) {
            case OUTAGE -> {
                taken(asked);
                reset(tcp);
                return false;
            }
            case SILENCE -> {
                taken(asked);
                met(true, now);
                TimeUnit.MILLISECONDS.sleep(Math.max(0, left));
                return false;
            }
            case LOCKOUT -> {
                met(true, now);
                var after = "Retry-After: " + Math.max(1, left / 1000 + 1);
                return write(out, 429, after + "\r\n", new byte[0]);
            }
            default -> {}
        }
        met(broken, fault);
        if (broken && fault == Fault.REFUSED_429) {
            return write(out, 429, "", new byte[0]);
        }
        var path = asked.request().uri().toString();
        var ofTheApi = !path.contains("/files/");
        if (broken && fault == Fault.FIREWALL && ofTheApi) {
            return write(out, 403, "Content-Type: text/html\r\n", bytes("<html>blocked"));
        }
        var odd = Odd.values()[random.nextInt(Odd.values().length)];
        if (doubts && known.contains(path) && random.nextDouble() < SHARE) {
            met(true, odd);
            return write(out, Integer.parseInt(odd.name().replaceAll("\\D", "")), "", new byte[0]);
        }
        taken(asked);
        var answer = http.send(asked.request(), BodyHandlers.ofByteArray());
        if (path.contains("fileId=") && !broken) {
            known.add(path);
        }
        if (broken) {
            // Of a film, half would be a whole one: nothing tells them apart.
            var half = fault == Fault.HALF_A_JSON && !ofTheApi;
            spoil(half ? Fault.TRUNCATION : fault, tcp, out, answer);
            return false;
        }
        return write(out, answer.statusCode(), head(answer), body(answer));
    }

    private void taken(Asked asked) {
        posted.computeIfAbsent(asked.body(), name -> new AtomicLong()).incrementAndGet();
    }

    private void spoil(Fault fault, Socket tcp, OutputStream out, HttpResponse<byte[]> answer)
            throws IOException, InterruptedException {
        var body = body(answer);
        switch (fault) {
            case ERROR_500 -> write(out, 500, "", bytes("<html>"));
            case ERROR_503 -> write(out, 503, "", new byte[0]);
            case ERROR_522 -> write(out, 522, "", bytes("<html>"));
            case PAGE -> write(out, 200, "Content-Type: text/html\r\n", bytes("<html>Welcome"));
            case NOTHING -> write(out, 200, "", new byte[0]);
            case HALF_A_JSON -> write(out, 200, "", Arrays.copyOf(body, body.length / 2));
            case FIREWALL -> write(out, 503, "", bytes("<html>blocked"));
            case STALL -> TimeUnit.SECONDS.sleep(STALL_SECONDS);
            case RESET -> tcp.setSoLinger(true, 0);
            case TRUNCATION -> {
                out.write(head(answer.statusCode(), head(answer), body.length));
                out.write(body, 0, body.length / 2);
            }
            default -> throw new AssertionError(fault);
        }
    }

    private static String head(HttpResponse<byte[]> answer) {
        var head = new StringBuilder();
        for (var name : ANSWERED) {
            answer.headers()
                    .firstValue(name)
                    .ifPresent(value -> head.append(name + ": " + value + "\r\n"));
        }
        return head.toString();
    }

    /** The body, with links that come here, too. */
    private byte[] body(HttpResponse<byte[]> answer) {
        var type = answer.headers().firstValue("content-type").orElse("");
        if (!type.contains("json")) {
            return answer.body();
        }
        var text = new String(answer.body(), StandardCharsets.UTF_8);
        return text.replace("http://" + api.getAuthority(), origin())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean write(OutputStream out, int status, String head, byte[] body)
            throws IOException {
        var answer = new ByteArrayOutputStream();
        answer.write(head(status, head, body.length));
        answer.write(body);
        out.write(answer.toByteArray());
        return true;
    }

    private static byte[] head(int status, String head, int length) {
        var all = "HTTP/1.1 " + status + " X\r\n" + head + "Content-Length: " + length + "\r\n\r\n";
        return all.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
