package fliki.internal.download;

import kong.unirest.core.RawResponse;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one answer of a storage server says of the file that it holds, or holds a part of.
 *
 * @param start the first byte that comes
 * @param end the byte behind the last one that comes, of a part alone
 * @param length the bytes of the whole file, where that is told
 * @param etag the name of this version of the file, where it is good enough to resume by
 * @param coding how the bytes are compressed, where they are
 */
public record Piece(
        long start,
        OptionalLong end,
        OptionalLong length,
        Optional<String> etag,
        Optional<String> coding) {

    /** The one coding that Unirest decodes. */
    public static final String GZIP = "gzip";

    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private static final Pattern NO_RANGE = Pattern.compile("bytes \\*/(\\d{1,18})");

    /**
     * The registered codings that change bytes (IANA, HTTP content codings). Other words, which
     * some stores keep with a file, say nothing of its bytes; browsers ignore them.
     */
    private static final Set<String> CODINGS =
            Set.of(
                    "aes128gcm",
                    "br",
                    "compress",
                    "dcb",
                    "dcz",
                    "deflate",
                    "exi",
                    GZIP,
                    "pack200-gzip",
                    "x-compress",
                    "x-gzip",
                    "zstd");

    /** The whole file. The length of a compressed one is that of other bytes. */
    public static Piece whole(RawResponse answer) {
        var length =
                coding(answer).isPresent()
                        ? OptionalLong.empty()
                        : number(header(answer, "Content-Length"));
        return new Piece(0, OptionalLong.empty(), length, etag(answer), coding(answer));
    }

    /** A part of the file, if the answer says which. */
    public static Optional<Piece> part(RawResponse answer) {
        var range = RANGE.matcher(header(answer, "Content-Range"));
        if (!range.matches()) {
            return Optional.empty();
        }
        var end = OptionalLong.of(Long.parseLong(range.group(2)) + 1);
        return Optional.of(
                new Piece(
                        Long.parseLong(range.group(1)),
                        end,
                        number(range.group(3)),
                        etag(answer),
                        coding(answer)));
    }

    /** Nothing, as all has come, if the answer says how much that is. */
    public static Optional<Piece> nothing(RawResponse answer) {
        var range = NO_RANGE.matcher(header(answer, "Content-Range"));
        if (!range.matches()) {
            return Optional.empty();
        }
        var length = number(range.group(1));
        return Optional.of(
                new Piece(
                        length.getAsLong(),
                        OptionalLong.empty(),
                        length,
                        etag(answer),
                        Optional.empty()));
    }

    private static String header(RawResponse answer, String name) {
        return answer.getHeaders().getFirst(name);
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /** A weak name says too little, and ranges of compressed bytes are of no use. */
    private static Optional<String> etag(RawResponse answer) {
        return Optional.of(header(answer, "ETag"))
                .filter(tag -> tag.startsWith("\"") && coding(answer).isEmpty());
    }

    private static Optional<String> coding(RawResponse answer) {
        var words = header(answer, "Content-Encoding").toLowerCase(Locale.ROOT).split(",");
        var codings =
                Arrays.stream(words)
                        .map(String::strip)
                        .filter(CODINGS::contains)
                        .collect(Collectors.joining(", "));
        return Optional.of(codings).filter(found -> !found.isEmpty());
    }
}
