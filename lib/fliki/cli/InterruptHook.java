package fliki.cli;

import fliki.internal.download.PartFile;
import fliki.internal.http.Connections;
import fliki.internal.http.Daemon;

/** What is said when a signal, such as Ctrl-C, ends a command; within a second, come what may. */
final class InterruptHook implements AutoCloseable {

    private static final long WORDS_MILLIS = 600;
    private static final long FILES_MILLIS = 200;

    private final Runnable words;
    private final Thread hook = new Thread(this::interrupted, "fliki-interrupted");
    private volatile boolean closed;

    /** From here to {@link #close()}, a signal makes these words be said. */
    InterruptHook(Runnable words) {
        this.words = words;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupted() {
        if (!closed) {
            within(WORDS_MILLIS, words);
            within(FILES_MILLIS, () -> PartFile.dropAll(InterruptHook::halt));
            halt();
        }
    }

    /** On a thread of its own: nobody may be reading what it prints, or a disk not answering. */
    private static void within(long millis, Runnable work) {
        var thread = Daemon.of("fliki-farewell", work);
        thread.start();
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void halt() {
        Connections.SHARED.end();
        Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
    }

    @Override
    public void close() {
        closed = true;
    }
}
