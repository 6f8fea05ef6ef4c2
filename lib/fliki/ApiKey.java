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

    /** Stands for a text that repeats the key. */
    static final String WITHHELD = "(withheld: it repeats the API key)";

    /**
     * So many letters or digits of the key in a row are secret. A key with fewer is a word, such as
     * the sandbox's, which may stand in honest answers.
     */
    private static final int SECRET = 8;

    /** How many texts there are of so many letters or digits: 36 to the power of 8. */
    private static final long TEXTS = 2_821_109_907_456L;

    /** A character as JSON, an address or a page may escape it. */
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

    /** Whether the {@code .env} of a folder sets a variable that is not read from there. */
    static boolean dotenvSets(String variable, Path folder) {
        var line = dotenvLine(variable);
        try {
            var text = find(folder.resolve(".env")).orElse("");
            return text.lines().anyMatch(each -> line.matcher(each).matches());
        } catch (Unusable e) {
            return false; // matters only where the key is looked for there
        }
    }

    /** The key in a text, without the white space around it and the mark some editors put first. */
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
        var text = read(file);
        return of(fromDotenv(text).orElse(text), file);
    }

    private static ApiKey of(String text, Path file) {
        try {
            return new ApiKey(of(text).key, Optional.of(file).filter(ApiKey::readableByOthers));
        } catch (Unusable e) {
            throw new Unusable(file + ": " + e.getMessage());
        }
    }

    /** Where the system knows such a thing. */
    private static boolean readableByOthers(Path file) {
        try {
            return !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** A warning about the file that the key is from, if there is need for one. */
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
                .or(() -> find(own).flatMap(ApiKey::nonBlank).map(k -> of(k, own)));
    }

    /** Says that there is no key, and where one belongs. */
    static Unusable none() {
        return new Unusable(
                "no API key: create one in your Fliki account (see developer.fliki.ai) and put it"
                        + " into FLIKI_API_KEY, ./.env or "
                        + (Windows.HERE ? "%APPDATA%\\fliki\\key" : "~/.config/fliki/key"));
    }

    /** Where the user's own key file is: where programs keep such things on this system. */
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
            // Bytes that are no text may stand in other lines; in the key they are refused later.
            return new String(bytes, charset(bytes));
        } catch (IOException e) {
            throw new Unusable("cannot read the key file" + named(file));
        }
    }

    /** UTF-16 where its mark says so: {@code echo ... > .env} in Windows PowerShell writes that. */
    private static Charset charset(byte[] bytes) {
        var start = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return start == 0xFEFF || start == 0xFFFE ? UTF_16 : UTF_8;
    }

    /** Some people put the key itself where the name of a file belongs. */
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
     * The text of a server, without what repeats the key: fields of a JSON object, or else the
     * whole text.
     *
     * @param ours what was sent and may come back, such as an id
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
     * Whether eight letters or digits of the key follow each other in a text, whatever stands
     * between them.
     */
    boolean isIn(String text) {
        return anyPart(text, secrets::contains)
                || anyPart(unescaped(text), secrets::contains)
                || anyPart(unescaped(unescaped(text)), secrets::contains);
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(
                        escape -> {
                            var hex = escape.group(1) != null;
                            var c =
                                    (char)
                                            (hex
                                                    ? Integer.parseInt(escape.group(1), 16)
                                                    : Integer.parseInt(escape.group(2)));
                            return Character.isLetterOrDigit(c) || "%&#;".indexOf(c) >= 0
                                    ? Matcher.quoteReplacement(Character.toString(c))
                                    : "";
                        });
    }

    /** Tries each eight letters or digits in a row, read as a number, until one passes the test. */
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
