package fliki.internal.download;

import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What one answer of a storage server says of the bytes in it.
 *
 * @param start the first byte that comes
 * @param end the byte behind the last one that comes, of a part alone
 * @param version what it says of the file that they are of
 */
public record Piece(long start, OptionalLong end, FileVersion version) {

    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private static final Pattern NO_RANGE = Pattern.compile("bytes \\*/(\\d{1,18})");

    /** The whole file. */
    public static Piece whole(HttpHeaders headers) {
        var length = number(header(headers, "Content-Length"));
        return new Piece(0, OptionalLong.empty(), version(headers, length));
    }

    /** Whether nothing of the file is missing in front of the bytes, and its length is told. */
    public boolean isFromStart() {
        return start == 0 && version.length().isPresent();
    }

    /** A part of the file, if the answer says which; several parts are none. */
    public static Optional<Piece> part(HttpHeaders headers) {
        var range = RANGE.matcher(header(headers, "Content-Range"));
        var several = header(headers, "Content-Type").strip().toLowerCase(Locale.ROOT);
        if (!range.matches() || several.startsWith("multipart/")) {
            return Optional.empty();
        }
        var start = Long.parseLong(range.group(1));
        var end = OptionalLong.of(Long.parseLong(range.group(2)) + 1);
        return Optional.of(new Piece(start, end, version(headers, number(range.group(3)))));
    }

    /** Nothing, as all has come, if the answer says how much that is. */
    public static Optional<Piece> nothing(HttpHeaders headers) {
        var range = NO_RANGE.matcher(header(headers, "Content-Range"));
        if (!range.matches()) {
            return Optional.empty();
        }
        var length = Long.parseLong(range.group(1));
        var version = version(headers, OptionalLong.of(length));
        return Optional.of(new Piece(length, OptionalLong.empty(), version));
    }

    /** A weak name says too little, a date enough. */
    private static FileVersion version(HttpHeaders headers, OptionalLong length) {
        return new FileVersion(
                Optional.of(header(headers, "ETag")).filter(tag -> tag.startsWith("\"")),
                headers.firstValue("Last-Modified"),
                header(headers, "Content-Encoding").toLowerCase(Locale.ROOT),
                length);
    }

    private static String header(HttpHeaders headers, String name) {
        return headers.firstValue(name).orElse("");
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }
}
