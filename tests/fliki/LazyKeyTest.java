package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.FlikiException.Kind;
import fliki.internal.http.Connections;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The key is looked for by the first verb, behind all that needs no key. */
class LazyKeyTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path dir;

    /** Every verb that asks the API. */
    enum Verb {
        STATUS,
        STATUS_OF_MANY,
        POLL,
        POLL_OF_MANY,
        BULK,
        BULK_OF_A_CSV,
        DOWNLOAD,
        DOWNLOAD_OF_MANY;

        void begin(Fliki fliki, Path dir) throws IOException {
            var ids = List.of("a1", "a2");
            switch (this) {
                case STATUS -> fliki.status("a1");
                case STATUS_OF_MANY -> fliki.status(ids).close();
                case POLL -> fliki.poll("a1");
                case POLL_OF_MANY -> fliki.poll(ids).close();
                case BULK -> fliki.bulk(ids.stream()).close();
                case BULK_OF_A_CSV -> fliki.bulk(csv(dir), dir.resolve("out.csv"));
                case DOWNLOAD -> fliki.download("a1");
                case DOWNLOAD_OF_MANY -> fliki.download(ids).close();
            }
        }

        private static Path csv(Path dir) throws IOException {
            return Files.writeString(dir.resolve("ids.csv"), "a1\n");
        }
    }

    private FlikiException failure(Verb verb, Fliki fliki) {
        return assertThrows(FlikiException.class, () -> verb.begin(fliki, dir));
    }

    @Nested
    class KeyFile {

        private Path file;
        private Fliki fliki;

        @BeforeEach
        void client() {
            file = dir.resolve("key");
            fliki = Fliki.keyFile(file).url(api.url()).rate(0);
        }

        private List<String> sent() {
            return api.requests().stream().map(r -> r.getFirstHeader("Authorization")).toList();
        }

        @ParameterizedTest
        @EnumSource
        void isMissedByTheFirstVerb(Verb verb) {
            var failure = failure(verb, fliki);

            assertEquals(Kind.UNAUTHORIZED, failure.kind());
            assertEquals("cannot read the key file " + file, failure.getMessage());
        }

        @Test
        void mayBeWrittenBehindTheFactory() throws Exception {
            api.state("a1", "queued");
            var derived = fliki.retries(0);

            Files.writeString(file, "late-key");
            derived.status("a1");

            assertEquals(List.of("Bearer late-key"), sent());
        }

        @Test
        void isLookedForAgainByTheNextVerb() throws Exception {
            api.state("a1", "queued");
            Thrown.of(() -> fliki.status("a1"));

            Files.writeString(file, "late-key");
            fliki.status("a1");

            assertEquals(List.of("Bearer late-key"), sent());
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void thatOthersCanReadIsToldOnceToAllThatShareIt() throws Exception {
            var told = new ArrayList<Notice.Kind>();
            api.state("a1", "queued");
            Files.writeString(file, "open-key");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            var loud = fliki.onNotice(notice -> told.add(notice.kind()));
            loud.status("a1");
            loud.retries(1).status("a1");

            assertEquals(List.of(Notice.Kind.KEY_EXPOSED), told);
        }

        @Test
        void isReadOnceByAllThatShareIt() throws Exception {
            api.state("a1", "queued");
            Files.writeString(file, "first-key");
            fliki.status("a1");

            Files.delete(file);
            fliki.retries(1).status("a1");

            assertEquals(List.of("Bearer first-key", "Bearer first-key"), sent());
        }
    }

    @Nested
    class Environment {

        private static final String PROXY = "http://me:s3cret@proxy.example:1";

        private static Fliki keyless(Settings settings, Map<String, String> env) {
            Supplier<ApiKey> key =
                    () -> {
                        throw new AssertionError("the key was looked for");
                    };
            var time = new FakeTime();
            var shared = new Shared(key, env, new Connections(env));
            return new Fliki(shared, time, new Pace(0, time), settings);
        }

        @ParameterizedTest
        @EnumSource
        void badAddressIsToldBeforeTheKeyIsLookedFor(Verb verb) {
            var address = Settings.DEFAULTS.urlOf("FLIKI_API_URL", "ftp://x.example");

            var failure = failure(verb, keyless(address, Map.of()));

            assertEquals(Kind.BAD_REQUEST, failure.kind());
            assertEquals(
                    "FLIKI_API_URL must be https, as it gets the key (http to this machine), not"
                            + " ftp://x.example",
                    failure.getMessage());
        }

        @ParameterizedTest
        @EnumSource
        void badProxyIsToldBeforeTheKeyIsLookedFor(Verb verb) {
            var address = Settings.DEFAULTS.url("https://api.example");

            var failure = failure(verb, keyless(address, Map.of("HTTPS_PROXY", PROXY)));

            assertEquals(Kind.BAD_REQUEST, failure.kind());
            assertEquals(
                    "HTTPS_PROXY holds a password: the JDK's client would then drop the API key"
                        + " from requests; use a local proxy that adds it, or unset HTTPS_PROXY",
                    failure.getMessage());
        }

        @Test
        void isNotReadByTheFactory() {
            var address = Settings.DEFAULTS.urlOf("FLIKI_API_URL", "ftp://x.example");
            var fliki = keyless(address, Map.of("HTTPS_PROXY", PROXY));

            fliki.retries(0).rate(5).downloadTo(dir).url("https://api.example");

            assertEquals(0, api.requests().size());
        }
    }
}
