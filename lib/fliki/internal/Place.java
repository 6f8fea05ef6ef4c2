package fliki.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Where a file may come from and where it goes.
 *
 * @param local whether plain http will do
 * @param file the file for an extension
 * @param replace whether a file that is there already is replaced
 */
record Place(boolean local, Function<String, Path> file, boolean replace) {

    private static final String NO_LENGTH = "and the server names no length to compare";

    /** Whether the file is there already; one of another length is somebody's own. */
    boolean holds(String fileId, Path file, OptionalLong length) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        if (!Files.isRegularFile(file)) {
            throw Link.failed(fileId, file + " is there already, and is not a plain file");
        }
        if (!replace && !length.equals(OptionalLong.of(Files.size(file)))) {
            var why = length.isPresent() ? "of another length" : NO_LENGTH;
            var advice = "; move it away, or use force to replace it";
            throw Link.failed(fileId, file + " is there already, " + why + advice);
        }
        return !replace;
    }
}
