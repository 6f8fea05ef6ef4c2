package fliki;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.internal.text.Json;
import fliki.internal.text.Shell;
import fliki.internal.text.Windows;

import org.json.JSONException;
import org.json.JSONObject;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An API key: where it comes from and what makes it usable. Never prints itself. */
final class ApiKey {

    static final String VARIABLE = "FLIKI_API_KEY";

    /** Replaces a text that contains the key. */
    static final String WITHHELD = "(withheld: it repeats the API key)";

    /**
     * This many letters or digits of the key in a row are secret. A shorter key is a plain word,
     * such as the key of the sandbox, and may occur in normal answers.
     */
    private static final int SECRET = 8;

    /** The number of different texts of this length: 36 to the power of 8. */
    private static final long TEXTS = 2_821_109_907_456L;

    /** An escaped character in JSON, in an address or in a page. */
    private static final Pattern ESCAPE =
            Pattern.compile(
                    "(?:%|\\\\u00|&#x0*)([0-9a-f]{2});?|&#0*([0-9]{2,3});?",
                    Pattern.CASE_INSENSITIVE);

    private static final int LARGEST_FILE = 1 << 16;

    private static final Set<PosixFilePermission> OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");

    private static final Pattern DOTENV_LINE = dotenvLine(VARIABLE);
    private static final Pattern QUOTED = Pattern.compile("(?:\"([^\"]*)\"|'([^']*)')(?:\\s+#.*)?");

    private final String key;
    private final Optional<Path> exposed;
    private final Set<Long> secrets = new HashSet<>();

    private ApiKey(String key, Optional<Path> exposed) {
        this.key = key;
        this.exposed = exposed;
        anyPart(key, part -> !secrets.add(part) && false);
    }

    private static Pattern dotenvLine(String variable) {
        return Pattern.compile("\uFEFF?\\s*(?:export\\s+)?" + variable + "\\s*=\\s*(.*?)\\s*");
    }

    /** Whether the {@code .env} of a folder sets a variable that fliki does not read there. */
    static boolean dotenvSets(String variable, Path folder) {
        var line = dotenvLine(variable);
        try {
            var text = find(folder.resolve(".env")).orElse("");
            return text.lines().anyMatch(each -> line.matcher(each).matches());
        } catch (Unusable e) {
            return false; // an unreadable .env matters only when the key is needed from it
        }
    }

    /** The key in a text, without white space around it and without a byte order mark. */
    static ApiKey of(String text) {
        var key = text.replaceFirst("^\uFEFF", "").strip();
        if (key.isEmpty()) {
            throw new Unusable("the API key is empty");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new Unusable(
                    "the API key holds a space, a control character or one that is not ASCII;"
                            + " copy it again from your Fliki account");
        }
        return new ApiKey(key, Optional.empty());
    }

    /** The key that a file holds, alone or as a line {@code FLIKI_API_KEY=...}. */
    static ApiKey in(Path file) {
        return alone(read(file), file);
    }

    private static ApiKey alone(String text, Path file) {
        return of(fromDotenv(text).orElse(text), file);
    }

    private static ApiKey of(String text, Path file) {
        try {
            return new ApiKey(of(text).key, Optional.of(file).filter(ApiKey::readableByOthers));
        } catch (Unusable e) {
            throw new Unusable(file + ": " + e.getMessage());
        }
    }

    /** False on systems without such permissions. */
    private static boolean readableByOthers(Path file) {
        try {
            return !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** A warning if other users can read the key's file. */
    Optional<String> warning() {
        return exposed.map(
                file ->
                        "other users can read the key in "
                                + file
                                + "; run: chmod 600 "
                                + Shell.file(file.toString()));
    }

    /** The key from the environment, then {@code ./.env}, then the user's configuration folder. */
    static Optional<ApiKey> find(Map<String, String> env, Path folder, Path home) {
        var dotenv = folder.resolve(".env");
        var own = configFile(env, home, Windows.HERE);
        return nonBlank(env.get(VARIABLE))
                .map(ApiKey::of)
                .or(() -> find(dotenv).flatMap(ApiKey::fromDotenv).map(k -> of(k, dotenv)))
                .or(() -> find(own).flatMap(ApiKey::nonBlank).map(text -> alone(text, own)));
    }

    /** The failure "no key", which says where to put one. */
    static Unusable none() {
        return new Unusable(
                "no API key: create one in your Fliki account (see developer.fliki.ai) and put it"
                        + " into FLIKI_API_KEY, ./.env or "
                        + (Windows.HERE ? "%APPDATA%\\fliki\\key" : "~/.config/fliki/key"));
    }

    /** The user's key file, in the configuration folder of the system. */
    static Path configFile(Map<String, String> env, Path home, boolean windows) {
        return nonBlank(env.get("XDG_CONFIG_HOME"))
                .or(() -> nonBlank(env.get("APPDATA")).filter(folder -> windows))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(home.resolve(".config"))
                .resolve("fliki")
                .resolve("key");
    }

    private static Optional<String> nonBlank(String text) {
        return Optional.ofNullable(text).filter(t -> !t.isBlank());
    }

    private static Optional<String> find(Path file) {
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private static String read(Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new Unusable(file + ": larger than 64 KiB, no key file");
            }
            // Other lines may hold any bytes; a bad byte in the key is refused later.
            return new String(bytes, charset(bytes));
        } catch (IOException e) {
            throw new Unusable("cannot read the key file" + named(file));
        }
    }

    /** UTF-16 if the byte order mark says so: Windows PowerShell writes it. */
    private static Charset charset(byte[] bytes) {
        var start = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return start == 0xFEFF || start == 0xFFFE ? UTF_16 : UTF_8;
    }

    /** Some people pass the key itself in place of a file name. */
    private static String named(Path file) {
        var folder = file.getParent();
        return Files.exists(file) || folder != null && Files.isDirectory(folder)
                ? " " + file
                : "; its name is not repeated, for it may be the key itself";
    }

    private static Optional<String> fromDotenv(String text) {
        return text.lines()
                .map(DOTENV_LINE::matcher)
                .filter(line -> line.matches())
                .map(line -> unquoted(line.group(1)))
                .reduce((first, last) -> last)
                .flatMap(ApiKey::nonBlank);
    }

    private static String unquoted(String value) {
        var quoted = QUOTED.matcher(value);
        if (quoted.matches()) {
            return quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
        }
        return value.startsWith("#") ? "" : value.replaceFirst("\\s+#.*", "");
    }

    /** Says why a key cannot be used. */
    static final class Unusable extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    /** The value of the {@code Authorization} header. */
    String bearer() {
        return "Bearer " + key;
    }

    /**
     * The server's text without the key. In a JSON object, only the fields with the key are
     * withheld; otherwise the whole text.
     *
     * @param ours what we sent and the server may repeat, such as an id
     */
    String redacted(String text, String ours) {
        if (!isIn(text)) {
            return text;
        }
        try {
            var object = Json.strict(text);
            redact(object, isIn(ours) ? ours : WITHHELD);
            return object.toString();
        } catch (JSONException e) {
            return WITHHELD;
        }
    }

    private void redact(JSONObject object, String ours) {
        for (var field : List.copyOf(object.keySet())) {
            var value = object.get(field);
            if (value instanceof JSONObject part) {
                redact(part, ours);
            } else if (isIn((field + " " + value).replace(ours, " "))) {
                object.put(field, WITHHELD);
            }
            if (isIn(field)) {
                object.remove(field);
            }
        }
    }

    /**
     * Whether a text contains eight successive letters or digits of the key. Other characters
     * between them do not count.
     */
    boolean isIn(String text) {
        var plain = unescaped(text);
        return anyPart(text, secrets::contains)
                || !plain.equals(text)
                        && (anyPart(plain, secrets::contains)
                                || anyPart(unescaped(plain), secrets::contains));
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(
                        escape -> {
                            var hex = escape.group(1);
                            var code =
                                    hex == null
                                            ? Integer.parseInt(escape.group(2))
                                            : Integer.parseInt(hex, 16);
                            var c = (char) code;
                            return Character.isLetterOrDigit(c) || "%&#;".indexOf(c) >= 0
                                    ? Matcher.quoteReplacement(Character.toString(c))
                                    : "";
                        });
    }

    /** Tests each run of eight letters or digits, read as a number. */
    private static boolean anyPart(String text, LongPredicate test) {
        var part = 0L;
        var length = 0;
        for (int i = 0; i < text.length(); i++) {
            var digit = Character.digit(text.charAt(i), Character.MAX_RADIX);
            if (digit >= 0) {
                part = (part * Character.MAX_RADIX + digit) % TEXTS;
                length++;
                if (length >= SECRET && test.test(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "***";
    }
}
