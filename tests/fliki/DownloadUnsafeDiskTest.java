package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files on a file system that has neither locks nor sync, as a preloaded library plays it. */
@Tag("slow")
class DownloadUnsafeDiskTest {

    private static final String LIBRARY =
            """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <stdarg.h>
            static int call(const char *name, int fd, int cmd, void *arg) {
                if (cmd == F_SETLK || cmd == F_SETLKW) { errno = ENOLCK; return -1; }
                int (*real)(int, int, ...) = dlsym(RTLD_NEXT, name);
                return real(fd, cmd, arg);
            }
            #define CALL(name) int name(int fd, int cmd, ...) { va_list list; va_start(list, cmd); \\
                void *arg = va_arg(list, void *); va_end(list); return call(#name, fd, cmd, arg); }
            CALL(fcntl)
            CALL(fcntl64)
            int fsync(int fd) { errno = EINVAL; return -1; }
            """;

    @TempDir Path dir;

    private Path library() throws Exception {
        var source = Files.writeString(dir.resolve("unsafe.c"), LIBRARY);
        var library = dir.resolve("unsafe.so");
        try {
            var command =
                    List.of("cc", "-shared", "-fPIC", "-o", "" + library, "" + source, "-ldl");
            var cc = new ProcessBuilder(command).redirectErrorStream(true).start();
            cc.getInputStream().readAllBytes();
            assumeTrue(cc.waitFor() == 0, "cannot be compiled here");
        } catch (IOException e) {
            assumeTrue(false, "no compiler here");
        }
        return library;
    }

    @Test
    @Timeout(120)
    void filesAreFetchedWithOneWarning() throws Exception {
        var folder = Files.createDirectory(dir.resolve("films"));
        var status = Reply.status("success", "/v.mp4");
        var film = Reply.file("0123456789");
        try (var server = RawServer.inTurn(status, film, status, film)) {
            var command = new ArrayList<>(Jvm.command());
            command.addAll(List.of("fliki", "download", "a", "b", "--parallel", "1"));
            var builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("LD_PRELOAD", "" + library());
            builder.environment().put("FLIKI_API_URL", server.url());
            builder.environment().put("FLIKI_API_KEY", Clients.KEY);

            assertEquals(
                    new Result(
                            0,
                            "a.mp4\nb.mp4\n",
                            "fliki: "
                                    + folder
                                    + " is on a file system without locks or sync: let only one"
                                    + " run write there, and check its files after a power cut\n"),
                    Result.of(builder.start()));
            assertEquals(List.of("a.mp4", "b.mp4"), names(folder));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> "" + file.getFileName()).sorted().toList();
        }
    }
}
