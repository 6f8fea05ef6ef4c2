import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.Result;
import fliki.sandbox.Sandbox;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The command {@code fliki bulk} against the sandbox. */
class BulkCommandTest {

    private static final int ROWS = 120;
    private static final String TIME = "in \\d+\\.\\d s";

    private static Sandbox sandbox;

    @TempDir Path folder;

    @BeforeAll
    static void startSandbox() {
        sandbox = Sandbox.start(0, Duration.ofMillis(900));
    }

    @AfterAll
    static void stopSandbox() {
        sandbox.close();
    }

    /** Runs {@code bulk} in a process of its own, which has a standard output. */
    private Result process(String stdin, String args) throws Exception {
        return Cli.run(bulk(("bulk " + args).split(" ")), stdin);
    }

    private ProcessBuilder bulk(String... args) {
        var env = Map.of("FLIKI_API_URL", sandbox.url().toString(), "FLIKI_API_KEY", Sandbox.KEY);
        return Cli.process(folder, env, args);
    }

    /**
     * Runs {@code bulk} in this process. In its arguments {@code ./} is the folder of the test;
     * what was printed is without that, and without the options that lead to the sandbox.
     */
    private Result run(String stdin, String... args) {
        var line = new ArrayList<>(List.of("bulk"));
        line.addAll(List.of(connection().split(" ")));
        line.addAll(List.of(args));
        line.replaceAll(word -> word.replace("./", folder + "/"));
        var result = Cli.piped(stdin.getBytes(UTF_8), line.toArray(String[]::new));
        return new Result(result.code(), plain(result.out()), plain(result.err()));
    }

    private String connection() {
        return Cli.connection("" + sandbox.url(), folder, Sandbox.KEY);
    }

    private String plain(String printed) {
        return printed.replace(" " + connection(), "")
                .replace(folder + "/", "")
                .replaceAll(TIME, "in T");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private String link(String id) {
        return sandbox.url().resolve("/files/" + id + ".mp4").toString();
    }

    @Nested
    class Results {

        @Test
        void standBesideTheOtherColumns() throws Exception {
            write("ids.csv", "title;fileId\r\nA;done-1\r\nB;missing-1\r\nC;\r\n");

            var result = run("", "./ids.csv", "-o", "./out.csv");

            var unknown = "not-found: unknown id (404); mistyped, or deleted by Fliki";
            assertEquals(
                    "title;fileId;status;progress;download;error\r\n"
                            + ("A;done-1;success;100;" + link("done-1") + ";\r\n")
                            + ("B;missing-1;;;;\"" + unknown + "\"\r\n")
                            + "C;;;;;bad-request: the id is empty\r\n",
                    read("out.csv"));
            assertEquals(
                    new Result(
                            12,
                            "",
                            "fliki: 3 rows: success 1; 2 look-ups or downloads failed; 2 requests"
                                    + " in T\n"
                                    + "fliki: to look at it: fliki report out.csv\n"),
                    result);
        }

        /** Spreadsheets and web pages leave such things around ids. */
        @ParameterizedTest
        @ValueSource(strings = {"=\"done-7\"", "\"done-7\"", "\u00a0done-7 ", "\u200bdone-7\ufeff"})
        void areThoseOfTheIdWithoutWhatStandsAroundIt(String id) throws Exception {
            write("ids.csv", "title,\u00a0fileId\u200b\nA," + id + "\n");
            var line = ("status " + connection() + " --json -").split(" ");
            var alone = line.clone();
            alone[alone.length - 1] = id;

            run("", "./ids.csv", "-o", "./out.csv");
            var list = Cli.piped((id + "\n").getBytes(UTF_8), line);
            var argument = Cli.run(alone);

            assertTrue(read("out.csv").contains(link("done-7")), read("out.csv"));
            assertTrue(list.out().startsWith("{\"fileId\":\"done-7\","), list.toString());
            assertEquals(list.out(), argument.out());
        }

        @Test
        @Tag("slow")
        void flowFromStandardInputToStandardOutput() throws Exception {
            var result = process("done-2\nstuck-1\n", "- --quiet");

            assertEquals(
                    new Result(
                            0,
                            "fileId,status,progress,download,error\n"
                                    + ("done-2,success,100," + link("done-2") + ",\n")
                                    + "stuck-1,queued,,,\n",
                            ""),
                    result);
        }

        /** Issue 10, number 14: they went to a file called "-". */
        @ParameterizedTest
        @ValueSource(strings = {"-o -", "--output=-"})
        @Tag("slow")
        void flowToStandardOutputByItsSign(String output) throws Exception {
            var result = process("done-2\n", "- --quiet " + output);

            var row = "done-2,success,100," + link("done-2") + ",\n";
            var header = "fileId,status,progress,download,error\n";
            assertEquals(new Result(0, header + row, ""), result);
            assertTrue(Files.notExists(folder.resolve("-")));
        }

        @Test
        void ofOneLookAreWellWhateverTheyAre() throws Exception {
            var rows = "fileId,status,progress,download,error\na,error,,,\nstuck-1,queued,,,\n";

            var result = run(rows, "-", "--pending", "--quiet", "-o", "./out.csv");

            assertEquals(new Result(0, "", ""), result);
            assertEquals(rows, read("out.csv"));
        }

        @Test
        void thatExistAreNotNamedAsTheNextOnes() throws Exception {
            write("ids.csv", "stuck-1\n");
            write("out-2.csv", "precious");

            var result = run("", "./ids.csv", "-o", "./out.csv");

            var next = "fliki bulk --pending out.csv -o out-3.csv\n";
            assertTrue(result.err().endsWith(next), result.err());
        }

        @Test
        @Timeout(20)
        @Tag("slow")
        void appearWhileTheInputStaysOpen() throws Exception {
            var run = CliProcess.start(folder, sandbox.url().toString(), "bulk", "-", "-q");
            var in = run.process.outputWriter();

            in.write("fileId\ndone-9\n");
            in.flush();
            run.printed("done-9,success,100," + link("done-9") + ",\n");
            in.close();

            assertEquals(0, run.end(20).code());
        }

        @Test
        void ofAWaitAreFinal() throws Exception {
            write("ids.csv", "one\nfail-one\n");

            var line = "./ids.csv --wait --every=100ms..300ms --download=./v -q -o ./out.csv";
            var result = run("", line.split(" "));

            assertEquals(new Result(10, "", ""), result);
            assertEquals(
                    "fileId,status,progress,download,error,file\n"
                            + ("one,success,100," + link("one") + ",,v/one.mp4\n")
                            + "fail-one,error,,,generation-failed: The simulated generation"
                            + " failed,\n",
                    plain(read("out.csv")));
            assertTrue(Files.size(folder.resolve("v/one.mp4")) > 1000);
        }

        @Test
        @Tag("slow")
        void ofAWaitThatIsTooShortAreTheLatest() throws Exception {
            write("ids.csv", "stuck-2\ndone-3\n");

            var result = process("", "ids.csv --wait --at-most=400ms -q");

            assertEquals(11, result.code());
            assertEquals("fliki: time is up; not finished: 1\n", result.err());
            assertEquals(
                    "fileId,status,progress,download,error\nstuck-2,queued,,,\n"
                            + ("done-3,success,100," + link("done-3") + ",\n"),
                    result.out());
        }
    }

    @Nested
    class Refusals {

        @Test
        void keepAnExistingOutput() throws Exception {
            write("ids.csv", "done-1\n");
            write("out.csv", "precious");

            var result = run("", "./ids.csv", "-o", "./out.csv");

            assertEquals(2, result.code());
            assertEquals(
                    "fliki: out.csv: exists already; use resume to carry on with it, or force to"
                            + " replace it\n",
                    result.err());
            assertEquals("precious", read("out.csv"));
        }

        @Test
        void nameTheLineOfAnOpenQuote() throws Exception {
            write("ids.csv", "fileId,t\ndone-1,\"a\n\ndone-2,b\n");

            var result = run("", "./ids.csv", "-o", "./out.csv");

            assertEquals(2, result.code());
            assertEquals("fliki: ids.csv row 2: a quote is never closed\n", result.err());
            assertTrue(Files.notExists(folder.resolve("out.csv")));
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        @Tag("slow")
        void ofTooManyIdsToWaitForComeBeforeTheLast() throws Exception {
            var line = "seq 1 1000000000 | fliki bulk - --wait -q";
            var run = CliProcess.shell(folder, sandbox.url().toString(), line);

            var refusal =
                    "standard input row 10001: more than 10000 different ids to wait for; split"
                            + " the file";
            var err = "fliki: " + refusal + "\n";
            var header = "fileId,status,progress,download,error\n";
            assertEquals(new Result(2, header, err), run.end(20));
        }

        @Test
        void ofTheKeyStopAtOnceAndLeaveTheRowsOpen() throws Exception {
            write("ids.csv", ids());
            Cli.secret(folder.resolve("wrong"), "wrong-key-wrong-key\n");
            var before = sandbox.requests();

            var line = "-o ./out.csv --force --key-file ./wrong ./ids.csv";
            var result = run("", line.split(" "));

            assertEquals(13, result.code());
            var inFlight = 8; // all of them are sent before the first refusal on a slow machine
            assertTrue(sandbox.requests() - before <= inFlight);
            var options = " --url=" + sandbox.url() + " --key-file=wrong --output=out.csv --resume";
            var carryOn = "carry on with: fliki bulk" + options + " ids.csv\n";
            assertTrue(result.err().endsWith(carryOn), result.err());
        }
    }

    private static String ids() {
        return String.join("\n", IntStream.range(0, ROWS).mapToObj(i -> "done-k" + i).toList());
    }

    @Nested
    @Tag("slow")
    @DisabledOnOs(OS.WINDOWS)
    class EarlyEnds {

        @Test
        void byKillLoseNothingAndAskNothingTwice() throws Exception {
            write("ids.csv", ids());
            run("", "./ids.csv", "-o", "./undisturbed.csv", "--rate=1000");
            var asked = requests();

            for (int rows : List.of(10, 45, 80)) {
                killAfter(rows);
            }
            var result = run("", "./ids.csv", "-o", "./out.csv", "--resume", "--rate=1000");

            assertEquals(0, result.code(), result.err());
            assertEquals(read("undisturbed.csv"), read("out.csv"));
            assertTrue(requests() - asked <= ROWS + 3 * 8, "asked " + (requests() - asked));
        }

        private void killAfter(int rows) throws Exception {
            var run = bulk("bulk", "ids.csv", "-o", "out.csv", "--resume", "--rate=100");
            var process = run.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            while (process.isAlive() && lines("out.csv") <= rows) {
                Thread.sleep(1); // and leaves the core to the process
            }
            process.destroyForcibly().waitFor();
        }

        private long lines(String file) throws IOException {
            var path = folder.resolve(file);
            return Files.exists(path) ? read(file).lines().count() : 0;
        }

        private long requests() {
            return IntStream.range(0, ROWS).mapToLong(i -> sandbox.requests("done-k" + i)).sum();
        }

        @Test
        void byCtrlCNameTheCommandThatCarriesOn() throws Exception {
            assumeTrue(CliProcess.interruptible(), "SIGINT is ignored, as behind an & in a script");
            write("ids.csv", "done-1\n".repeat(1) + ids());
            var err = folder.resolve("err");
            var run = bulk("bulk", "ids.csv", "-o", "out.csv", "--rate=20");
            var process = run.redirectError(err.toFile()).start();
            while (lines("out.csv") < 5) {
                Thread.sleep(1); // and leaves the core to the process
            }

            new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();

            assertEquals(130, process.waitFor());
            assertTrue(
                    read("err")
                            .endsWith(
                                    "carry on with: fliki bulk --output=out.csv --rate=20"
                                            + " --resume ids.csv\n"),
                    read("err"));
        }

        @Test
        void byAFullDiskKeepWholeRows() throws Exception {
            write("ids.csv", ids());
            var command = bulk("bulk", "ids.csv", "-o", "out.csv", "--rate=1000");
            var limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 4; \"$@\"", "-"));
            limited.addAll(command.command());

            var result = Cli.run(command.command(limited), "");

            assertEquals(12, result.code(), result.err());
            assertTrue(result.err().contains("out.csv: cannot be written: "), result.err());
            assertTrue(result.err().contains("carry on with: fliki bulk"), result.err());
            var rest = run("", "./ids.csv", "-o", "./out.csv", "--resume", "--rate=1000");
            assertEquals(0, rest.code());
        }
    }
}
