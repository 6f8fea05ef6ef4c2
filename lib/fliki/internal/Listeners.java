package fliki.internal;

import fliki.Notice;
import fliki.Status;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Calls the caller's {@code onUpdate} and {@code onNotice}, one call at a time. */
final class Listeners {

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

    synchronized void update(Status status) {
        onUpdate.accept(status);
    }

    synchronized void notice(Notice notice) {
        onNotice.accept(notice);
    }

    void notice(Notice.Kind kind, Optional<String> fileId, String message) {
        var none = OptionalLong.empty();
        notice(new Notice(kind, fileId, message, none, none));
    }
}
