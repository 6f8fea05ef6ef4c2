package fliki.internal.download;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for downloaded files. No id can leave the folder or break a file system. */
public final class FileNames {

    /** With a hash, an extension and {@code .part} still below the 255 bytes of most systems. */
    private static final int LONGEST = 200;

    /** Without capitals, which some file systems do not tell from small letters. */
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9._-]+");

    private static final Pattern RESERVED =
            Pattern.compile(
                    "(?i)(CON|PRN|AUX|NUL|CLOCK\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])(\\..*)?");
    private static final Pattern UNFIT =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}<>:\"/\\\\|?*]+");
    private static final Pattern EXTENSION = Pattern.compile(".*[^/.]\\.([A-Za-z0-9]{1,5})");

    private static final Set<String> MEDIA =
            Set.of(
                    "mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "ts", "3gp", "ogv",
                    "mp3", "m4a", "wav", "ogg", "oga", "opus", "aac", "flac", "png", "jpg", "jpeg",
                    "gif", "webp", "svg");

    private FileNames() {}

    /** The name for an id, whatever else is downloaded, in this run or another. */
    public static String of(String fileId, String extension) {
        return base(fileId) + "." + extension;
    }

    /**
     * A plain id stays as it is. Any other is made fit and gets a hash, so that similar ids differ.
     */
    public static String base(String fileId) {
        var fit = fit(fileId);
        var plain = fit.equals(fileId) && PLAIN.matcher(fileId).matches();
        return plain ? fit : fit + "-" + hash(fileId);
    }

    /**
     * A title as a file name. Everything that a file system takes stays, also capitals and blanks.
     */
    public static String titled(String title) {
        var name = UNFIT.matcher(title).replaceAll("_").strip();
        var cut = cut(name).replaceAll("^[.-]|[. ]+$", "_").strip();
        return spelled(RESERVED.matcher(cut).matches() ? "_" + cut : cut);
    }

    private static String fit(String fileId) {
        var name = fileId.replaceAll("[^\\p{L}\\p{N}._-]", "_").replaceAll("^[.-]|\\.$", "_");
        var cut = cut(name);
        return spelled(RESERVED.matcher(cut).matches() ? "_" + cut : cut);
    }

    /** As many whole characters as there is room for. */
    private static String cut(String name) {
        var bytes = 0;
        for (int end = 0; end < name.length(); ) {
            var next = name.offsetByCodePoints(end, 1);
            bytes += name.substring(end, next).getBytes(UTF_8).length;
            if (bytes > LONGEST) {
                return name.substring(0, end);
            }
            end = next;
        }
        return name;
    }

    /** A name that Java can write here: in the C locale only ASCII. */
    private static String spelled(String name) {
        try {
            return Path.of(name).toString();
        } catch (InvalidPathException e) {
            return name.replaceAll("\\P{ASCII}", "_");
        }
    }

    private static String hash(String fileId) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(fileId.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The extension of the first path that has one, else the one of the content type, else {@code
     * mp4}. A type of film, sound or picture wins over the extension of anything else, such as a
     * program.
     */
    public static String extension(List<String> paths, String contentType) {
        var named =
                paths.stream()
                        .map(EXTENSION::matcher)
                        .filter(Matcher::matches)
                        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                        .findFirst();
        var isMedium = contentType.matches("(?i)\\s*(video|audio|image)/.*");
        return named.filter(extension -> !isMedium || MEDIA.contains(extension))
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
