package fliki.internal.http;

/** A thread that neither keeps a program from ending nor ends with what its caller belongs to. */
public final class Daemon {

    private Daemon() {}

    /**
     * A thread of this name, not yet started. It is in no group of the caller: Ctrl-C in JShell
     * stops all threads in the group of the line that it ends (JDK 17, local execution).
     */
    public static Thread of(String name, Runnable task) {
        return in(top(), name, task);
    }

    static Thread in(ThreadGroup group, String name, Runnable task) {
        var thread = new Thread(group, task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The group that every other one is in. */
    static ThreadGroup top() {
        var group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
