package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Notice;
import fliki.Status;
import fliki.internal.download.Arrival;
import fliki.internal.download.FileNames;
import fliki.internal.download.FileVersion;
import fliki.internal.download.Link;
import fliki.internal.download.NoFile;
import fliki.internal.download.PartFile;
import fliki.internal.download.Piece;
import fliki.internal.http.Proxies;
import fliki.internal.http.Transport;
import fliki.internal.text.Text;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * One file on its way from the storage server to its place. That server never sees the key; a
 * public client (2026) sends it none either.
 */
final class Download implements AutoCloseable {

    /** How the reason of a failed download begins. */
    private static final String TRIED = "cannot download: ";

    /** After so many new bytes all tries are open again. */
    private static final long WORTH = 1 << 20;

    private static final long NOTE_EVERY = Duration.ofMillis(100).toNanos();
    private static final String EARLY = "it ended early";

    private final Transport transport;
    private final Function<String, Status> fresh;
    private final Listeners listeners;
    private final Place place;
    private final String id;

    private Link link;
    private boolean renewed;
    private FileVersion version = FileVersion.UNKNOWN;
    private Path file;
    private Optional<Arrival> arrival = Optional.empty();
    private long mark;
    private long noted;

    /**
     * Where a file may come from and where it goes.
     *
     * @param local whether plain http will do, as for an API on this machine
     * @param file the file for an extension
     * @param replace whether a file that is there already is replaced
     */
    record Place(boolean local, Function<String, Path> file, boolean replace) {}

    Download(
            Transport transport,
            Function<String, Status> fresh,
            Listeners listeners,
            Place place,
            Status status) {
        this.transport = transport;
        this.fresh = fresh;
        this.listeners = listeners;
        this.place = place;
        id = status.fileId();
        link = link(status);
    }

    private Link link(Status status) {
        if (status.state().failed()) {
            var said = status.message().map(words -> ": " + words).orElse("");
            throw none(Kind.GENERATION_FAILED, status, "it ended in " + word(status) + said);
        }
        if (!status.finished()) {
            var why = "not finished but " + word(status) + "; poll it first";
            throw none(Kind.NOT_FINISHED, status, why);
        }
        var text = status.download();
        if (text.isEmpty()) {
            throw none(Kind.DOWNLOAD, status, TRIED + "Fliki gave no link");
        }
        try {
            return Link.of(text.get(), place.local());
        } catch (NoFile e) {
            throw none(Kind.DOWNLOAD, status, TRIED + e.getMessage());
        }
    }

    private static String word(Status status) {
        return Text.brief(status.status());
    }

    private static FlikiException none(Kind kind, Status status, String why) {
        var details = Details.of(status.fileId()).last(Optional.of(status));
        return FlikiException.of(kind, why, details, null);
    }

    /** Fetches the file; returns where it is. */
    Path fetch(Patience patience) {
        var asked = Asked.ofFile(id);
        try (var unfinished = this) {
            return patience.ask(
                    asked,
                    () -> unfinished.attempt(asked, patience),
                    e -> {
                        throw e;
                    });
        } catch (PartFile.Unwritable e) {
            throw failure(e);
        } catch (FlikiException e) {
            throw e.retryable() || e.kind() == Kind.NETWORK ? failure(e) : e;
        }
    }

    /** Removes what has not become the file. */
    @Override
    public void close() {
        arrival.ifPresent(Arrival::close);
    }

    /** One try; a good part of the file opens all tries again. */
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

    private Path attempt() {
        for (var next = Optional.of(link); next.isPresent(); ) {
            next = ask(next.get());
        }
        return file;
    }

    /** Asks one address; gives the one to ask next, or none once the file is there. */
    private Optional<Link> ask(Link at) {
        var address = at.address();
        try {
            return transport.fetch(address, headers(), (answer, body) -> receive(at, answer, body));
        } catch (Proxies.Unusable | NoFile e) {
            throw failure(e.getMessage());
        } catch (IOException e) {
            var host = address.getHost() + transport.through(address);
            throw Failures.of(e, TRIED, host, Details.of(id));
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

    /** Whether a good part of the file has come since the last call. */
    private boolean takeProgress() {
        var moved = size() - mark >= WORTH;
        mark = Math.max(mark, size());
        return moved;
    }

    private Optional<Link> receive(Link at, HttpResponse<?> answer, InputStream body)
            throws IOException {
        var status = answer.statusCode();
        return switch (status) {
            case 200 -> whole(at, answer, body);
            case 206 -> rest(answer, body);
            case 301, 302, 303, 307, 308 -> Optional.of(redirected(at, answer));
            case 403, 404, 410 -> Optional.of(renewed(status));
            case 416 -> end(answer);
            default -> throw refused(status);
        };
    }

    private Link redirected(Link at, HttpResponse<?> answer) {
        try {
            return at.redirected(answer.headers().firstValue("Location"));
        } catch (NoFile e) {
            var status = answer.statusCode();
            var details = Details.of(id).http(status, Optional.empty());
            var reason = TRIED + e.getMessage() + " (" + status + ")";
            throw FlikiException.of(Kind.DOWNLOAD, reason, details, null);
        }
    }

    /** Takes the file from its start. */
    private Optional<Link> whole(Link at, HttpResponse<?> answer, InputStream body)
            throws IOException {
        var piece = Piece.whole(answer.headers());
        var type = answer.headers().firstValue("Content-Type").orElse("");
        if (arrival.isEmpty()) {
            file = place.file().apply(FileNames.extension(at.paths(), type));
            if (PartFile.isThere(file, piece.version().length(), place.replace())) {
                return Optional.empty();
            }
            arrival = Optional.of(new Arrival(file, this::note));
        }
        arrival.get().restart(type);
        var bytes = Arrival.unpacked(body);
        var packed = bytes instanceof GZIPInputStream;
        version = version.startedBy(packed ? FileVersion.UNKNOWN : piece.version());
        arrival.get().add(bytes, version.length());
        return finished();
    }

    /** Goes on behind what has come; the server may give less than all that is left. */
    private Optional<Link> rest(HttpResponse<?> answer, InputStream body) throws IOException {
        var piece = Piece.part(answer.headers());
        version = continued(piece);
        arrival.get().add(body, piece.get().end());
        if (size() < piece.get().end().getAsLong()) {
            throw new IOException(EARLY);
        }
        return version.length().equals(OptionalLong.of(size())) ? finished() : Optional.of(link);
    }

    /** There is no more, says the server. */
    private Optional<Link> end(HttpResponse<?> answer) throws IOException {
        version = continued(Piece.nothing(answer.headers()));
        return finished();
    }

    /** The version that goes on in this answer; if it is another, the file starts again. */
    private FileVersion continued(Optional<Piece> piece) throws IOException {
        var next = piece.flatMap(part -> version.continuedBy(part, size()));
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
        arrival.get().finish(place.replace());
        return Optional.empty();
    }

    private void note() {
        var now = System.nanoTime();
        if (now - noted > NOTE_EVERY || version.length().equals(OptionalLong.of(size()))) {
            noted = now;
            var message = "downloading " + Text.brief(id) + ", " + size() + " bytes so far";
            var kind = Notice.Kind.DOWNLOADING;
            var size = OptionalLong.of(size());
            listeners.notice(new Notice(kind, Optional.of(id), message, size, version.length()));
        }
    }

    private Link renewed(int status) {
        var next = renewed ? link : fresh(status);
        if (next.origin().equals(link.origin())) {
            throw dead(status, "; Fliki deletes files after 3 hours");
        }
        renewed = true;
        link = next;
        return next;
    }

    /** The link that Fliki gives now; it may say by now that there is none yet. */
    private Link fresh(int status) {
        var now = fresh.apply(id);
        if (!now.finished()) {
            throw dead(status, ", and Fliki now says " + word(now));
        }
        return link(now);
    }

    private FlikiException dead(int status, String more) {
        return failure("the link is dead (HTTP " + status + ")" + more);
    }

    private FlikiException refused(int status) {
        var details = Details.of(id).http(status, Optional.empty());
        var kind = status == 429 ? Kind.RATE_LIMITED : Kind.SERVER;
        var passing = FlikiException.of(kind, TRIED + "HTTP " + status, details, null);
        return passing.retryable() ? passing : failure(passing);
    }

    private FlikiException failure(PartFile.Unwritable e) {
        var reason = "cannot write " + file + " (" + Failures.reason(e.getCause()) + ")";
        return FlikiException.of(Kind.DOWNLOAD, reason, Details.of(id), e);
    }

    private FlikiException failure(FlikiException e) {
        var details = new Details(Optional.of(id), e.httpStatus(), e.retryAfter(), e.lastStatus());
        return FlikiException.of(Kind.DOWNLOAD, e.reason(), details, e);
    }

    private FlikiException failure(String why) {
        return FlikiException.of(Kind.DOWNLOAD, TRIED + why, Details.of(id), null);
    }
}
