package fliki.internal;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.http.Loopback;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All settings of a {@link Fliki}, with their checks.
 *
 * @param address the base URL; throws for a bad one of the environment, but not where another is
 *     set
 */
public record Settings(
        Supplier<URI> address,
        Duration timeout,
        int retries,
        Duration atMost,
        Every every,
        int parallel,
        Optional<Path> downloadTo,
        Listeners events) {

    public static final URI FLIKI = URI.create("https://api.fliki.ai/v1");

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(366);
    private static final double SLOWEST = 0.001;

    public static Settings defaults(URI url) {
        return new Settings(
                () -> url,
                Duration.ofSeconds(30),
                4,
                Duration.ofHours(3),
                new Every(Duration.ofSeconds(2), Duration.ofSeconds(45)),
                8,
                Optional.empty(),
                new Listeners(status -> {}, notice -> {}));
    }

    public Settings {
        positive("timeout", timeout);
        positive("atMost", atMost);
        check(timeout.compareTo(LONGEST_TIMEOUT) <= 0, "timeout is up to 24 hours", timeout);
        check(atMost.compareTo(LONGEST_WAIT) <= 0, "atMost is up to 366 days", atMost);
        check(retries >= 0, "retries is 0 or more", retries);
        check(parallel >= 1 && parallel <= 1000, "parallel is 1 to 1000", parallel);
    }

    /** Bounds of the delay between two looks at one file. */
    public record Every(Duration min, Duration max) {
        public Every {
            positive("every", min);
            check(min.compareTo(max) <= 0, "every goes from the shorter to the longer", min);
            check(max.compareTo(LONGEST_WAIT) <= 0, "every is up to 366 days", max);
        }
    }

    public URI url() {
        return address.get();
    }

    public Settings url(URI url) {
        return address(() -> url);
    }

    /** The base URL of an environment variable, to be checked when a verb uses it. */
    public Settings url(String variable, String text) {
        return address(
                () -> {
                    try {
                        return parsed(text, variable);
                    } catch (IllegalArgumentException e) {
                        throw FlikiException.of(Kind.BAD_REQUEST, e.getMessage(), Details.NONE, e);
                    }
                });
    }

    private Settings address(Supplier<URI> address) {
        return new Settings(address, timeout, retries, atMost, every, parallel, downloadTo, events);
    }

    public Settings timeout(Duration timeout) {
        return new Settings(address, timeout, retries, atMost, every, parallel, downloadTo, events);
    }

    public Settings retries(int retries) {
        return new Settings(address, timeout, retries, atMost, every, parallel, downloadTo, events);
    }

    public Settings atMost(Duration atMost) {
        return new Settings(address, timeout, retries, atMost, every, parallel, downloadTo, events);
    }

    public Settings every(Every every) {
        return new Settings(address, timeout, retries, atMost, every, parallel, downloadTo, events);
    }

    public Settings parallel(int parallel) {
        return new Settings(address, timeout, retries, atMost, every, parallel, downloadTo, events);
    }

    public Settings downloadTo(Path dir) {
        var folder = Optional.of(dir);
        return new Settings(address, timeout, retries, atMost, every, parallel, folder, events);
    }

    public Settings events(Listeners events) {
        return new Settings(address, timeout, retries, atMost, every, parallel, downloadTo, events);
    }

    /** The base URL in a text: https, or http to this machine; without a slash at its end. */
    public static URI url(String text) {
        return parsed(text, "url");
    }

    private static URI parsed(String text, String name) {
        if (text.matches("(?s).*[@?#].*")) {
            throw new IllegalArgumentException(
                    name + " is https://HOST/PATH without a user, a password, ? or #");
        }
        URI url;
        try {
            url = URI.create(text.strip().replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not an address: " + text, e);
        }
        check(url.getHost() != null, name + " is https://HOST/PATH", text);
        var safe = "https".equalsIgnoreCase(url.getScheme());
        var local = "http".equalsIgnoreCase(url.getScheme()) && Loopback.is(url.getHost());
        check(safe || local, name + " is https (http only to this machine): the key travels", text);
        return url;
    }

    public static double rate(double rate) {
        check(rate >= 0 && rate <= 1e6, "rate is 0 (no ceiling) to 1000000 a second", rate);
        check(rate == 0 || rate >= SLOWEST, "rate is at least 0.001 a second, or 0", rate);
        return rate;
    }

    private static void positive(String name, Duration value) {
        check(value.compareTo(Duration.ZERO) > 0, name + " is longer than zero", value);
    }

    private static void check(boolean ok, String rule, Object value) {
        if (!ok) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
