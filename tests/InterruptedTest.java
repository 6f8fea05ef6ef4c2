import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockserver.model.HttpResponse.response;

import fliki.MockApi;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.model.Delay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A command whose thread is interrupted, as a program may do that runs one within itself. */
class InterruptedTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"status a1 a2", "poll a1", "poll a1 a2", "bulk IDS -o OUT", "download a1"})
    void commandEndsAsInterrupted(String line) throws Exception {
        api.answer(response(MockApi.json("a1", "queued")).withDelay(Delay.seconds(9)));
        var ids = Files.writeString(folder.resolve("ids.csv"), "a1\na2\n").toString();
        var key = Cli.secret(folder.resolve("key"), Cli.KEY).toString();
        var command = line.replace("IDS", ids).replace("OUT", ids + ".out");
        var args = (command + " --url " + api.url() + " --key-file " + key).split(" ");
        var end =
                new FutureTask<>(
                        () ->
                                List.of(
                                        Cli.run(args).code(),
                                        Thread.currentThread().isInterrupted()));

        var thread = new Thread(end);
        thread.start();
        while (api.requests().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        thread.interrupt();

        assertEquals(List.of(130, true), end.get(1, TimeUnit.SECONDS));
    }
}
