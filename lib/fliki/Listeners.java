package fliki;

import fliki.internal.text.Text;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The caller's {@code onUpdate} and {@code onNotice}, called on any thread, without a lock. */
record Listeners(Consumer<Status> onUpdate, Consumer<Notice> onNotice) {

    Listeners onUpdate(Consumer<Status> listener) {
        return new Listeners(listener, onNotice);
    }

    Listeners onNotice(Consumer<Notice> listener) {
        return new Listeners(onUpdate, listener);
    }

    void update(Status status) {
        onUpdate.accept(status);
    }

    void notice(Notice notice) {
        onNotice.accept(notice);
    }

    void downloading(String fileId, long bytes, OptionalLong total) {
        var message = "downloading " + Text.brief(fileId) + ", " + bytes + " bytes so far";
        var kind = Notice.Kind.DOWNLOADING;
        var size = OptionalLong.of(bytes);
        notice(new Notice(kind, Optional.of(fileId), message, size, total));
    }

    void notice(Notice.Kind kind, Optional<String> fileId, String message) {
        var none = OptionalLong.empty();
        notice(new Notice(kind, fileId, message, none, none));
    }
}
