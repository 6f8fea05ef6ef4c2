package fliki.cli;

import fliki.Notice;
import fliki.Status;

/**
 * What people see on standard error while a command is at work. Several threads may call each
 * method at once, except {@code close}.
 */
public interface Display extends AutoCloseable {

    /** Shows a change of state or progress. */
    void update(Status status);

    /** Shows what a person should know meanwhile. */
    void notice(Notice notice);

    /** Counts an id as ended, while {@code print} prints what came of it. */
    void ended(String fileId, Runnable print);

    /** Takes away what does not stay. */
    @Override
    void close();
}
