import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.RawServer;
import fliki.Result;
import fliki.internal.http.Daemon;
import fliki.sandbox.Sandbox;

import org.json.JSONObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** The command {@code poll}, against a sandbox with jobs of a second. */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
class PollTest {

    private static final String HEAD = "FILE_ID  STATUS      PROGRESS  DOWNLOAD\n";

    @TempDir Path dir;
    @TempDir Path work;

    private static Result poll(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("poll", "--every=100ms..300ms"));
        command.addAll(List.of(arguments));
        return CliProcess.run(command.toArray(String[]::new));
    }

    /** Runs {@code poll} with this on standard input. */
    private Result piped(String stdin, String options) {
        var line = "poll " + Cli.connection("" + CliProcess.SANDBOX.url(), work, Sandbox.KEY);
        return Cli.piped(stdin.getBytes(UTF_8), (line + " " + options).split(" "));
    }

    private CliProcess shell(String line) throws IOException {
        return CliProcess.shell(dir, "" + CliProcess.SANDBOX.url(), line);
    }

    private static String row(String id, String state, String progress, String place) {
        return String.format("%-7s  %-10s  %-8s  %s%n", id, state, progress, place);
    }

    private static String link(String id) {
        return CliProcess.SANDBOX.url().resolve("/files/" + id + ".mp4").toString();
    }

    @Test
    void oneIdIsARowAtItsEnd() {
        var answers =
                Stream.of(
                                "{'status':'queued'}",
                                "{'status':'processing','progress':40}",
                                "{'status':'success','progress':100,'download':'https://f/1'}")
                        .map(json -> RawServer.ok(json.replace('\'', '"')))
                        .iterator();
        try (var server = RawServer.start(looks -> looks.write(answers.next()))) {
            var options = "--every=1ms " + Cli.connection(server.url(), work, Cli.KEY);

            var result = Cli.run(("poll one " + options).split(" "));

            var row = row("one", "success", "100%", "https://f/1");
            var seen = "fliki: one queued\nfliki: one processing 40%\n";
            assertEquals(new Result(0, HEAD + row, seen), result);
        }
    }

    @Test
    void quietPollPrintsRowsAlone() throws Exception {
        var result = poll("quiet");

        var row = row("quiet", "success", "100%", link("quiet"));
        assertEquals(new Result(0, HEAD + row, ""), result);
    }

    @Test
    void manyAreRowsInTheOrderOfTheirEnds() throws Exception {
        var result = poll("late", "fail-late", "done-early", "done-early");

        var rows = result.out().lines().toList();
        var head = HEAD.strip().replace("FILE_ID", "FILE_ID   ");
        var early = row("done-early", "success", "100%", link("done-early")).strip();
        assertEquals(List.of(head, early), rows.subList(0, 2));
        assertEquals(
                List.of(
                        row("fail-late ", "error", "-", "The simulated generation failed").strip(),
                        row("late      ", "success", "100%", link("late")).strip()),
                rows.subList(2, rows.size()).stream().sorted().toList());
    }

    @Test
    void jsonIsOneObjectForEachId() throws Exception {
        var result =
                poll(
                        "--json",
                        "--at-most=2s",
                        "--download=" + dir,
                        "fail-j",
                        "done-j",
                        "missing-j");

        var files = new TreeMap<String, String>();
        for (var line : result.out().lines().toList()) {
            var object = new JSONObject(line);
            var error = object.optJSONObject("error", new JSONObject());
            files.put(
                    object.getString("fileId"),
                    object.optString("status")
                            + error.optString("kind")
                            + object.optString("file"));
        }
        assertEquals(
                "{done-j=success" + dir + "/done-j.mp4, fail-j=error, missing-j=not-found}",
                "" + files);
        assertEquals(3, result.out().lines().count());
        assertTrue(Files.size(dir.resolve("done-j.mp4")) > 0);
    }

    @Test
    void exitCodeTellsTheWorst() throws Exception {
        var expected = new TreeMap<String, Integer>();
        expected.put("fail-x done-x", 10);
        expected.put("cancel-x", 10);
        expected.put("stuck-x done-x --at-most=300ms", 11);
        expected.put("fail-y stuck-x --at-most=2s", 10);
        expected.put("missing-x stuck-x --at-most=1s", 12);
        expected.put("flaky-x limit-x", 0);

        var polls = new TreeMap<String, FutureTask<Integer>>();
        for (var line : expected.keySet()) {
            var poll = new FutureTask<>(() -> poll(line.split(" ")).code());
            polls.put(line, poll);
            Daemon.of("poll", poll).start(); // beside the others, for they mostly wait
        }

        var codes = new TreeMap<String, Integer>();
        for (var line : expected.keySet()) {
            codes.put(line, polls.get(line).get());
        }
        assertEquals(expected, codes);
    }

    @Test
    @Tag("slow")
    void wordBehindDownloadIsNoFolder() throws Exception {
        var result = shell("echo done-d | fliki poll -q --download -").end(20);

        assertEquals(HEAD + row("done-d", "success", "100%", "./done-d.mp4"), result.out());
        assertEquals(List.of("done-d.mp4"), names());
    }

    @Test
    void idThatTakesTooLongIsNamedWithTheCommandThatCarriesOn() throws Exception {
        var result = poll("--at-most=1s", "stuck-1");

        assertEquals(
                "fliki: stuck-1: not finished within 1 s; last seen queued\n"
                        + "fliki: carry on with: fliki poll --every=100ms..300ms --at-most=1s"
                        + " stuck-1\n",
                result.err().replaceFirst(" --quiet.*fliki[^ ]*key", ""));
    }

    @Test
    void filesThatDidNotComeAreLeft() throws Exception {
        var films = Files.writeString(dir.resolve("films"), "not a folder");
        var first = piped("", "-q --download=" + films + " d-1 fail-d done-2");
        assertEquals(12, first.code());
        var command = first.err().replaceFirst("(?s).*carry on with: ", "");
        var rest = " --quiet --download=" + films + " - < .*\n";
        assertTrue(command.matches("fliki poll --url=\\S+ --key-file=\\S+" + rest), first.err());
        Files.delete(films);

        assertEquals(0, Typed.of(work, command).run().code());

        Cli.tidy(first);
        assertTrue(Files.exists(films.resolve("d-1.mp4")));
        assertTrue(Files.exists(films.resolve("done-2.mp4")));
    }

    @Test
    void runOfManyIsSummedUp() {
        var options = Cli.connection("" + CliProcess.SANDBOX.url(), work, Sandbox.KEY);

        var result = Cli.run(("poll done-s done-t " + options).split(" "));

        var end = "(?s)(.*\n)?fliki: 2 ids: success 2 in [\\d.]+ s\n";
        assertTrue(result.err().matches(end), result.err());
    }

    @Test
    @Tag("slow")
    void commandThatCarriesOnLeavesStandardInputToTheKey() throws Exception {
        var line = "printf sandbox | fliki poll -q --key-file=- --at-most=150ms stuck-1 stuck-2";
        var err = shell(line).end(20).err();

        var command = "carry on with: fliki poll --quiet --key-file=- --at-most=150ms ";
        assertTrue(err.matches("(?s).*" + command + "stuck-\\d stuck-\\d\n"), err);
    }

    @Test
    @Tag("slow")
    void closedPipeEndsItThoughIdsAreStillRunning() throws Exception {
        var result = shell("fliki poll -q done-p p-1 stuck-p | head -n 1").end(10);

        assertEquals(new Result(0, HEAD, ""), result);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> "" + file.getFileName()).sorted().toList();
        }
    }
}
