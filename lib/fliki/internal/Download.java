package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Notice;
import fliki.Status;
import fliki.internal.files.FileNames;
import fliki.internal.files.PartFile;
import fliki.internal.http.Transport;
import fliki.internal.text.Text;

import kong.unirest.core.RawResponse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One file on its way from the storage server to its place. That server never sees the key; a
 * public client (2026) sends it none either.
 */
final class Download implements AutoCloseable {

    /** After so many new bytes all tries are open again. */
    private static final long WORTH = 1 << 20;

    private static final long NOTE_EVERY = Duration.ofMillis(100).toNanos();
    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d+|\\*)");

    private static final String NO_LENGTH = "and the server names no length to compare";

    private final Transport transport;
    private final Function<String, Status> fresh;
    private final Listeners listeners;
    private final Place place;
    private final String id;

    private Link link;
    private boolean renewed;
    private Optional<String> etag = Optional.empty();
    private OptionalLong length = OptionalLong.empty();
    private Page page = new Page();
    private Path file;
    private PartFile part;
    private long mark;
    private long noted;

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
        link = Link.of(status, place.local());
    }

    /**
     * Where a file may come from and where it goes.
     *
     * @param local whether plain http will do
     * @param file the file for an extension
     * @param replace whether a file that is there already is replaced
     */
    record Place(boolean local, Function<String, Path> file, boolean replace) {}

    /** Fetches the file; returns where it is. */
    Path fetch(Retry retry) {
        try (var unfinished = this) {
            return retry.call(id, unfinished::attempt, unfinished::takeProgress);
        } catch (PartFile.Unwritable e) {
            var reason = "cannot write " + file + " (" + Failures.reason(e.getCause()) + ")";
            throw FlikiException.of(Kind.DOWNLOAD, reason, Details.of(id), e);
        } catch (FlikiException e) {
            throw e.retryable() ? failure(e) : e;
        }
    }

    /** Removes what has not become the file. */
    @Override
    public void close() {
        if (part != null) {
            part.close();
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
            return transport.fetch(
                    address.toASCIIString(),
                    headers(),
                    (answer, body) -> receive(at, answer, body));
        } catch (IOException e) {
            throw Failures.of(e, Link.TRIED, address.getHost(), Details.of(id));
        }
    }

    private Map<String, String> headers() {
        if (size() == 0 || etag.isEmpty()) {
            return Map.of("Accept-Encoding", "identity");
        }
        return Map.of(
                "Accept-Encoding",
                "identity",
                "Range",
                "bytes=" + size() + "-",
                "If-Range",
                etag.get());
    }

    private long size() {
        return part == null ? 0 : part.size();
    }

    /** Whether a good part of the file has come since the last call. */
    private boolean takeProgress() {
        var moved = size() - mark >= WORTH;
        mark = Math.max(mark, size());
        return moved;
    }

    private Optional<Link> receive(Link at, RawResponse answer, InputStream body)
            throws IOException {
        var status = answer.getStatus();
        switch (status) {
            case 200 -> whole(at, answer, body);
            case 206 -> {
                return rest(answer, body) ? Optional.empty() : Optional.of(at);
            }
            case 301, 302, 303, 307, 308 -> {
                var location = answer.getHeaders().getFirst("Location");
                return Optional.of(at.redirected(status, location));
            }
            case 403, 404, 410 -> {
                return Optional.of(renewed(status));
            }
            case 416 -> throw otherRange();
            default -> throw refused(status);
        }
        return Optional.empty();
    }

    private void whole(Link at, RawResponse answer, InputStream body) throws IOException {
        var type = answer.getContentType();
        if (Page.is(type)) {
            throw failure("the server sent " + Text.brief(type) + " instead of the file");
        }
        length = length(answer);
        if (part == null) {
            file = place.file().apply(FileNames.extension(at.paths(), type));
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw failure(file + " is there already, and is not a plain file");
            }
            if (Files.exists(file) && !place.replace()) {
                checkSame();
                return;
            }
            part = PartFile.open(file);
        }
        part.restart();
        page = new Page();
        etag = etag(answer);
        write(body);
        finish();
    }

    /** The length of the file; not known of one that is compressed on the way. */
    private static OptionalLong length(RawResponse answer) {
        return compressed(answer)
                ? OptionalLong.empty()
                : number(answer.getHeaders().getFirst("Content-Length"));
    }

    private static boolean compressed(RawResponse answer) {
        var encoding = answer.getHeaders().getFirst("Content-Encoding");
        return !encoding.isBlank() && !encoding.equalsIgnoreCase("identity");
    }

    /**
     * The name of this version of the file, to resume by; a weak one says too little, and ranges of
     * compressed bytes are of no use.
     */
    private static Optional<String> etag(RawResponse answer) {
        return Optional.of(answer.getHeaders().getFirst("ETag"))
                .filter(tag -> tag.startsWith("\"") && !compressed(answer));
    }

    /** Only a file as long as the server's may stand for it. */
    private void checkSame() throws IOException {
        if (length.isPresent() && length.getAsLong() == Files.size(file)) {
            return;
        }
        var why = length.isPresent() ? "of another length" : NO_LENGTH;
        throw failure(file + " is there already, " + why + "; move it away, or have it replaced");
    }

    /**
     * Goes on behind what is there; gives whether that was the last piece. What the first answer
     * said of the length holds; one that contradicts it is about another file.
     */
    private boolean rest(RawResponse answer, InputStream body) throws IOException {
        var range = RANGE.matcher(answer.getHeaders().getFirst("Content-Range"));
        var other = !etag(answer).or(() -> etag).equals(etag);
        if (part == null || other || !range.matches() || Long.parseLong(range.group(1)) != size()) {
            throw otherRange();
        }
        var end = Long.parseLong(range.group(2)) + 1;
        var total = number(range.group(3));
        length = length.isPresent() ? length : total;
        if (end <= size()
                || total.isPresent() && !total.equals(length)
                || end > length.orElse(end)) {
            throw otherRange();
        }
        write(body);
        if (size() == end && end < length.orElse(end)) {
            return false;
        }
        finish();
        return true;
    }

    /** The failure of a resumption; the next try asks for the whole file. */
    private IOException otherRange() {
        etag = Optional.empty();
        return new IOException("not the range that was asked for");
    }

    private void write(InputStream body) throws IOException {
        var bytes = new byte[1 << 16];
        for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
            if (page.begins(bytes, count)) {
                throw failure("the server sent a page instead of the file");
            }
            part.write(bytes, count);
            note();
        }
    }

    private void finish() throws IOException {
        if (size() == 0 || length.isPresent() && length.getAsLong() != size()) {
            throw new IOException("it ended early");
        }
        part.finish(place.replace());
    }

    private void note() {
        var now = System.nanoTime();
        if (now - noted > NOTE_EVERY || length.isPresent() && length.getAsLong() == size()) {
            noted = now;
            var message = "downloading " + Text.brief(id) + ", " + size() + " bytes so far";
            var size = OptionalLong.of(size());
            listeners.notice(
                    new Notice(Notice.Kind.DOWNLOADING, Optional.of(id), message, size, length));
        }
    }

    private Link renewed(int status) {
        var next = renewed ? link : Link.of(fresh.apply(id), place.local());
        if (next.origin().equals(link.origin())) {
            var why = "the link is dead (HTTP " + status + "); Fliki deletes files after 3 hours";
            throw failure(why);
        }
        renewed = true;
        link = next;
        return next;
    }

    private FlikiException refused(int status) {
        var details = Details.of(id).http(status, Optional.empty());
        var kind = status == 429 ? Kind.RATE_LIMITED : Kind.SERVER;
        var passing = FlikiException.of(kind, Link.TRIED + "HTTP " + status, details, null);
        return passing.retryable() ? passing : failure(passing);
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private FlikiException failure(FlikiException e) {
        var details = new Details(Optional.of(id), e.httpStatus(), e.retryAfter(), e.lastStatus());
        return FlikiException.of(Kind.DOWNLOAD, e.reason(), details, e);
    }

    private FlikiException failure(String why) {
        return FlikiException.of(Kind.DOWNLOAD, Link.TRIED + why, Details.of(id), null);
    }
}
