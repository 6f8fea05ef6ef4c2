package fliki.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds files that were fetched, as they are seen from the page. */
final class Neighbour {

    private final List<Path> places;
    private final Path page;

    /** Files named in this CSV, for a page in this place. */
    Neighbour(Path csv, Path html) {
        // A run wrote them as seen from its folder, mostly the current one or that of its output.
        places = Stream.of(Path.of("").toAbsolutePath(), folder(csv)).distinct().toList();
        page = folder(html);
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().normalize().getParent();
    }

    /** The relative address of a file that is there. */
    Optional<String> address(String file) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return places.stream()
                    .map(place -> place.resolve(file))
                    // Another root may be another machine, which Windows would ask.
                    .filter(path -> page.getRoot().equals(path.getRoot()))
                    // Ten times as quick as Files, for one that is not there.
                    .filter(path -> path.toFile().isFile())
                    .findFirst()
                    .map(this::relative);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private String relative(Path file) {
        var path =
                page.relativize(file.normalize())
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
        try {
            return "./" + new URI(null, null, "/" + path, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
