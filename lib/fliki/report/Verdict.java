package fliki.report;

import fliki.FlikiException.Kind;
import fliki.State;
import fliki.csv.Results.Result;
import fliki.internal.text.Text;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a row amounts to.
 *
 * @param word the API's word; without one the kind of the failure, or {@code unseen}
 * @param kind the kind of the failure; empty where nothing failed
 * @param reason why it failed, without the kind
 */
record Verdict(String word, String kind, String reason) {

    /** Nothing was seen of it. */
    static final String UNSEEN = "unseen";

    /** A failure that is of no kind known here. */
    static final String OTHER = "other";

    /** Words of a server that sends more of them than anybody would read. */
    static final String STRANGE = "other words";

    private static final Set<String> KINDS =
            Stream.of(Kind.values()).map(Kind::word).collect(Collectors.toUnmodifiableSet());

    /** How good a word is. */
    enum Tone {
        GOOD,
        OPEN,
        BAD;

        static Tone of(String word) {
            var state = State.of(word);
            if (state == State.SUCCESS) {
                return GOOD;
            }
            var late = word.equals(Kind.NOT_FINISHED.word());
            return state.failed() || !late && failure(word) ? BAD : OPEN;
        }

        /** Whether a word is one of ours or of the API. */
        static boolean known(String word) {
            return State.of(word) != State.UNKNOWN || failure(word) || word.equals(UNSEEN);
        }

        private static boolean failure(String word) {
            return KINDS.contains(word) || word.equals(OTHER);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A server may send any text: it is one line here, and not a long one; case tells nothing. */
    Verdict {
        var state = State.of(word);
        word = state == State.UNKNOWN ? Text.brief(word) : state.word();
    }

    static Verdict of(Result row) {
        if (row.timeUp()) {
            return new Verdict(orElse(row.status(), Kind.NOT_FINISHED.word()), "", "");
        }
        if (!row.error().isEmpty()) {
            var colon = row.error().indexOf(": ");
            var start = row.error().substring(0, Math.max(0, colon));
            return KINDS.contains(start)
                    ? failed(row.status(), start, row.error().substring(colon + 2))
                    : failed(row.status(), OTHER, row.error());
        }
        return State.of(row.status()).failed()
                ? failed(row.status(), Kind.GENERATION_FAILED.word(), row.status())
                : new Verdict(orElse(row.status(), UNSEEN), "", "");
    }

    private static Verdict failed(String status, String kind, String reason) {
        return new Verdict(orElse(status, kind), kind, reason);
    }

    private static String orElse(String word, String other) {
        return word.isEmpty() ? other : word;
    }

    boolean failed() {
        return !kind.isEmpty();
    }
}
