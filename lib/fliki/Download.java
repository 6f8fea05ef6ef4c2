package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import kong.unirest.core.RawResponse;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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
final class Download {

    /** Bytes for which a connection that broke is worth as many further tries as the first. */
    private static final long WORTH = 1 << 20;

    private static final long NOTE_EVERY = Duration.ofMillis(100).toNanos();
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d+|\\*)");
    private static final Pattern PAGE =
            Pattern.compile("(?i)\\s*(text/html|text/xml|application/([^;]*\\+)?(json|xml)).*");

    private static final String NO_LENGTH = "and the server tells no length to compare";
    private static final Pattern PAGE_START = Pattern.compile("\uFEFF?\\s*[<{]");

    private final Transport transport;
    private final Function<String, Status> fresh;
    private final Events events;
    private final Place place;
    private final String id;

    private URI link;
    private boolean renewed;
    private Optional<String> etag = Optional.empty();
    private Path file;
    private PartFile part;
    private long mark;
    private long noted;

    Download(
            Transport transport,
            Function<String, Status> fresh,
            Events events,
            Place place,
            Status status) {
        this.transport = transport;
        this.fresh = fresh;
        this.events = events;
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
        try {
            return retry.call(id, this::attempt, this::moved);
        } catch (PartFile.Unwritable e) {
            var why = "cannot write " + file + " (" + Trouble.reason(e.getCause()) + ")";
            throw failure(Thread.currentThread().isInterrupted() ? "interrupted" : why, e);
        } catch (FlikiException e) {
            throw e.retryable() ? failure(e) : e;
        } finally {
            if (part != null) {
                part.close();
            }
        }
    }

    private Path attempt() {
        try {
            return transport.fetch(link.toASCIIString(), headers(), this::receive);
        } catch (IOException e) {
            throw Trouble.of(e, Link.TRIED, link.getHost(), Details.of(id));
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

    /** Whether a good part of the file has come since this was last asked. */
    private boolean moved() {
        var moved = size() - mark >= WORTH;
        mark = Math.max(mark, size());
        return moved;
    }

    private Path receive(RawResponse answer, InputStream body) throws IOException {
        var status = answer.getStatus();
        return switch (status) {
            case 200 -> whole(answer, body);
            case 206 -> rest(answer, body);
            case 403, 404, 410 -> renew(status);
            case 416 -> startAgain();
            default -> throw refused(status);
        };
    }

    private Path whole(RawResponse answer, InputStream body) throws IOException {
        var length = number(answer.getHeaders().getFirst("Content-Length"));
        var type = answer.getContentType();
        if (PAGE.matcher(type).matches()) {
            throw failure("the server sent " + Text.brief(type) + " instead of the file", null);
        }
        if (part == null) {
            file = place.file().apply(FileName.extension(link.getPath(), type));
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw failure(file + " is there already, and is not a plain file", null);
            }
            if (Files.exists(file) && !place.replace()) {
                return kept(length);
            }
            part = PartFile.open(file);
        }
        part.restart();
        etag = etag(answer);
        return write(body, length);
    }

    /** The name of this version of the file; a weak one says too little to resume by. */
    private static Optional<String> etag(RawResponse answer) {
        return Optional.of(answer.getHeaders().getFirst("ETag"))
                .filter(tag -> tag.startsWith("\""));
    }

    private Path kept(OptionalLong length) throws IOException {
        if (length.isPresent() && length.getAsLong() == Files.size(file)) {
            return file;
        }
        var why = length.isPresent() ? "of another length" : NO_LENGTH;
        throw failure(
                file + " is there already, " + why + "; move it away, or have it replaced", null);
    }

    private Path rest(RawResponse answer, InputStream body) throws IOException {
        var range = RANGE.matcher(answer.getHeaders().getFirst("Content-Range"));
        var other = !etag(answer).or(() -> etag).equals(etag);
        if (part == null || other || !range.matches() || Long.parseLong(range.group(1)) != size()) {
            return startAgain();
        }
        return write(body, number(range.group(2)));
    }

    private Path startAgain() throws IOException {
        etag = Optional.empty();
        throw new IOException("not the range that was asked for");
    }

    private Path write(InputStream body, OptionalLong length) throws IOException {
        var bytes = new byte[1 << 16];
        for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
            if (size() == 0 && PAGE_START.matcher(new String(bytes, 0, count, UTF_8)).lookingAt()) {
                throw failure("the server sent a page instead of the file", null);
            }
            part.write(bytes, count);
            note(length);
        }
        if (size() == 0 || length.isPresent() && length.getAsLong() != size()) {
            throw new IOException("it ended early");
        }
        part.finish(place.replace());
        return file;
    }

    private void note(OptionalLong length) {
        var now = System.nanoTime();
        if (now - noted > NOTE_EVERY || length.isPresent() && length.getAsLong() == size()) {
            noted = now;
            var message = "downloading " + Text.brief(id) + ", " + size() + " bytes so far";
            var size = OptionalLong.of(size());
            events.notice(
                    new Notice(Notice.Kind.DOWNLOADING, Optional.of(id), message, size, length));
        }
    }

    private Path renew(int status) {
        var next = renewed ? link : Link.of(fresh.apply(id), place.local());
        if (next.equals(link)) {
            var why = "the link is dead (HTTP " + status + "); Fliki deletes files after 3 hours";
            throw failure(why, null);
        }
        renewed = true;
        link = next;
        return attempt();
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

    private FlikiException failure(String why, Throwable cause) {
        return FlikiException.of(Kind.DOWNLOAD, Link.TRIED + why, Details.of(id), cause);
    }
}
