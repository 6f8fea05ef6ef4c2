package fliki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.csv.CsvException;
import fliki.internal.download.PartFile;
import fliki.internal.text.Json;

import org.json.JSONException;
import org.json.JSONObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** What the last run over one list of ids saw of each: its word, or the kind of its failure. */
final class SeenFile {

    /** These say nothing about an id. */
    private static final Set<Kind> AWAY =
            EnumSet.of(Kind.NETWORK, Kind.TIMEOUT, Kind.RATE_LIMITED, Kind.SERVER);

    private final Path file;
    private final JSONObject before;
    private final JSONObject now = new JSONObject();
    private boolean away;

    /**
     * Reads the file; one that is not there holds nothing.
     *
     * @throws IllegalArgumentException for another file than this wrote
     */
    SeenFile(Path file) {
        this.file = file;
        try {
            before = Files.exists(file) ? Json.strict(Files.readString(file)) : new JSONObject();
        } catch (IOException | JSONException e) {
            throw new IllegalArgumentException(
                    file + ": not a file that --since has written; name another one", e);
        }
    }

    /** Whether an outcome differs from that of the last run. */
    boolean differs(Outcome outcome) {
        away |= outcome.failure().filter(e -> AWAY.contains(e.kind())).isPresent();
        now.put(outcome.fileId(), outcome.word());
        return !outcome.word().equals(before.opt(outcome.fileId()));
    }

    /** Keeps what this run saw, unless it has not seen all of these ids. */
    void renew(Set<String> ids) {
        if (away || !now.keySet().containsAll(ids)) {
            return;
        }
        try (var beside = PartFile.open(file)) {
            var text = (now.toString(2) + "\n").getBytes(UTF_8);
            beside.restart();
            beside.write(text, text.length);
            beside.finish(true);
        } catch (PartFile.Unwritable e) {
            var reason = CsvException.reason(e.getCause());
            throw new UncheckedIOException(file + ": cannot be written: " + reason, e.getCause());
        }
    }
}
