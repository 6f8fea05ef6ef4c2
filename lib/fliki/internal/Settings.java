package fliki.internal;

import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Notice;
import fliki.Status;
import fliki.internal.http.Loopback;
import fliki.internal.text.Text;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All settings of a client but its pace, with their checks. A setting refuses a bad value at once,
 * with an {@link IllegalArgumentException} that names the value and the good ones.
 *
 * @param address gives the base URL; throws for a bad one of the environment, which does not matter
 *     where another is set
 */
public record Settings(
        Supplier<URI> address,
        Duration timeout,
        int retries,
        Duration atMost,
        Every every,
        int parallel,
        Optional<Path> downloadTo,
        Listeners listeners) {

    /** The base URL of Fliki itself (developer.fliki.ai). */
    static final URI FLIKI = URI.create("https://api.fliki.ai/v1");

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(366);

    /** The settings that a client starts with. */
    public static final Settings DEFAULTS =
            new Settings(
                    () -> FLIKI,
                    Duration.ofSeconds(30),
                    4,
                    Duration.ofHours(3),
                    new Every(Duration.ofSeconds(2), Duration.ofSeconds(45)),
                    8,
                    Optional.empty(),
                    new Listeners(status -> {}, notice -> {}));

    /** Checks what has bounds. */
    public Settings {
        positive("timeout", timeout);
        positive("atMost", atMost);
        check(timeout.compareTo(LONGEST_TIMEOUT) <= 0, "timeout must be up to 24 hours", timeout);
        check(atMost.compareTo(LONGEST_WAIT) <= 0, "atMost must be up to 366 days", atMost);
        check(retries >= 0, "retries must be 0 or more", retries);
        check(parallel >= 1 && parallel <= 1000, "parallel must be 1 to 1000", parallel);
    }

    /** Bounds of the delay between two looks at one file. */
    public record Every(Duration min, Duration max) {

        /** Checks them. */
        public Every {
            positive("every", min);
            var bounds = "from " + Text.exact(min) + " to " + Text.exact(max);
            check(min.compareTo(max) <= 0, "every must go from the shorter to the longer", bounds);
            check(max.compareTo(LONGEST_WAIT) <= 0, "every must be up to 366 days", max);
        }
    }

    /**
     * The base URL, without a slash at its end.
     *
     * @throws FlikiException BAD_REQUEST where the environment names a bad one
     */
    public URI url() {
        return address.get();
    }

    /** With this base URL: https, or http to this machine. */
    public Settings url(String url) {
        var checked = checked(url, "url");
        return address(() -> checked);
    }

    /** With the base URL that this variable of the environment holds, checked when it is used. */
    public Settings urlOf(String variable, String url) {
        return address(
                () -> {
                    try {
                        return checked(url, variable);
                    } catch (IllegalArgumentException e) {
                        throw FlikiException.of(Kind.BAD_REQUEST, e.getMessage(), Details.NONE, e);
                    }
                });
    }

    private Settings address(Supplier<URI> address) {
        return new Settings(
                address, timeout, retries, atMost, every, parallel, downloadTo, listeners);
    }

    /** With this time for one request. */
    public Settings timeout(Duration timeout) {
        return new Settings(
                address, timeout, retries, atMost, every, parallel, downloadTo, listeners);
    }

    /** With so many further tries. */
    public Settings retries(int retries) {
        return new Settings(
                address, timeout, retries, atMost, every, parallel, downloadTo, listeners);
    }

    /** With this longest wait. */
    public Settings atMost(Duration atMost) {
        return new Settings(
                address, timeout, retries, atMost, every, parallel, downloadTo, listeners);
    }

    /** With these bounds of the delay. */
    public Settings every(Every every) {
        return new Settings(
                address, timeout, retries, atMost, every, parallel, downloadTo, listeners);
    }

    /** With so many requests in flight. */
    public Settings parallel(int parallel) {
        return new Settings(
                address, timeout, retries, atMost, every, parallel, downloadTo, listeners);
    }

    /** With this folder for files. */
    public Settings downloadTo(Path dir) {
        var folder = Optional.of(dir);
        return new Settings(address, timeout, retries, atMost, every, parallel, folder, listeners);
    }

    /** With this listener for changes. */
    public Settings onUpdate(Consumer<Status> listener) {
        return listeners(listeners.onUpdate(listener));
    }

    /** With this listener for what a person should know. */
    public Settings onNotice(Consumer<Notice> listener) {
        return listeners(listeners.onNotice(listener));
    }

    private Settings listeners(Listeners listeners) {
        return new Settings(
                address, timeout, retries, atMost, every, parallel, downloadTo, listeners);
    }

    private static URI checked(String text, String name) {
        if (text.matches("(?s).*[@?#].*")) {
            throw new IllegalArgumentException(
                    name + " must be https://HOST/PATH without a user, a password, ? or #");
        }
        URI url;
        try {
            url = URI.create(text.strip().replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not an address: " + text, e);
        }
        check(url.getHost() != null, name + " must be https://HOST/PATH", text);
        check(
                url.getPort() != 0 && url.getPort() < 65_536,
                name + " must have a port up to 65535",
                text);
        var safe = "https".equalsIgnoreCase(url.getScheme());
        var local = "http".equalsIgnoreCase(url.getScheme()) && Loopback.is(url.getHost());
        check(
                safe || local,
                name + " must be https, as it gets the key (http to this machine)",
                text);
        return url;
    }

    private static void positive(String name, Duration value) {
        check(value.compareTo(Duration.ZERO) > 0, name + " must be longer than zero", value);
    }

    private static void check(boolean ok, String rule, Duration value) {
        check(ok, rule, Text.exact(value));
    }

    private static void check(boolean ok, String rule, Object value) {
        if (!ok) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
