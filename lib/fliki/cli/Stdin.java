package fliki.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard input, if there is one. */
final class Stdin {

    /** Leads to what standard input reads, on Linux and macOS. */
    private static final Path HERE = Path.of("/dev/stdin");

    /** The first file that a JVM opens for good; it gets the number of a closed standard input. */
    private static final Path OF_THE_JVM = Path.of(System.getProperty("java.home"), "lib/modules");

    private Stdin() {}

    /**
     * Standard input.
     *
     * @throws IllegalArgumentException where it is closed
     */
    static InputStream open() {
        if (closed()) {
            throw new IllegalArgumentException("standard input is closed");
        }
        return System.in;
    }

    private static boolean closed() {
        try {
            return Files.isSameFile(HERE, OF_THE_JVM);
        } catch (IOException e) {
            return false; // there is no telling on this system
        }
    }
}
