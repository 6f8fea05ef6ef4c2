package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file larger than the memory of the process that fetches it. */
@Tag("slow")
class DownloadMemoryTest {

    private static final int MEGABYTES = 50;

    @TempDir Path dir;

    private static void film(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes());
        for (int i = 0; i < MEGABYTES; i++) {
            out.write(new byte[1 << 20]);
        }
    }

    @Test
    @Timeout(20)
    void largeFileNeedsLittleMemory() throws Exception {
        var box = new FileServer[1];
        FileServer.Answer status =
                out -> Reply.status("success", box[0].url() + "/v.mp4").send(out);
        try (var server = new FileServer(status, DownloadMemoryTest::film)) {
            box[0] = server;
            var command = new ArrayList<>(Jvm.command());
            command.addAll(List.of("-Xmx20m", "fliki", "download", "a"));
            var builder = new ProcessBuilder(command);
            builder.environment().put("FLIKI_API_URL", server.url() + "/v1");
            builder.environment().put("FLIKI_API_KEY", FileServer.KEY);
            var result = Result.of(builder.directory(new File("" + dir)).start());

            assertEquals(new Result(0, "a.mp4\n", ""), result);
            assertEquals(MEGABYTES << 20, Files.size(dir.resolve("a.mp4")));
        }
    }
}
