package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file larger than the memory of the process that fetches it. */
@Tag("slow")
class DownloadMemoryTest {

    private static final int MEGABYTES = 50;

    @TempDir Path dir;

    private static void film(RawServer.Connection connection) throws IOException {
        connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        for (int i = 0; i < MEGABYTES; i++) {
            connection.write(new byte[1 << 20]);
        }
    }

    @Test
    void largeFileNeedsLittleMemory() throws Exception {
        var status = Reply.status("success", "/v.mp4");
        try (var server = RawServer.inTurn(status, DownloadMemoryTest::film)) {
            var command = new ArrayList<>(Jvm.command());
            command.addAll(List.of("-Xmx20m", "fliki", "download", "a"));
            var builder = new ProcessBuilder(command);
            builder.environment().put("FLIKI_API_URL", server.url());
            builder.environment().put("FLIKI_API_KEY", Clients.KEY);
            var result = Result.of(builder.directory(new File("" + dir)).start());

            assertEquals(new Result(0, "a.mp4\n", ""), result);
            assertEquals(MEGABYTES << 20, Files.size(dir.resolve("a.mp4")));
        }
    }
}
