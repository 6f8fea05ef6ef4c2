package fliki.internal.download;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One version of a file, as far as the answers so far tell. A file is put together from pieces of
 * one version alone.
 *
 * @param etag its name
 * @param modified when it was made; as good as a name where there is none
 * @param coding how the server calls its bytes compressed; empty if it does not
 * @param length its bytes
 */
public record FileVersion(
        Optional<String> etag, Optional<String> modified, String coding, OptionalLong length) {

    public static final FileVersion UNKNOWN =
            new FileVersion(Optional.empty(), Optional.empty(), "", OptionalLong.empty());

    /** What a server compares before it sends the rest; without it, a file is not resumed. */
    public Optional<String> validator() {
        return etag.or(() -> modified);
    }

    /** The version of a file that comes from its start; a length holds on where none is told. */
    public FileVersion startedBy(FileVersion next) {
        return next.length.isEmpty() && !isOther(next) ? next.length(length) : next;
    }

    private FileVersion length(OptionalLong known) {
        return new FileVersion(etag, modified, coding, known);
    }

    /**
     * The same, better known, if the piece goes on behind so many bytes and contradicts nothing.
     */
    public Optional<FileVersion> continuedBy(Piece piece, long size) {
        var told = piece.version();
        var known = length.isPresent() ? length : told.length;
        var fits =
                piece.start() == size
                        && piece.end().orElse(Long.MAX_VALUE) > size
                        && piece.end().orElse(size) <= known.orElse(Long.MAX_VALUE)
                        && (told.length.isEmpty() || told.length.equals(known))
                        && (told.coding.isEmpty() || told.coding.equals(coding))
                        && !isOther(told);
        return fits ? Optional.of(length(known)) : Optional.empty();
    }

    private boolean isOther(FileVersion told) {
        return etag.isPresent() && told.etag.isPresent() && !told.etag.equals(etag);
    }
}
