package fliki;

import java.util.Locale;

/**
 * The states of a generation, by the API's own words.
 *
 * <p>The API promises no list. {@code queued}, {@code processing}, {@code success} and {@code
 * error} come from the README of github.com/nine-thirty-five/fliki-api (2024); {@code canceled} was
 * seen in use by a public client (2026). Any other word becomes {@link #UNKNOWN}, which counts as
 * not finished; {@link Status#status()} keeps the word itself.
 */
public enum State {
    QUEUED,
    PROCESSING,
    SUCCESS,
    ERROR,
    CANCELED,
    UNKNOWN;

    /** The state for the API's word, whatever its case; {@link #UNKNOWN} for any other word. */
    public static State of(String word) {
        for (State state : values()) {
            if (state.word().equals(word.toLowerCase(Locale.ROOT))) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** The word as the API writes it, such as {@code "queued"}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more will change: {@code success}, {@code error} or {@code canceled}. */
    public boolean finished() {
        return this == SUCCESS || failed();
    }

    /** Whether the generation ended without a file: {@code error} or {@code canceled}. */
    public boolean failed() {
        return this == ERROR || this == CANCELED;
    }
}
