package fliki.report;

import fliki.FlikiException.Kind;
import fliki.State;
import fliki.csv.Results.Result;

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

    /** The words of the bar that are not the API's, in the order of {@link Tone}. */
    static final String UNSEEN = "unseen";

    static final String OTHER = "other";

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

        private static boolean failure(String word) {
            return KINDS.contains(word) || word.equals(OTHER);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
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
