import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.mockserver.model.HttpResponse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** {@code fliki api}, and {@code fliki status --since}. */
class ApiCommandTest {

    @RegisterExtension static final MockApi API = new MockApi();

    private static final String KEY = "a-key-of-a-test";

    @TempDir private Path folder;

    private Result api(String... args) {
        var connection = Cli.connection(API.url(), folder, KEY).split(" ");
        var options = Stream.concat(Stream.of(args), Stream.of(connection));
        return Cli.run(Stream.concat(Stream.of("api"), options).toArray(String[]::new));
    }

    @Test
    void getPrintsTheJson() throws Exception {
        API.answer(200, "[{\"name\":\"Ada\"}]\n");

        var result = api("voices");

        assertEquals(0, result.code());
        assertEquals("[{\"name\":\"Ada\"}]\n", result.out());

        assertEquals("GET", API.requests().get(0).getMethod().getValue());
    }

    @Test
    void fieldsAreAPost() throws Exception {
        API.answer(200, "{}");

        assertEquals(0, api("file/delete", "-f", "fileId=a=1", "-f", "b=2").code());

        var request = API.requests().get(0);
        assertEquals("POST", request.getMethod().getValue());
        assertEquals(
                "{\"fileId\":\"a=1\",\"b\":\"2\"}",
                request.getBodyAsString().replaceAll("\\s", ""));
    }

    @Test
    void bodyMayComeFromAFileByAnotherMethod() throws Exception {
        API.answer(200, "{}");
        var body = Files.writeString(folder.resolve("body.json"), "[1]");

        assertEquals(0, api("x", "-X", "put", "--input", "" + body).code());

        assertEquals("PUT", API.requests().get(0).getMethod().getValue());
    }

    @Test
    void bodyThatIsNoTextIsNamed() throws Exception {
        var body = Files.write(folder.resolve("body.bin"), new byte[] {(byte) 0xff});

        var result = api("x", "--input", "" + body);

        var why = "fliki: " + body + ": not UTF-8 text; save it as UTF-8\n";
        assertEquals(new Result(2, "", why), result);
    }

    @Test
    void refusalEndsWithItsCode() throws Exception {
        API.answer(401, "{}");

        assertEquals(13, api("voices").code());
    }

    @Test
    void otherAddressIsAMistake() throws Exception {
        var result = api("https://else.example/v1");

        assertEquals(2, result.code());
        assertTrue(result.err().startsWith("fliki: the path must begin behind"), result.err());
        assertTrue(API.requests().isEmpty());
    }

    @Nested
    class Since {

        private Result status(String... ids) {
            var since = "--since=" + folder.resolve("seen.json");
            var options = Stream.of("--parallel=1", since); // answers in the order of the ids
            var all = Stream.concat(options, Stream.of(ids)).toArray(String[]::new);
            return Cli.status(API, folder, all);
        }

        @Test
        void printsOnlyWhatChanged() throws Exception {
            API.next(HttpResponse.response(MockApi.json("a", "queued")));
            API.next(HttpResponse.response("{}").withStatusCode(404));
            API.next(HttpResponse.response(MockApi.json("a", "success")));
            API.answer(404, "{}");

            var first = status("a", "gone");
            var second = status("a", "gone");
            var third = status("a", "gone");

            assertEquals(12, first.code());
            assertTrue(first.out().contains("gone     not-found"), first.out());
            assertEquals(0, second.code());
            assertTrue(second.out().contains("a        success"), second.out());
            assertFalse(second.out().contains("gone"), second.out());
            assertEquals(12, third.code());
            assertFalse(third.out().contains("gone"), third.out());
        }

        @Test
        void fileStaysWhereTheNetworkIsAway() throws Exception {
            API.answer(200, MockApi.json("a", "queued"));
            status("a");
            var before = Files.readString(folder.resolve("seen.json"));

            var away = status("a", "--url=http://localhost:1");

            assertEquals(12, away.code());
            assertEquals(before, Files.readString(folder.resolve("seen.json")));
        }

        @Test
        void anotherFileIsRefused() throws Exception {
            Files.writeString(folder.resolve("seen.json"), "fileId\na\n");

            var result = status("a");

            assertEquals(2, result.code());
            assertTrue(result.err().contains("not a file that --since has written"), result.err());
            assertTrue(API.requests().isEmpty());
        }
    }
}
