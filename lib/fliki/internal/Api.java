package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Generation;
import fliki.Status;
import fliki.internal.http.RetryAfter;
import fliki.internal.http.Transport;
import fliki.internal.text.Text;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
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
final class Api {

    private final URI url;
    private final ApiKey key;
    private final Transport transport;
    private final Warmup warmup;
    private final Pace pace;
    private final Pace.Lane lane;
    private final Time time;

    Api(URI url, ApiKey key, Transport transport, Warmup warmup, Pace pace, Time time) {
        this.url = url;
        this.key = key;
        this.transport = transport;
        this.warmup = warmup;
        this.pace = pace;
        lane = pace.lane();
        this.time = time;
    }

    /** One answer of the server, or none. */
    private interface Exchange {
        Transport.Reply reply() throws IOException;
    }

    /** Reads the body of a good answer. */
    private interface Reader<T> {
        T read(String body) throws StatusJson.NoAnswer;
    }

    /** Asks once about a file; an empty id is refused without asking. */
    Status look(String fileId) {
        if (fileId.isBlank()) {
            throw FlikiException.of(Kind.BAD_REQUEST, "the id is empty", Details.NONE, null);
        }
        var details = Details.of(fileId);
        return call(
                details,
                () -> transport.look(address(fileId), headers()),
                body -> StatusJson.status(fileId, body));
    }

    private String address(String fileId) {
        return url + "/generate/status?fileId=" + Text.encoded(fileId);
    }

    /**
     * Asks once for a generation; gives the ids of what was started.
     *
     * @param sending called when it is this request's turn
     * @param release asked before its body goes out, and nothing of it does without a yes
     */
    List<String> start(Generation generation, Runnable sending, BooleanSupplier release) {
        var address = url + "/generate/" + generation.endpoint().word();
        var body = generation.body();
        return call(
                Details.NONE,
                () -> {
                    sending.run();
                    return transport.post(address, headers(), body, release);
                },
                GenerationJson::ids);
    }

    private <T> T call(Details details, Exchange exchange, Reader<T> reader) {
        try {
            var sent = turn(details);
            return read(exchange.reply(), sent, details, reader);
        } catch (IOException e) {
            var host = url.getRawAuthority() + transport.through(url);
            throw Failures.of(harmless(e), "", host, details);
        } finally {
            warmup.ended();
        }
    }

    /** What Java says of a broken answer may quote the answer. */
    private IOException harmless(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (key.isIn("" + cause.getMessage())) {
                return new IOException(ApiKey.WITHHELD);
            }
        }
        return e;
    }

    private Instant turn(Details details) {
        try {
            warmup.await();
            return lane.await();
        } catch (Pace.LockedOut e) {
            throw limited(details, "not sent", Optional.of(e.pause()));
        } catch (InterruptedException e) {
            throw Failures.interrupted(e, "", details);
        }
    }

    private Map<String, String> headers() {
        return Map.of(
                "Authorization", key.bearer(),
                "Content-Type", "application/json",
                "Accept", "application/json");
    }

    private <T> T read(Transport.Reply reply, Instant sent, Details details, Reader<T> reader) {
        var clock = reply.date().flatMap(RetryAfter::date).orElseGet(time::now);
        var retryAfter = reply.retryAfter().flatMap(h -> RetryAfter.parse(h, clock));
        if (reply.status() == 429) {
            pace.refused(sent, retryAfter);
            throw limited(details, "429", retryAfter);
        }
        pace.answered();
        var answered = details.http(reply.status(), retryAfter);
        try {
            if (reply.body().length > Transport.LARGEST) {
                throw new StatusJson.NoAnswer("more than 1 MiB", null);
            }
            var text = StatusJson.text(reply.body());
            var body = key.redacted(text, details.fileId().orElse(""));
            if (reply.status() / 100 == 2) {
                return reader.read(body);
            }
            var refusal = new Refusal(url, reply.status(), body);
            var reason = refusal.reason(answered, target(reply)) + until(retryAfter);
            throw FlikiException.of(refusal.kind(), reason, answered, null);
        } catch (StatusJson.NoAnswer e) {
            var reason = "Fliki sent " + e.getMessage() + " (" + reply.status() + ")";
            throw FlikiException.of(Refusal.kind(reply.status()), reason, answered, e);
        }
    }

    /** The host that a redirect leads to. */
    private String target(Transport.Reply reply) {
        try {
            var host = URI.create(reply.location().orElse("")).getHost();
            return host == null ? "" : " to " + key.redacted(Text.brief(host), "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private FlikiException limited(Details details, String came, Optional<Duration> retryAfter) {
        return FlikiException.of(
                Kind.RATE_LIMITED,
                "too many requests (" + came + ")" + until(retryAfter),
                details.http(429, retryAfter),
                null);
    }

    private String until(Optional<Duration> retryAfter) {
        return retryAfter
                .map(wait -> "; Fliki asks to wait until " + Text.clock(time.now().plus(wait)))
                .orElse("");
    }
}
