package fliki.cli;

import static java.util.stream.Collectors.joining;

import fliki.Status;
import fliki.internal.text.Text;

import java.util.Map;

/** How far a command has come. */
interface Tally {

    /** Takes in a change of state or progress. */
    void update(Status status);

    /** Takes in that an id is done with. */
    void ended(String fileId);

    /** Whether an update to a final state is all that is heard of the end of an id. */
    boolean endsByUpdate();

    /** How many there are in all; 0 while that is not known. */
    long all();

    /** How many are done with. */
    long ended();

    /** Whether this is about a single id. */
    boolean one();

    /** How much of all there is to do is done, from 0 to 1, as far as is known. */
    double done();

    /**
     * How many are in which state, such as {@code processing 3, queued 1}; of one id, its state.
     */
    String counts();

    /** Counts in words, such as {@code error 1, success 2}. */
    static String words(Map<String, ? extends Number> counts) {
        return counts.entrySet().stream()
                .map(count -> Text.visible(count.getKey()) + " " + count.getValue())
                .collect(joining(", "));
    }
}
