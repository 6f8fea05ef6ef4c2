package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** DownloadSetup from a {@link FileServer} into a folder, with waits that take no time. */
public final class DownloadSetup implements AutoCloseable {

    final FileServer server;
    final FakeTime time = new FakeTime();
    final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());
    final Fliki fliki;
    final Path dir;

    DownloadSetup(Path dir, FileServer.Answer... answers) throws IOException {
        this.dir = dir;
        server = new FileServer(answers);
        fliki = fliki(server.url() + "/v1").timeout(Duration.ofSeconds(5));
    }

    private Fliki fliki(String url) {
        return Clients.at(url, time).onNotice(notices::add);
    }

    /** A finished generation with a link to {@code /v.mp4} of the server. */
    Status done(String id) {
        return done(id, server.url() + "/v.mp4");
    }

    public static Status done(String id, String link) {
        return status(id, "success", Optional.of(link));
    }

    static Status status(String id, String word, Optional<String> link) {
        return FakeApi.status(id, word, OptionalDouble.empty(), link);
    }

    Path fetch(String id, StandardCopyOption... options) {
        return fliki.download(done(id), dir, options);
    }

    /** The kind and the message of the failure of a download. */
    String failure(String id, StandardCopyOption... options) {
        return failure(() -> fetch(id, options));
    }

    /** The same of any call, with the server's port as {@code PORT}. */
    String failure(Runnable call) {
        var e = assertThrows(FlikiException.class, call::run);
        return (e.kind() + ": " + e.getMessage())
                .replace(server.url().replaceFirst(".*:", ":"), ":PORT")
                .replace(dir.toString(), "DIR");
    }

    /** The files in the folder with what they hold. */
    Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (var paths = Files.walk(dir)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                files.put(dir.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    /** Fetches one file, which must hold this in the end, with these requests. */
    static void assertFetched(
            Path dir, String content, List<String> asked, FileServer.Answer... answers)
            throws IOException {
        try (var downloads = new DownloadSetup(dir, answers)) {
            downloads.fetch("a");

            assertEquals(Map.of("a.mp4", content), downloads.files());
            assertEquals(asked, downloads.server.asked());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
