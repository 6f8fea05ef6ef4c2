package fliki;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.download.Arrival;
import fliki.internal.download.FileNames;
import fliki.internal.download.FileVersion;
import fliki.internal.download.Link;
import fliki.internal.download.NoFile;
import fliki.internal.download.PartFile;
import fliki.internal.download.Piece;
import fliki.internal.http.Proxies;
import fliki.internal.http.RetryAfter;
import fliki.internal.http.Transport;
import fliki.internal.text.Text;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * One download from a storage server. The server never gets the key; a public client (2026) sends
 * none either.
 */
final class Download implements AutoCloseable {

    /** The beginning of each reason of a failed download. */
    static final String TRIED = "cannot download: ";

    /** After this many new bytes, the retries start again. */
    private static final long WORTH = 1 << 20;

    /** S3 and Google Cloud Storage say this in a 400 about a signed link. */
    private static final Pattern EXPIRED = Pattern.compile("(?i)expire");

    private static final int LONGEST_REFUSAL = 1 << 16;
    private static final long NOTE_EVERY = Duration.ofMillis(100).toNanos();
    private static final String EARLY = "it ended early";

    private final Means means;
    private final String id;
    private final Links links;
    private final Place place;

    private FileVersion version = FileVersion.UNKNOWN;
    private Path file;
    private Optional<Arrival> arrival = Optional.empty();
    private long received;
    private long mark;
    private long noted;

    /**
     * What all downloads of a client share.
     *
     * @param patience how long a server may be silent, or slower than 1 KiB a second
     */
    record Means(
            Transport transport,
            Shared shared,
            Duration patience,
            Time time,
            Listeners listeners) {}

    /**
     * Where a file goes.
     *
     * @param file the file for an extension
     * @param replace whether a file that is there already is replaced
     */
    record Place(Function<String, Path> file, boolean replace) {}

    Download(Means means, String fileId, Links links, Place place) {
        this.means = means;
        this.id = fileId;
        this.links = links;
        this.place = place;
    }

    /** Fetches the file; returns where it is. */
    Path fetch(Patience patience) {
        var asked = Asked.ofFile(id);
        try (var unfinished = this) {
            return patience.ask(asked, () -> unfinished.attempt(asked, patience));
        } catch (FlikiException e) {
            throw e.retryable() || e.kind() == Kind.NETWORK ? failure(e) : e;
        }
    }

    /** Tries once. If a good part of the file came, the retries start again. */
    private Path attempt(Asked asked, Patience patience) {
        try {
            return attempt();
        } catch (FlikiException e) {
            if (takeProgress()) {
                asked.startAgain();
                patience.heard();
            }
            throw e;
        }
    }

    /**
     * Tries once and gives the path of the file. NETWORK, TIMEOUT, RATE_LIMITED, SERVER and, for a
     * page, BAD_RESPONSE are worth a retry. NOT_FINISHED: the file is not there yet; ask until
     * another kind comes. Everything else is final.
     */
    private Path attempt() {
        try {
            for (var next = Optional.of(links.current()); next.isPresent(); ) {
                next = ask(next.get());
            }
            return file;
        } catch (PartFile.Unwritable e) {
            var reason = "cannot write " + file + " (" + Failures.reason(e.getCause()) + ")";
            throw FlikiException.of(Kind.DOWNLOAD, reason, Details.of(id), e);
        } catch (Arrival.Page e) {
            var details = Details.of(id).http(200, Optional.empty());
            throw FlikiException.of(Kind.BAD_RESPONSE, TRIED + e.getMessage(), details, null);
        } catch (Proxies.Unusable | NoFile e) {
            throw failed(id, e.getMessage());
        }
    }

    /** Whether a good part of the file has come since the last call. */
    private boolean takeProgress() {
        var moved = size() - mark >= WORTH;
        mark = Math.max(mark, size());
        return moved;
    }

    /** Deletes an unfinished file. */
    @Override
    public void close() {
        arrival.ifPresent(Arrival::close);
    }

    /** Asks one address and gives the next one to ask; none when the file is complete. */
    private Optional<Link> ask(Link at) {
        var address = at.address();
        await(address);
        try {
            return means.transport()
                    .fetch(address, headers(), (answer, body) -> receive(at, answer, body));
        } catch (IOException e) {
            var host = address.getHost() + means.transport().through(address);
            throw Failures.of(e, TRIED, host, Details.of(id));
        }
    }

    /** Waits as long as this server has asked us to. */
    private void await(URI address) {
        var wait = means.shared().pause(address, means.time().now());
        if (Backoff.isTooLong(wait)) {
            throw refused("not sent", 429, Optional.of(wait));
        }
        try {
            means.time().sleep(wait);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e, TRIED, Details.of(id));
        }
    }

    private Map<String, String> headers() {
        var headers = new HashMap<>(Map.of("Accept-Encoding", "identity"));
        if (size() > 0 && version.validator().isPresent()) {
            headers.put("Range", "bytes=" + size() + "-");
            headers.put("If-Range", version.validator().get());
        }
        return headers;
    }

    private long size() {
        return arrival.map(Arrival::size).orElse(0L);
    }

    private Optional<Link> receive(Link at, HttpResponse<?> answer, InputStream body)
            throws IOException {
        var status = answer.statusCode();
        var now = means.time().now();
        var wait =
                RetryAfter.of(
                        answer.headers().firstValue("Retry-After"),
                        answer.headers().firstValue("Date"),
                        now);
        wait.ifPresent(w -> means.shared().close(at.address(), now.plus(w)));
        return switch (status) {
            case 200, 203 -> whole(at, answer, Piece.whole(answer.headers()), body);
            case 206 -> part(at, answer, body);
            case 301, 302, 303, 307, 308 -> Optional.of(redirected(at, answer));
            case 401, 403, 404, 410 -> Optional.of(links.renewed(status, received));
            case 416 -> end(answer);
            default -> {
                if (status == 400 && speaksOfAnExpiredLink(body)) {
                    yield Optional.of(links.renewed(status, received));
                }
                throw refused("HTTP " + status, status, wait);
            }
        };
    }

    private static boolean speaksOfAnExpiredLink(InputStream body) throws IOException {
        var words = new String(body.readNBytes(LONGEST_REFUSAL), ISO_8859_1);
        return EXPIRED.matcher(words).find();
    }

    private Link redirected(Link at, HttpResponse<?> answer) {
        try {
            return at.redirected(answer.headers().firstValue("Location"));
        } catch (NoFile e) {
            var details = Details.of(id).http(answer.statusCode(), Optional.empty());
            var reason = TRIED + e.getMessage() + " (" + answer.statusCode() + ")";
            throw FlikiException.of(Kind.DOWNLOAD, reason, details, null);
        }
    }

    /** Takes the file from its start. */
    private Optional<Link> whole(Link at, HttpResponse<?> answer, Piece piece, InputStream body)
            throws IOException {
        var type = answer.headers().firstValue("Content-Type").orElse("");
        if (arrival.isEmpty()) {
            file = place.file().apply(FileNames.extension(at.paths(), type));
            if (PartFile.isThere(file, piece.version().length(), place.replace())) {
                return Optional.empty();
            }
            arrival = Optional.of(new Arrival(file, means.patience(), this::came));
        }
        arrival.get().restart(type);
        var bytes = Arrival.unpacked(body);
        var packed = bytes instanceof GZIPInputStream;
        version = version.startedBy(packed ? FileVersion.UNKNOWN : piece.version());
        arrival.get().add(bytes, version.length());
        return finished();
    }

    /** Appends the rest, or takes a whole file that was sent as a part. */
    private Optional<Link> part(Link at, HttpResponse<?> answer, InputStream body)
            throws IOException {
        var piece = Piece.part(answer.headers());
        if (piece.filter(Piece::isFromStart).isPresent()) {
            return whole(at, answer, piece.get(), body);
        }
        version = continued(piece.flatMap(part -> version.continuedBy(part, size())));
        var end = piece.get().end();
        arrival.get().add(body, end);
        if (size() < end.getAsLong()) {
            throw new IOException(EARLY);
        }
        var all = version.length().equals(OptionalLong.of(size()));
        return all ? finished() : Optional.of(links.current());
    }

    /** The server says that there is no more. */
    private Optional<Link> end(HttpResponse<?> answer) throws IOException {
        var nothing = Piece.nothing(answer.headers());
        version = continued(nothing.flatMap(piece -> version.endedBy(piece, size())));
        return finished();
    }

    /** Checks that this answer continues the same version; otherwise the file starts again. */
    private FileVersion continued(Optional<FileVersion> next) throws IOException {
        if (arrival.isEmpty() || next.isEmpty()) {
            arrival.ifPresent(Arrival::restart);
            throw new IOException("not the range that was asked for");
        }
        return next.get();
    }

    private Optional<Link> finished() throws IOException {
        if (size() == 0 || version.length().orElse(size()) != size()) {
            throw new IOException(EARLY);
        }
        var synced = arrival.get().finish(place.replace());
        if (!synced || !arrival.get().isLocked()) {
            means.shared().unsafeDisk(means.listeners(), file);
        }
        return Optional.empty();
    }

    private void came(int count) {
        received += count;
        var now = System.nanoTime();
        if (now - noted > NOTE_EVERY || version.length().equals(OptionalLong.of(size()))) {
            noted = now;
            means.listeners().downloading(id, size(), version.length());
        }
    }

    private FlikiException refused(String what, int status, Optional<Duration> wait) {
        var until = wait.filter(Backoff::isTooLong).map(w -> means.time().now().plus(w));
        var words = until.map(at -> "; the server asks to wait until " + Text.clock(at));
        var details = Details.of(id).http(status, wait);
        var kind = status == 429 ? Kind.RATE_LIMITED : Kind.SERVER;
        var passing = FlikiException.of(kind, TRIED + what + words.orElse(""), details, null);
        return passing.retryable() ? passing : failure(passing);
    }

    private FlikiException failure(FlikiException e) {
        var details = new Details(Optional.of(id), e.httpStatus(), e.retryAfter(), e.lastStatus());
        return FlikiException.of(Kind.DOWNLOAD, e.reason(), details, e);
    }

    /** A download that failed for good. */
    static FlikiException failed(String fileId, String why) {
        return FlikiException.of(Kind.DOWNLOAD, TRIED + why, Details.of(fileId), null);
    }
}
