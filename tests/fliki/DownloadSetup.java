package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Downloads into a folder, from a server that answers as told, with waits that take no time. */
public final class DownloadSetup implements AfterEachCallback {

    static final String VIDEO = "0123456789";

    final FakeTime time = new FakeTime();
    final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());
    final Path dir;
    RawServer server;

    DownloadSetup() {
        try {
            dir = Files.createTempDirectory("fliki-download");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of a server that gives these answers in turn; the last one stays. */
    Fliki serve(RawServer.Script... answers) {
        stop();
        server = RawServer.inTurn(answers);
        return Clients.at(server.host() + "/v1", time).onNotice(notices::add);
    }

    /** A finished generation with a link to {@code /v.mp4} of the server. */
    Status done() {
        return done("a", server.host() + "/v.mp4");
    }

    static Status done(String id, String link) {
        return FakeApi.status(id, "success", OptionalDouble.empty(), Optional.of(link));
    }

    /** Fetches a file with these answers; gives what is in the folder then, with its text. */
    Map<String, String> fetched(RawServer.Script... answers) throws IOException {
        serve(answers).download(done(), dir);
        return files();
    }

    /** The same, with the requests that it must take. */
    void assertFetched(List<String> asked, RawServer.Script... answers) throws IOException {
        assertEquals(Map.of("a.mp4", VIDEO), fetched(answers));
        assertEquals(asked, server.asked());
    }

    /** The kind and the message of the failure that comes of these answers. */
    String failure(RawServer.Script... answers) {
        var fliki = serve(answers);
        return failure(() -> fliki.download(done(), dir));
    }

    /** The same of any call. */
    String failure(Runnable call) {
        var e = assertThrows(FlikiException.class, call::run);
        return (e.kind() + ": " + e.getMessage()).replace(dir.toString(), "DIR");
    }

    /** The files in the folder with what they hold. */
    Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (var paths = Files.walk(dir)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                files.put(dir.relativize(path).toString(), Files.readString(path, ISO_8859_1));
            }
        }
        return files;
    }

    private void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop();
        Jbang.delete(dir);
    }
}
