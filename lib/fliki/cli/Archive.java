package fliki.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The archive of loaded classes beside our jar: JBang lets a start without one write it at its end,
 * and the next ones read it. JBang never looks whether it serves.
 */
final class Archive {

    /** {@code .../fliki.java.HASH/fliki.jar}: other folders are not JBang's. */
    private static final Pattern JBANG =
            Pattern.compile("(?s)(.*[/\\\\]([^/\\\\]+)\\.java\\.[0-9a-f]+[/\\\\]\\2)\\.jar");

    private Archive() {}

    /**
     * Deletes an archive that does not serve, at the end of a process: the next start writes a new
     * one. Java refuses one of another Java, and its own with it. One of {@code --help} lacks what
     * a look-up needs: a file beside the archive marks one that has all.
     *
     * @param full whether this process has loaded all that a look-up needs
     */
    static void tend(boolean full) {
        var refused = !System.getProperty("java.vm.info", "").contains("sharing");
        tend(System.getProperty("java.class.path").split(File.pathSeparator)[0], refused, full);
    }

    static void tend(String file, boolean refused, boolean full) {
        var jar = JBANG.matcher(file);
        if (!jar.matches()) {
            return;
        }
        var archive = Path.of(jar.group(1) + ".jsa");
        var mark = Path.of(archive + ".full");
        try {
            if (refused) {
                Files.deleteIfExists(archive);
                Files.deleteIfExists(mark);
            } else if (full && Files.notExists(mark) && !Files.deleteIfExists(archive)) {
                Files.createFile(mark); // this process is about to write the archive
            }
        } catch (IOException e) {
            return; // Windows deletes no file that is in use: then it stays slow
        }
    }
}
