package fliki;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Which id has which file name, so that ids that would share one get {@code -2}, {@code -3}... */
final class Names {

    /** Older names are forgotten: memory stays bounded, whatever the number of files. */
    private static final int MOST = 50_000;

    private final Map<String, String> owners = new LinkedHashMap<>();

    /** The file for an id in a folder; the same each time it is asked for. */
    synchronized Path claim(Path dir, String fileId, String extension) {
        for (int number = 1; ; number++) {
            var suffix = number == 1 ? "" : "-" + number;
            var file = dir.resolve(FileNames.base(fileId) + suffix + "." + extension);
            // Some file systems take names that differ only in case for the same.
            var key = file.toAbsolutePath().normalize().toString().toLowerCase(Locale.ROOT);
            if (owners.computeIfAbsent(key, k -> fileId).equals(fileId)) {
                if (owners.size() > MOST) {
                    owners.remove(owners.keySet().iterator().next());
                }
                return file;
            }
        }
    }
}
