package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.http.Loopback;
import fliki.internal.text.Text;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All settings of a client but its pace, each with its default and its check. Immutable: a setting
 * gives a changed copy, and refuses a bad value at once with an {@link IllegalArgumentException}
 * that names the value and the good ones.
 */
final class Settings {

    /** The base URL of Fliki itself (developer.fliki.ai). */
    static final URI FLIKI = URI.create("https://api.fliki.ai/v1");

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(366);

    /** The settings that a client starts with. */
    static final Settings DEFAULTS = new Settings();

    private Supplier<URI> url = () -> FLIKI;
    private Duration timeout = Duration.ofSeconds(30);
    private int retries = 4;
    private Duration atMost = Duration.ofHours(3);
    private Every every = new Every(Duration.ofSeconds(2), Duration.ofSeconds(45));
    private int parallel = 8;
    private Optional<Path> downloadTo = Optional.empty();
    private Listeners listeners = new Listeners(status -> {}, notice -> {});

    private Settings() {}

    private Settings with(Consumer<Settings> change) {
        var changed = new Settings();
        changed.url = url;
        changed.timeout = timeout;
        changed.retries = retries;
        changed.atMost = atMost;
        changed.every = every;
        changed.parallel = parallel;
        changed.downloadTo = downloadTo;
        changed.listeners = listeners;
        change.accept(changed);
        return changed;
    }

    /** Bounds of the delay between two looks at one file. */
    record Every(Duration min, Duration max) {

        /** Checks them. */
        Every {
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
    URI url() {
        return url.get();
    }

    /** With this base URL: https, or http to this machine. */
    Settings url(String url) {
        var checked = checked(url, "url");
        return with(changed -> changed.url = () -> checked);
    }

    /** With the base URL that this variable of the environment holds, checked when it is used. */
    Settings urlOf(String variable, String url) {
        return with(changed -> changed.url = () -> ofEnvironment(url, variable));
    }

    private static URI ofEnvironment(String url, String variable) {
        try {
            return checked(url, variable);
        } catch (IllegalArgumentException e) {
            throw FlikiException.of(Kind.BAD_REQUEST, e.getMessage(), Details.NONE, e);
        }
    }

    Duration timeout() {
        return timeout;
    }

    Settings timeout(Duration timeout) {
        positive("timeout", timeout);
        check(timeout.compareTo(LONGEST_TIMEOUT) <= 0, "timeout must be up to 24 hours", timeout);
        return with(changed -> changed.timeout = timeout);
    }

    int retries() {
        return retries;
    }

    Settings retries(int retries) {
        check(retries >= 0, "retries must be 0 or more", retries);
        return with(changed -> changed.retries = retries);
    }

    Duration atMost() {
        return atMost;
    }

    Settings atMost(Duration atMost) {
        positive("atMost", atMost);
        check(atMost.compareTo(LONGEST_WAIT) <= 0, "atMost must be up to 366 days", atMost);
        return with(changed -> changed.atMost = atMost);
    }

    Every every() {
        return every;
    }

    Settings every(Every every) {
        return with(changed -> changed.every = every);
    }

    int parallel() {
        return parallel;
    }

    Settings parallel(int parallel) {
        check(parallel >= 1 && parallel <= 1000, "parallel must be 1 to 1000", parallel);
        return with(changed -> changed.parallel = parallel);
    }

    Optional<Path> downloadTo() {
        return downloadTo;
    }

    Settings downloadTo(Path dir) {
        return with(changed -> changed.downloadTo = Optional.of(dir));
    }

    Listeners listeners() {
        return listeners;
    }

    Settings onUpdate(Consumer<Status> listener) {
        return with(changed -> changed.listeners = listeners.onUpdate(listener));
    }

    Settings onNotice(Consumer<Notice> listener) {
        return with(changed -> changed.listeners = listeners.onNotice(listener));
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
            throw new IllegalArgumentException(name + " is not an address" + named(": ", text), e);
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException(
                    name + " must be https://HOST/PATH" + named(", not ", text));
        }
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

    /** Some people put the key where the address belongs. */
    private static String named(String between, String text) {
        return text.matches("[^/:]{16,}")
                ? "; what is there instead is not repeated, for it may be the API key"
                : between + text;
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
