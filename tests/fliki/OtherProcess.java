package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process of its own that tells whether a file is locked: in this one, to look is to unlock. */
public final class OtherProcess {

    private OtherProcess() {}

    public static boolean findsLocked(Path file) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        var process =
                new ProcessBuilder(java, "-cp", classes, OtherProcess.class.getName(), "" + file)
                        .redirectErrorStream(true)
                        .start();
        var answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(answer);
        }
        return Boolean.parseBoolean(answer);
    }

    public static void main(String... files) throws IOException {
        try (var channel = FileChannel.open(Path.of(files[0]), StandardOpenOption.WRITE)) {
            System.out.print(channel.tryLock() == null);
        }
    }
}
