package fliki;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What has happened so far to one id of a run, or to one row that it starts. Used by one thread at
 * a time.
 */
final class Asked {

    private final Optional<String> id;
    private Instant first;
    private Instant sent;
    private boolean answered;
    private int misses;
    private int tries;
    private int withoutAnswer;
    private Instant doubtedSince;

    private Asked(Optional<String> id) {
        this.id = id;
    }

    static Asked about(String id) {
        return new Asked(Optional.of(id));
    }

    /** An id whose generation has ended and whose file is wanted. */
    static Asked ofFile(String id) {
        var asked = about(id);
        asked.answered = true;
        return asked;
    }

    /** A request that is not about an id. */
    static Asked aStart() {
        return new Asked(Optional.empty());
    }

    Optional<String> id() {
        return id;
    }

    /** A request is about to go out. */
    void sending(Instant now) {
        first = first == null ? now : first;
        sent = now;
    }

    /** When the latest request went out. */
    Instant sent() {
        return sent;
    }

    /** A good answer came. */
    void answered() {
        answered = true;
        startAgain();
    }

    /** Forgets earlier failures, after an answer or a good part of a file. */
    void startAgain() {
        misses = 0;
        tries = 0;
        withoutAnswer = 0;
        doubtedSince = null;
    }

    void failed(Trouble trouble) {
        misses++;
        withoutAnswer = trouble == Trouble.NO_ANSWER ? withoutAnswer + 1 : 0;
        doubtedSince = trouble.isRefusal() ? doubtedSince : null;
    }

    /** Uses one retry and gives its number. */
    int takeTry() {
        return ++tries;
    }

    /** How many requests in a row failed. */
    int misses() {
        return misses;
    }

    /** How many answers in a row were unusable. */
    int withoutAnswer() {
        return withoutAnswer;
    }

    /** Whether there was a good answer about it. */
    boolean isKnown() {
        return answered;
    }

    /** How long ago it was first asked about. */
    Duration age(Instant now) {
        return Duration.between(first, now);
    }

    /** How long answers have been doubtful; zero at the first. */
    Duration doubted(Instant now) {
        doubtedSince = doubtedSince == null ? now : doubtedSince;
        return Duration.between(doubtedSince, now);
    }

    boolean isDoubted() {
        return doubtedSince != null;
    }
}
