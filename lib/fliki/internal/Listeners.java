package fliki.internal;

import fliki.Notice;
import fliki.Status;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Calls the caller's {@code onUpdate} and {@code onNotice}, one call at a time. */
final class Listeners {

    /** Whether this thread is calling a listener, of whichever client. */
    private static final ThreadLocal<Boolean> WITHIN = ThreadLocal.withInitial(() -> false);

    private final Consumer<Status> onUpdate;
    private final Consumer<Notice> onNotice;

    Listeners(Consumer<Status> onUpdate, Consumer<Notice> onNotice) {
        this.onUpdate = onUpdate;
        this.onNotice = onNotice;
    }

    Listeners onUpdate(Consumer<Status> listener) {
        return new Listeners(listener, onNotice);
    }

    Listeners onNotice(Consumer<Notice> listener) {
        return new Listeners(onUpdate, listener);
    }

    /**
     * Those for a verb that begins now. One that a listener calls tells its news at once, beside
     * the call that waits for it: in turn they would wait for each other.
     */
    Listeners ofVerb() {
        return WITHIN.get() ? new Listeners(onUpdate, onNotice) : this;
    }

    synchronized void update(Status status) {
        call(() -> onUpdate.accept(status));
    }

    synchronized void notice(Notice notice) {
        call(() -> onNotice.accept(notice));
    }

    private static void call(Runnable listener) {
        var nested = WITHIN.get();
        WITHIN.set(true);
        try {
            listener.run();
        } finally {
            WITHIN.set(nested);
        }
    }

    void notice(Notice.Kind kind, Optional<String> fileId, String message) {
        var none = OptionalLong.empty();
        notice(new Notice(kind, fileId, message, none, none));
    }
}
