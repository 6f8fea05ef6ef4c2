package fliki.internal.download;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The version of a file that is being fetched: what the answers so far have said of it, which holds
 * until its end.
 *
 * @param etag its name, to resume by
 * @param length its bytes
 */
public record FileVersion(Optional<String> etag, OptionalLong length) {

    public static final FileVersion UNKNOWN =
            new FileVersion(Optional.empty(), OptionalLong.empty());

    /** The version of a file that comes from its start; a length holds on where none is told. */
    public FileVersion startedBy(Piece whole) {
        var holds = whole.length().isEmpty() && !isOther(whole);
        return new FileVersion(whole.etag(), holds ? length : whole.length());
    }

    /**
     * The same, better known, if the piece goes on behind so many bytes and contradicts nothing.
     */
    public Optional<FileVersion> continuedBy(Piece piece, long size) {
        var known = length.isPresent() ? length : piece.length();
        var fits =
                piece.start() == size
                        && piece.end().orElse(Long.MAX_VALUE) > size
                        && piece.end().orElse(size) <= known.orElse(Long.MAX_VALUE)
                        && (piece.length().isEmpty() || piece.length().equals(known))
                        && piece.coding().isEmpty()
                        && !isOther(piece);
        return fits ? Optional.of(new FileVersion(etag, known)) : Optional.empty();
    }

    private boolean isOther(Piece piece) {
        return etag.isPresent() && piece.etag().isPresent() && !piece.etag().equals(etag);
    }
}
