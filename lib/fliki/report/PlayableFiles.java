package fliki.report;

import static java.util.stream.Collectors.joining;

import fliki.internal.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which of the files that a CSV names are there, and their addresses as seen from the page. */
final class PlayableFiles {

    private final List<Path> places;
    private final Path page;

    /** Files named in this CSV, for a page in this place. */
    PlayableFiles(Path csv, Path html) {
        // As seen from the folder of the run: mostly that of its output, or the current one.
        places =
                Stream.of(csv.toAbsolutePath().getParent(), Path.of("").toAbsolutePath())
                        .distinct()
                        .toList();
        page = html.toAbsolutePath().normalize().getParent();
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
                    .flatMap(this::relative);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<String> relative(Path file) {
        var direct = file.normalize();
        if (!direct.equals(file) && !same(file, direct)) {
            return Optional.empty(); // a browser goes up from a link to another folder
        }
        return Optional.of(
                StreamSupport.stream(page.relativize(direct).spliterator(), false)
                        .map(name -> Text.encoded(name.toString()))
                        .collect(joining("/", "./", "")));
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
