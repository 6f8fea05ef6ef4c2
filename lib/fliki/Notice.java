package fliki;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something a person should know while a verb is at work.
 *
 * @param kind what it is about
 * @param fileId the id it is about; empty where it is about the whole run
 * @param message one line for people
 * @param bytes bytes of a download that are on disk
 * @param total bytes that the download has in all, if the server said so
 */
public record Notice(
        Kind kind,
        Optional<String> fileId,
        String message,
        OptionalLong bytes,
        OptionalLong total) {

    public Notice {
        requireNonNull(kind, "kind");
        requireNonNull(fileId, "fileId");
        requireNonNull(message, "message");
        requireNonNull(bytes, "bytes");
        requireNonNull(total, "total");
    }

    /** What a notice is about. */
    public enum Kind {
        /** The file with the key can be read by other users of this machine. */
        KEY_EXPOSED,
        /** The folder's {@code .env} names a base URL, which is read from the environment alone. */
        ADDRESS_IGNORED,
        /** The file system has no locks, or cannot say that a file is on the disk for good. */
        UNSAFE_DISK,
        /** Requests have been failing for some time; asking goes on. */
        OFFLINE,
        /** The first answer after being offline. */
        ONLINE,
        /** The server refused a request for coming too soon; everything waits longer. */
        SLOWED,
        /** A generation does not move. */
        STUCK,
        /** A request failed and will be sent again. */
        RETRYING,
        /** Something about a CSV is perhaps not as meant. */
        INPUT,
        /** Bytes of a download arrived. */
        DOWNLOADING
    }

    /** The message. */
    @Override
    public String toString() {
        return message;
    }
}
