package fliki;

/** Threads that do not keep the tests from ending. */
final class Threads {

    private Threads() {}

    static Thread daemon(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
