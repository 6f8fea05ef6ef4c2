package fliki.cli;

/** What is said when a signal, such as Ctrl-C, ends a command; within a second, come what may. */
final class InterruptHook implements AutoCloseable {

    private static final long MILLIS = 700;

    private final Runnable words;
    private final Thread hook = new Thread(this::interrupted, "fliki-interrupted");
    private volatile boolean closed;

    /** From here to {@link #close()}, a signal makes these words be said. */
    InterruptHook(Runnable words) {
        this.words = words;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says the words on a thread of its own: nobody may be reading what they print. */
    private void interrupted() {
        if (closed) {
            return;
        }
        var thread = new Thread(words, "fliki-farewell");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
    }

    @Override
    public void close() {
        closed = true;
    }
}
