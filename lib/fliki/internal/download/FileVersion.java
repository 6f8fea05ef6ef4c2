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
     * The same, better known, if the piece goes on behind so many bytes, and is of this version. A
     * server that ignores what it is to compare sends a piece of any.
     */
    public Optional<FileVersion> continuedBy(Piece piece, long size) {
        return piece.version().isNamedAs(this) ? fitting(piece, size) : Optional.empty();
    }

    /** The same, better known, if an answer without bytes says that the file ends here. */
    public Optional<FileVersion> endedBy(Piece nothing, long size) {
        return fitting(nothing, size);
    }

    private Optional<FileVersion> fitting(Piece piece, long size) {
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

    /** Whether this tells the validator by which the other was asked for. */
    private boolean isNamedAs(FileVersion asked) {
        return asked.etag.isPresent()
                ? etag.equals(asked.etag)
                : modified.isPresent() && modified.equals(asked.modified);
    }

    private boolean isOther(FileVersion told) {
        return differ(etag, told.etag) || etag.isEmpty() && differ(modified, told.modified);
    }

    private static boolean differ(Optional<String> a, Optional<String> b) {
        return a.isPresent() && b.isPresent() && !a.equals(b);
    }
}
