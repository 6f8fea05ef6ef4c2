package fliki.cli;

import fliki.Outcome;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of one id in the end.
 *
 * @param outcome the answer, or why there is none
 * @param file the downloaded file, if there is one
 */
public record Ended(Outcome outcome, Optional<Path> file) {

    /** An id without a file. */
    public static Ended of(Outcome outcome) {
        return new Ended(outcome, Optional.empty());
    }

    /** One JSON object on one line. */
    public String json() {
        return outcome.json(file);
    }
}
