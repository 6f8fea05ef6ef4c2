package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.FlikiException.Kind;
import fliki.internal.http.Connections;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The key is looked for by the first verb, behind all that needs no key. */
class LazyKeyTest {

    private static final String PROXY = "http://me:s3cret@proxy.example:1";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path dir;

    private Path file;
    private Fliki fliki;

    @BeforeEach
    void client() {
        file = dir.resolve("key");
        fliki = Fliki.keyFile(file).url(api.url()).rate(0);
    }

    private void assertEachVerbFails(Fliki client, Kind kind, String message) throws IOException {
        var csv = Files.writeString(dir.resolve("ids.csv"), "a1\n");
        var calls = Stream.<Runnable>of(() -> client.bulk(csv, dir.resolve("out.csv")));
        var verbs =
                Stream.of(Verb.values())
                        .flatMap(
                                verb ->
                                        Stream.<Runnable>of(
                                                () -> verb.one(client, "a1"),
                                                () ->
                                                        verb.of(client, List.of("a1", "a2"))
                                                                .close()));
        for (var call : Stream.concat(calls, verbs).toList()) {
            var failure = assertThrows(FlikiException.class, call::run);
            assertEquals(kind, failure.kind());
            assertEquals(message, failure.getMessage());
        }
    }

    private List<String> sent() {
        return api.requests().stream().map(r -> r.getFirstHeader("Authorization")).toList();
    }

    @Test
    void missingKeyFileFailsTheFirstVerb() throws Exception {
        assertEachVerbFails(fliki, Kind.UNAUTHORIZED, "cannot read the key file " + file);
    }

    @Test
    void keyIsLookedForAgainUntilItIsThereAndThenReadOnceForAll() throws Exception {
        api.state("a1", "queued");
        var derived = fliki.retries(0);
        Thrown.of(() -> fliki.status("a1"));

        Files.writeString(file, "late-key");
        derived.status("a1");
        Files.delete(file);
        fliki.status("a1");

        assertEquals(List.of("Bearer late-key", "Bearer late-key"), sent());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keyThatOthersCanReadIsToldOnceToAllThatShareIt() throws Exception {
        var told = new ArrayList<Notice.Kind>();
        api.state("a1", "queued");
        Files.writeString(file, "open-key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        var loud = fliki.onNotice(notice -> told.add(notice.kind()));
        loud.status("a1");
        loud.retries(1).status("a1");

        assertEquals(List.of(Notice.Kind.KEY_EXPOSED), told);
    }

    private static Fliki keyless(Settings settings, Map<String, String> env) {
        Supplier<ApiKey> key =
                () -> {
                    throw new AssertionError("the key was looked for");
                };
        var time = new FakeTime();
        var shared = new Shared(key, env, new Connections(env));
        return new Fliki(shared, time, new Pace(0, time), settings);
    }

    @Test
    void badEnvironmentIsToldBeforeTheKeyIsLookedForAndNotByASetting() throws Exception {
        var address = Settings.DEFAULTS.urlOf("FLIKI_API_URL", "ftp://x.example");
        var proxied = keyless(Settings.DEFAULTS, Map.of("HTTPS_PROXY", PROXY));

        keyless(address, Map.of("HTTPS_PROXY", PROXY)).rate(5).downloadTo(dir);

        assertEachVerbFails(
                keyless(address, Map.of()),
                Kind.BAD_REQUEST,
                "FLIKI_API_URL must be https, as it gets the key (http to this machine), not"
                        + " ftp://x.example");
        assertEachVerbFails(
                proxied,
                Kind.BAD_REQUEST,
                "HTTPS_PROXY holds a password: the JDK's client would then drop the API key"
                        + " from requests; use a local proxy that adds it, or unset HTTPS_PROXY");
    }
}
