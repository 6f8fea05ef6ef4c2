import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockserver.model.HttpResponse.response;

import static java.util.stream.Collectors.toSet;

import fliki.MockApi;
import fliki.Result;
import fliki.Studio;
import fliki.cli.Main;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.model.Delay;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A command whose thread is interrupted, as a program may do that runs one within itself. */
@Timeout(20)
class InterruptedTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status a1 a2",
                "poll a1",
                "poll a1 a2",
                "bulk IDS -o OUT",
                "download a1",
                "generate BODY",
                "generate TEXTS --template t1 --yes -o OUT"
            })
    void commandEndsAsInterrupted(String line) throws Exception {
        api.answer(response(MockApi.json("a1", "queued")).withDelay(Delay.seconds(9)));
        var ids = Files.writeString(folder.resolve("ids.csv"), "a1\na2\n").toString();
        var key = Cli.secret(folder.resolve("key"), Cli.KEY).toString();
        var texts = Files.writeString(folder.resolve("texts.csv"), "a.b\none\n");
        var body = Files.writeString(folder.resolve("body.json"), "{\"fileId\":\"t1\"}");
        var command =
                line.replace("IDS", ids)
                        .replace("OUT", ids + ".out")
                        .replace("TEXTS", "" + texts)
                        .replace("BODY", "" + body);
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

    @ParameterizedTest
    @CsvSource({
        "status --download=DIR, interrupted, slow-1 (not seen yet)",
        "poll --download=DIR, interrupted, slow-1 success",
        "download --dir=DIR, interrupted, slow-1 (not seen yet)",
        "download --output=DIR/slow-1.mp4, slow-1: cannot download: interrupted, slow-1 (not seen"
                + " yet)"
    })
    void downloadEndsAsInterrupted(String line, String failure, String left) throws Exception {
        var key = Cli.secret(folder.resolve("key"), Cli.KEY);
        try (var studio = Studio.open()) {
            var options = " --url=" + studio.url() + " --key-file=" + key;
            var command = (line + options).replace("DIR", "" + folder) + " slow-1";

            var part = folder.resolve("slow-1.mp4.part");
            var result = interrupted(() -> Files.exists(part), command.split(" "));

            var carryOn = "fliki: left: " + left + "\nfliki: carry on with: fliki " + command;
            assertEquals("fliki: " + failure + "\n" + carryOn + "\n", result.err());
            assertEquals(130, result.code());
            assertEquals(Set.of("key"), names());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "status"}) // of the others, StdoutTest sees this
    void readerThatWentAwayEndsADownload(String command) throws Exception {
        var key = Cli.secret(folder.resolve("key"), Cli.KEY);
        var others = threads();
        try (var studio = Studio.open()) {
            var options = " -q --json --download=" + folder + " --url=" + studio.url();
            var line = command + " late-1 slow-1" + options + " --key-file=" + key;

            var err = new StringWriter();
            var code = Main.run(new PrintWriter(GONE), new PrintWriter(err), line.split(" "));

            joinAllBut(others);
            assertEquals("12 ", code + " " + err);
            assertEquals(Set.of("key", "late-1.mp4"), names());
        }
    }

    /** Standard output whose reader went away. */
    private static final OutputStream GONE =
            new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    throw new IOException("Broken pipe");
                }
            };

    @Test
    void bulkThatWaitsTellsItsRequests() throws Exception {
        var ids = Files.writeString(folder.resolve("ids.csv"), "run-1\nrun-2\n");
        var key = Cli.secret(folder.resolve("key"), Cli.KEY);
        try (var studio = Studio.open()) {
            var options = "--wait --every=1h --output=" + folder.resolve("out.csv");
            var server = " --url=" + studio.url() + " --key-file=" + key;
            var command = "bulk " + options + server + " " + ids;

            var result = interrupted(() -> studio.asked().size() == 2, command.split(" "));

            var err = result.err().lines().filter(line -> !line.contains(" run-")).toList();
            assertEquals("fliki: interrupted", err.get(0));
            assertEquals("fliki: 0 of 2 rows; 2 requests", err.get(1).replaceFirst(" in .*", ""));
            assertTrue(err.get(2).endsWith("--resume " + ids), err.get(2));
            assertEquals(130, result.code());
        }
    }

    /** The end of a command that is interrupted when this is so, and of its threads. */
    private static Result interrupted(BooleanSupplier ready, String... command) throws Exception {
        var others = threads();
        var end = new FutureTask<>(() -> Cli.run(command));
        var thread = new Thread(end);
        thread.start();
        while (!ready.getAsBoolean()) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        var result = end.get();
        joinAllBut(others);
        return result;
    }

    private static void joinAllBut(Set<Thread> others) throws InterruptedException {
        for (var own : threads()) {
            if (!others.contains(own)) {
                own.join();
            }
        }
    }

    /** Those that serve a command; the JDK keeps those of a connection. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fliki-"))
                .collect(toSet());
    }

    private Set<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> "" + file.getFileName()).collect(toSet());
        }
    }
}
