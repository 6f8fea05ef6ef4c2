package fliki;

import static fliki.internal.http.Transport.LARGEST;
import static fliki.internal.http.Transport.LARGEST_OF_ALL;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.download.Link;
import fliki.internal.download.NoFile;
import fliki.internal.http.Transport;
import fliki.internal.text.Text;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The endpoints, each with the key as a bearer token: {@code GET /generate/status?fileId=...} and
 * {@code POST /generate/template} or {@code /generate/video}, as documented below
 * developer.fliki.ai/docs/api/generate. Each call sends one request, when its turn has come.
 */
final class Api implements Look, Starts.Endpoint {

    private static final String RIGHT = "is the path right?";

    private final URI url;
    private final ApiKey key;
    private final Transport transport;
    private final Warmup warmup;
    private final Pace pace;
    private final Answers answers;

    Api(URI url, ApiKey key, Transport transport, Warmup warmup, Pace pace, Time time) {
        this.url = url;
        this.key = key;
        this.transport = transport;
        this.warmup = warmup;
        this.pace = pace;
        answers = new Answers(url, key, time);
    }

    /** Sends one request. */
    private interface Exchange {
        Transport.Reply reply() throws IOException;
    }

    /** Asks once about a file; an empty id is refused without asking. */
    @Override
    public Status at(String fileId) {
        return at(fileId, Pace.NEVER);
    }

    @Override
    public Status at(String fileId, Instant latest) {
        if (fileId.isBlank()) {
            throw FlikiException.of(Kind.BAD_REQUEST, "the id is empty", Details.NONE, null);
        }
        var details = Details.of(fileId);
        return exchanged(
                turn(details, latest),
                details,
                () -> transport.get(address(fileId), headers(), LARGEST),
                body -> AnswerJson.status(fileId, body));
    }

    private String address(String fileId) {
        return url + "/generate/status?fileId=" + Text.encoded(fileId);
    }

    @Override
    public void awaitTurn() {
        turn(Details.NONE, Pace.NEVER);
    }

    /** The pace counts from now: a note was written to disk after the turn was given. */
    @Override
    public List<String> start(Generation generation, BooleanSupplier release) {
        var address = url + "/generate/" + generation.endpoint().word();
        var body = generation.body();
        return exchanged(
                pace.sent(),
                Details.NONE,
                () -> {
                    var sent = new Transport.Sent("POST", address, body);
                    return transport.send(sent, headers(), LARGEST, release);
                },
                AnswerJson::ids);
    }

    /**
     * The address of an endpoint below a base URL; illegal characters are percent-encoded.
     *
     * @throws IllegalArgumentException for a path that leads elsewhere
     */
    static String address(URI url, String path) {
        var relative = path.strip().replaceFirst("^/", "");
        if (relative.matches("(?s)(?i)/.*|[a-z][a-z0-9+.-]*:.*")) {
            throw new IllegalArgumentException(
                    "the path must begin behind " + url + "/, as voices does, not " + path);
        }
        try {
            return "" + Link.of(url + "/" + relative, true).address();
        } catch (NoFile e) {
            throw new IllegalArgumentException("the path is not one of an address: " + path, e);
        }
    }

    /** The JSON that a GET of this address gives. */
    String get(String address) {
        return any(
                turn(Details.NONE, Pace.NEVER),
                () -> transport.get(address, headers(), LARGEST_OF_ALL));
    }

    /** The JSON that this request gives; see {@link Starts.Endpoint#start}. */
    String send(Transport.Sent sent, BooleanSupplier release) {
        return any(pace.sent(), () -> transport.send(sent, headers(), LARGEST_OF_ALL, release));
    }

    private String any(Instant sent, Exchange exchange) {
        var reply = exchanged(sent, Details.NONE, exchange);
        return answers.read(reply, Details.NONE, RIGHT, LARGEST_OF_ALL, AnswerJson::any);
    }

    private <T> T exchanged(
            Instant sent, Details details, Exchange exchange, Answers.Reader<T> reader) {
        return answers.read(exchanged(sent, details, exchange), details, reader);
    }

    private Transport.Reply exchanged(Instant sent, Details details, Exchange exchange) {
        try {
            var reply = exchange.reply();
            learn(reply, sent);
            return reply;
        } catch (IOException e) {
            var host = url.getRawAuthority() + transport.through(url);
            throw Failures.of(harmless(e), "", host, details);
        } finally {
            warmup.ended();
        }
    }

    /** Java's message about a broken answer may quote the answer, and so the key. */
    private IOException harmless(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (key.isIn("" + cause.getMessage())) {
                return new IOException(ApiKey.WITHHELD);
            }
        }
        return e;
    }

    private Instant turn(Details details, Instant latest) {
        try {
            warmup.await();
            return pace.await(latest).orElseThrow(() -> late(details));
        } catch (Pace.LockedOut e) {
            warmup.ended();
            throw answers.limited(details, "not sent", Optional.of(e.pause()));
        } catch (InterruptedException e) {
            warmup.ended();
            throw Failures.interrupted(e, "", details);
        }
    }

    private static FlikiException late(Details details) {
        var why = "other requests of this client had all turns";
        return FlikiException.of(Kind.NOT_FINISHED, why, details, null);
    }

    private Map<String, String> headers() {
        return Map.of(
                "Authorization", key.bearer(),
                "Content-Type", "application/json",
                "Accept", "application/json");
    }

    private void learn(Transport.Reply reply, Instant sent) {
        var retryAfter = answers.retryAfter(reply);
        if (reply.status() == 429) {
            pace.refused(sent, retryAfter);
        } else {
            pace.answered();
            retryAfter.ifPresent(pace::pause);
        }
    }
}
