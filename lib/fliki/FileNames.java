package fliki;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for downloaded files that no id can use to leave the folder or to upset a file system. */
final class FileNames {

    /** With an extension, a number and {@code .part} still below the 255 bytes of most systems. */
    private static final int LONGEST = 200;

    private static final Pattern RESERVED =
            Pattern.compile(
                    "(?i)(CON|PRN|AUX|NUL|CLOCK\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])(\\..*)?");
    private static final Pattern EXTENSION = Pattern.compile(".*[^/.]\\.([A-Za-z0-9]{1,5})");

    private FileNames() {}

    /** The name of an id without its extension. */
    static String base(String fileId) {
        var name = fileId.replaceAll("[^\\p{L}\\p{N}._-]", "_").replaceAll("^[.-]|\\.$", "_");
        while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return RESERVED.matcher(name).matches() ? "_" + name : spelled(name);
    }

    /** A name that this machine can spell: in the C locale, Java knows ASCII alone. */
    private static String spelled(String name) {
        try {
            return Path.of(name).toString();
        } catch (InvalidPathException e) {
            return name.replaceAll("\\P{ASCII}", "_");
        }
    }

    /**
     * The extension of the first path that has one, else the one of the content type, else {@code
     * mp4}.
     */
    static String extension(List<String> paths, String contentType) {
        return paths.stream()
                .map(EXTENSION::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .findFirst()
                .orElseGet(() -> subtype(contentType));
    }

    private static String subtype(String contentType) {
        return switch (contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT)) {
            case "video/webm", "audio/webm" -> "webm";
            case "video/quicktime" -> "mov";
            case "audio/mpeg", "audio/mp3" -> "mp3";
            case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "wav";
            case "audio/mp4", "audio/x-m4a" -> "m4a";
            case "audio/ogg", "video/ogg" -> "ogg";
            case "image/png" -> "png";
            case "image/jpeg" -> "jpg";
            case "image/gif" -> "gif";
            default -> "mp4";
        };
    }
}
