package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.text.Text;

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

import javax.net.ssl.SSLException;

/** Turns the exceptions of connections and disks into failures with plain words. */
final class Failures {

    private Failures() {}

    /** The failure of a request to a host; its reason begins with what was tried. */
    static FlikiException of(IOException e, String tried, String host, Details details) {
        if (e instanceof HttpTimeoutException) {
            var reason = tried + "no complete answer from " + host + " in time";
            return FlikiException.of(Kind.TIMEOUT, reason, details, e);
        }
        var refusal = TlsRefusal.of(e);
        if (refusal.isPresent()) {
            var reason = tried + unsafe(host, refusal.get().why());
            return FlikiException.of(Kind.NETWORK, reason, details, refusal.get().cause());
        }
        // This type of cause means a refusal: see FlikiException.retryable().
        var cause = e instanceof SSLException ? new IOException(e) : e;
        return FlikiException.of(Kind.NETWORK, tried + reason(e, host), details, cause);
    }

    private static String unsafe(String host, String why) {
        return "no safe connection to " + host + ": " + why;
    }

    /** Keeps the interrupt flag. */
    static FlikiException interrupted(InterruptedException e, String tried, Details details) {
        Thread.currentThread().interrupt();
        return FlikiException.of(Kind.NETWORK, tried + "interrupted", details, e);
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
                return unsafe(host, Text.brief(text(cause)));
            }
        }
        return e instanceof ConnectException
                ? "cannot connect to " + host
                : "the connection to " + host + " failed" + why(e);
    }

    private static String why(IOException e) {
        return e.getMessage() == null ? "" : " (" + Text.brief(e.getMessage()) + ")";
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
}
