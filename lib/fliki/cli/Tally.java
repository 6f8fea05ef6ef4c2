package fliki.cli;

import fliki.Status;

/** How far a command has come. */
interface Tally {

    /** Takes in a change of state or progress. */
    void update(Status status);

    /** Takes in that an id is done with. */
    void ended(String fileId);

    /** How many there are in all; 0 while that is not known. */
    long all();

    /** How many are done with. */
    long ended();

    /** How many are in which state, such as {@code processing 3, queued 1}. */
    String counts();
}
