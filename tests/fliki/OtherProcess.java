package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that tells whether a file is locked: in this one, to look is to unlock. */
public final class OtherProcess {

    private OtherProcess() {}

    public static boolean findsLocked(Path file) throws IOException, InterruptedException {
        var command = new ArrayList<>(Jvm.command());
        command.addAll(List.of(OtherProcess.class.getName(), "" + file));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
