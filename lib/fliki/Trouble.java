package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

import javax.net.ssl.SSLException;

/** Words for connections that failed. */
final class Trouble {

    private Trouble() {}

    /** The failure of a request to a host; {@code what} tells which one and ends with a colon. */
    static FlikiException of(IOException e, String what, String host, Details details) {
        if (e instanceof HttpTimeoutException) {
            var message = what + "no complete answer from " + host + " in time";
            return new FlikiException(Kind.TIMEOUT, message, details, e);
        }
        return new FlikiException(Kind.NETWORK, what + reason(e, host), details, e);
    }

    static FlikiException interrupted(InterruptedException e, String what, Details details) {
        Thread.currentThread().interrupt();
        return new FlikiException(Kind.NETWORK, what + "interrupted", details, e);
    }

    private static String reason(IOException e, String host) {
        if (e instanceof InterruptedIOException) {
            return "interrupted";
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "cannot find the host " + host;
            }
            if (cause instanceof SSLException) {
                return "no safe connection to " + host + " (" + Answers.plain(text(cause)) + ")";
            }
        }
        return e instanceof ConnectException
                ? "cannot connect to " + host
                : "the connection to " + host + " failed" + why(e);
    }

    private static String why(IOException e) {
        return e.getMessage() == null ? "" : " (" + Answers.plain(e.getMessage()) + ")";
    }

    private static String text(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Why a file could not be read or written, without the class names of the JDK. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (e instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return e instanceof FileAlreadyExistsException ? "it is not a folder" : text(e);
    }

    /** A length of time for people, in its two largest units. */
    static String span(Duration span) {
        var seconds = Math.max(1, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min" + rest(seconds % 60, " s")
                : seconds / 3600 + " h" + rest(seconds / 60 % 60, " min");
    }

    private static String rest(long count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }

    /** A time for people, in their own zone. */
    static String clock(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                .format(time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }
}
