package fliki.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The archive of loaded classes that JBang lets the first start write beside our jar, and the next
 * ones read. JBang never looks whether it serves: one of another Java is refused, and Java's own
 * with it, and one written by {@code fliki --version} lacks what a look-up needs. Either is
 * deleted, so that the next start writes a new one.
 */
public final class Archive {

    /** {@code .../fliki.java.HASH/fliki.jar}: other folders are not JBang's. */
    private static final Pattern JBANG =
            Pattern.compile("(?s)(.*[/\\\\]([^/\\\\]+)\\.java\\.[0-9a-f]+[/\\\\]\\2)\\.jar");

    private final Matcher jar;
    private final boolean refused;

    Archive(String jar, boolean refused) {
        this.jar = JBANG.matcher(jar);
        this.refused = refused;
    }

    /** The archive of this process. */
    public static Archive ofProcess() {
        var first = System.getProperty("java.class.path").split(File.pathSeparator)[0];
        var sharing = System.getProperty("java.vm.info", "").contains("sharing");
        return new Archive(first, !sharing);
    }

    /**
     * Deletes an archive that does not serve, at the end of a process.
     *
     * @param full whether this process has loaded all that a look-up needs
     */
    public void tend(boolean full) {
        if (!jar.matches()) {
            return;
        }
        var file = Path.of(jar.group(1) + ".jsa");
        var poor = Path.of(file + ".poor");
        try {
            if (Files.notExists(file)) {
                mark(poor, full); // this process is about to write it
            } else if (refused || full && Files.exists(poor)) {
                Files.delete(file);
                Files.deleteIfExists(poor);
            }
        } catch (IOException e) {
            return; // Windows deletes no file that is in use: then it stays slow
        }
    }

    private static void mark(Path poor, boolean full) throws IOException {
        if (full) {
            Files.deleteIfExists(poor);
        } else if (Files.notExists(poor)) {
            Files.createFile(poor);
        }
    }
}
