package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.json.JSONObject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

class ApiKeyTest {

    @TempDir Path folder;
    @TempDir Path home;

    private Optional<String> found(Map<String, String> env) {
        return ApiKey.find(env, folder, home).map(ApiKey::bearer);
    }

    private void dotenv(String text) throws IOException {
        Files.writeString(folder.resolve(".env"), text);
    }

    private void config(Path base, String text) throws IOException {
        Files.createDirectories(base.resolve("fliki"));
        Files.writeString(base.resolve("fliki").resolve("key"), text);
    }

    @Nested
    class Sources {

        @Test
        void dotenvOfOthersInAnotherEncodingIsNoObstacle() throws IOException {
            Files.write(
                    folder.resolve(".env"),
                    "NAME=Zo\u00eb\nFLIKI_API_KEY=k\n".getBytes(ISO_8859_1));

            assertEquals(Optional.of("Bearer k"), found(Map.of()));
        }

        /** As {@code echo FLIKI_API_KEY=k > .env} leaves it in Windows PowerShell. */
        @ParameterizedTest
        @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
        void dotenvMayBeUtf16(String charset) throws IOException {
            var text = "\uFEFFFLIKI_API_KEY=k\r\n";
            Files.write(folder.resolve(".env"), text.getBytes(charset));

            assertEquals(Optional.of("Bearer k"), found(Map.of()));
        }

        @ParameterizedTest
        @CsvSource({
            "true, /roaming, , /roaming",
            "false, /roaming, , /home/.config",
            "true, , , /home/.config",
            "true, /roaming, /xdg, /xdg",
            "true, roaming, , /home/.config"
        })
        void ownFileIsWhereTheSystemKeepsSuch(
                boolean windows, String appdata, String xdg, String folder) {
            var env = new HashMap<String, String>();
            env.put("APPDATA", appdata);
            env.put("XDG_CONFIG_HOME", xdg);

            assertEquals(
                    Path.of(folder, "fliki", "key"),
                    ApiKey.configFile(env, Path.of("/home"), windows));
        }

        @Test
        void environmentComesBeforeDotenvAndThatBeforeTheOwnFile() throws Exception {
            config(home.resolve(".config"), "config\r\n");
            assertEquals(Optional.of("Bearer config"), found(Map.of()));

            dotenv("FLIKI_API_KEY=dotenv");
            assertEquals(Optional.of("Bearer dotenv"), found(Map.of()));
            assertEquals(Optional.of("Bearer env"), found(Map.of("FLIKI_API_KEY", "env")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t\n"})
        void emptyCountsAsAbsent(String empty) throws Exception {
            dotenv("FLIKI_API_KEY=" + empty);
            config(home.resolve(".config"), "config");

            assertEquals(Optional.of("Bearer config"), found(Map.of("FLIKI_API_KEY", empty)));
        }

        @Test
        void emptyFileOrAFolderInItsPlaceIsNoKey() throws Exception {
            config(home.resolve(".config"), " \n");
            assertEquals(Optional.empty(), found(Map.of()));

            Files.delete(home.resolve(".config/fliki/key"));
            Files.createDirectories(home.resolve(".config/fliki/key"));
            Files.createDirectories(folder.resolve(".env"));
            assertEquals(Optional.empty(), found(Map.of()));
        }

        @Test
        void fileThatIsNoTextIsNamed() throws Exception {
            var file = folder.resolve(".env");
            Files.write(file, "FLIKI_API_KEY=ä".getBytes(StandardCharsets.ISO_8859_1));

            var failure = assertThrows(ApiKey.Unusable.class, () -> found(Map.of()));

            assertEquals(
                    file
                            + ": the API key holds a space, a control character or one that is not"
                            + " ASCII; copy it again from your Fliki account",
                    failure.getMessage());
        }
    }

    @Nested
    class Dotenv {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "FLIKI_API_KEY=abc",
                    "export FLIKI_API_KEY=abc",
                    "  export\tFLIKI_API_KEY = abc  ",
                    "FLIKI_API_KEY=\"abc\"",
                    "FLIKI_API_KEY=' abc '",
                    "FLIKI_API_KEY='abc' # of my account",
                    "FLIKI_API_KEY=abc\r\nOTHER=x\r\n",
                    "FLIKI_API_KEY=old\nFLIKI_API_KEY=abc",
                    "# FLIKI_API_KEY=old\nOTHER=x\n\nFLIKI_API_KEY=abc\n",
                    "NOT_FLIKI_API_KEY=x\nFLIKI_API_KEY=abc\nFLIKI_API_KEY_2=y",
                    "\uFEFFFLIKI_API_KEY=abc"
                })
        void lineIsRead(String text) throws Exception {
            dotenv(text);

            assertEquals(Optional.of("Bearer abc"), found(Map.of()));
        }

        @ParameterizedTest
        @CsvSource({"a#b, a#b", "a=b==, a=b==", "\"a#b\", a#b", "$HOME, $HOME"})
        void valueIsTakenAsItStands(String value, String key) throws Exception {
            dotenv("FLIKI_API_KEY=" + value);

            assertEquals(Optional.of("Bearer " + key), found(Map.of()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "FLIKI_API_KEY",
                    "FLIKI_API_KEY=",
                    "FLIKI_API_KEY=''",
                    "FLIKI_API_KEY=# none",
                    "#FLIKI_API_KEY=abc",
                    "exportFLIKI_API_KEY=abc"
                })
        void lineWithoutAKeyIsIgnored(String text) throws Exception {
            dotenv(text);

            assertEquals(Optional.empty(), found(Map.of()));
        }
    }

    @Nested
    class Usable {

        @ParameterizedTest
        @ValueSource(strings = {" abc ", "\tabc\r\n", "\uFEFFabc", "\n\nabc"})
        void spaceAroundAKeyIsTrimmed(String text) {
            assertEquals("Bearer abc", ApiKey.of(text).bearer());
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\r\nX-Evil: 1", "a\0b", "a b", "ä", "a\u001bb"})
        void keyThatNoHeaderCanCarryIsRefused(String text) {
            var failure = assertThrows(IllegalArgumentException.class, () -> Fliki.key(text));

            assertEquals(
                    "the API key holds a space, a control character or one that is not ASCII;"
                            + " copy it again from your Fliki account",
                    failure.getMessage());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " \n"})
        void emptyKeyIsRefused(String text) {
            var failure = assertThrows(IllegalArgumentException.class, () -> Fliki.key(text));

            assertEquals("the API key is empty", failure.getMessage());
        }
    }

    @Nested
    class Secret {

        @Test
        void keyPrintsItselfNowhere() {
            var key = ApiKey.of(Clients.KEY);

            assertEquals("***", key.toString());
            var client = Fliki.key(Clients.KEY).url("https://api.example/v1");
            assertEquals("Fliki[https://api.example/v1]", client.toString());
        }

        private static final String WITHHELD = "(withheld: it repeats the API key)";

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "secret/42+key",
                    "s e c r e t 4 2",
                    "ret\\/42 key",
                    "\\u0073ecret\\u002F\\u00342",
                    "%73%65cret%2f42",
                    "<b>secret&#x2F; &#x34;&#x0032;",
                    "100%secret42"
                })
        void eightLettersOrDigitsInARowWithholdTheText(String text) {
            assertEquals(WITHHELD, ApiKey.of("secret/42+key").redacted("see " + text, ""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"secret4", "42key", "terces24yek", "%3secret", "&#x2F;"})
        void fewerOrOthersDoNot(String text) {
            assertEquals(text, ApiKey.of("secret/42+key").redacted(text, ""));
        }

        @Test
        void fieldsOfAnObjectAreWithheldOneByOne() {
            var key = ApiKey.of("secret42key");
            var text =
                    "{\"a\":1,\"b\":\"is"
                            + " secret42key\",\"c\":{\"d\":[\"secre\",\"t42key\"],\"e\":2},"
                            + "\"secret42\":3,\"f\":\"job-secret42\"}";

            var left = new JSONObject(key.redacted(text, "job-secret42")).toMap();

            var inner = Map.of("d", WITHHELD, "e", 2);
            assertEquals(Map.of("a", 1, "b", WITHHELD, "c", inner, "f", "job-secret42"), left);
        }

        @Test
        void wordThatServesAsAKeyIsLeftInHonestText() {
            assertEquals("the sandbox", ApiKey.of("sandbox").redacted("the sandbox", ""));
        }
    }
}
