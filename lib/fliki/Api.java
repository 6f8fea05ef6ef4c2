package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
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

    /** One answer of the server, or none. */
    private interface Exchange {
        Transport.Reply reply() throws IOException;
    }

    /** Asks once about a file; an empty id is refused without asking. */
    @Override
    public Status at(String fileId) {
        if (fileId.isBlank()) {
            throw FlikiException.of(Kind.BAD_REQUEST, "the id is empty", Details.NONE, null);
        }
        var details = Details.of(fileId);
        return exchanged(
                turn(details),
                details,
                () -> transport.look(address(fileId), headers()),
                body -> AnswerJson.status(fileId, body));
    }

    private String address(String fileId) {
        return url + "/generate/status?fileId=" + Text.encoded(fileId);
    }

    @Override
    public void awaitTurn() {
        turn(Details.NONE);
    }

    /** A turn counts from now on: the disk took note of the start since it was given. */
    @Override
    public List<String> start(Generation generation, BooleanSupplier release) {
        var address = url + "/generate/" + generation.endpoint().word();
        var body = generation.body();
        return exchanged(
                pace.sent(),
                Details.NONE,
                () -> transport.post(address, headers(), body, release),
                AnswerJson::ids);
    }

    private <T> T exchanged(
            Instant sent, Details details, Exchange exchange, Answers.Reader<T> reader) {
        try {
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
            return pace.await();
        } catch (Pace.LockedOut e) {
            warmup.ended();
            throw answers.limited(details, "not sent", Optional.of(e.pause()));
        } catch (InterruptedException e) {
            warmup.ended();
            throw Failures.interrupted(e, "", details);
        }
    }

    private Map<String, String> headers() {
        return Map.of(
                "Authorization", key.bearer(),
                "Content-Type", "application/json",
                "Accept", "application/json");
    }

    private <T> T read(
            Transport.Reply reply, Instant sent, Details details, Answers.Reader<T> reader) {
        var retryAfter = answers.retryAfter(reply);
        if (reply.status() == 429) {
            pace.refused(sent, retryAfter);
        } else {
            pace.answered();
            retryAfter.ifPresent(pace::pause);
        }
        return answers.read(reply, details, reader);
    }
}
