package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fliki.sandbox.Sandbox;

import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything the catalog offers, added by URL on a machine without a clone. */
@Execution(SAME_THREAD)
class RemoteTest {

    /** JBang does not build one script twice at the same time. */
    private static final String SCRIPTS = "scripts";

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final String LINE = "done-a success 100% FILES/done-a.mp4\n";
    private static final String JSON =
            "{\"fileId\":\"done-a\",\"status\":\"success\",\"progress\":100,"
                    + "\"download\":\"FILES/done-a.mp4\"}\n";

    private static Path root;
    private static Sandbox sandbox;
    private static Website website;
    private static Jbang machine;

    @TempDir Path folder;

    @BeforeAll
    static void setUp(@TempDir Path home) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "scripts/jbang is for a POSIX shell");
        root = Checkout.root();
        sandbox = Sandbox.start(0, Duration.ofSeconds(1));
        website = new Website(root);
        machine = new Jbang(home, root, sandbox);
        machine.run(
                home, jbang("catalog add --name catalog " + website.url() + "/jbang-catalog.json"));
        // Once before the rest, which then shares the compiled library instead of racing for it.
        var first = machine.run(home, jbang("fliki@catalog --version"));
        assertEquals(new Result(0, "fliki 0.1.0\n", ""), plain(first));
    }

    @AfterAll
    static void tearDown() throws IOException {
        machine.close();
        website.close();
        sandbox.close();
    }

    @BeforeEach
    void lists() throws IOException {
        Files.writeString(folder.resolve("ids.csv"), "fileId\ndone-a\n");
        Files.writeString(folder.resolve("ids.txt"), "done-a\n");
    }

    private static String[] jbang(String words) {
        return ("jbang " + words).split(" ");
    }

    private static Stream<Arguments> commands() {
        return Stream.of(
                arguments("fliki status --json done-a", JSON),
                arguments("status done-a", LINE),
                arguments("poll done-a", LINE),
                arguments("download done-a", "done-a.mp4\n"),
                arguments("bulk ids.csv out.csv", "1 row: success 1; 1 request\n"),
                arguments("fetch done-a", "done-a success 100% done-a.mp4\n"),
                arguments("jsonl ids.txt", JSON));
    }

    @ResourceLock(SCRIPTS)
    @Execution(CONCURRENT)
    @ParameterizedTest
    @MethodSource("commands")
    void aliasDoesItsJob(String command, String expected) throws Exception {
        var result = machine.run(folder, jbang(command.replaceFirst(" ", "@catalog ")));

        assertEquals(new Result(0, expected, ""), plain(result));
    }

    @ResourceLock(SCRIPTS)
    @Execution(CONCURRENT)
    @ParameterizedTest
    @CsvSource({
        "status, ID...",
        "poll, ID",
        "download, ID",
        "bulk, IDS.csv OUT.csv",
        "notify, ID [WEBHOOK-URL]",
        "fetch, ID...",
        "jsonl, IDS.txt",
        "changes, IDS.txt",
        "poll --help, ID",
        "poll a b, ID"
    })
    void scriptSaysHowItIsUsed(String command, String arguments) throws Exception {
        var words = command.split(" ", 2);

        var result =
                machine.run(
                        folder,
                        jbang(words[0] + "@catalog" + command.substring(words[0].length())));

        assertEquals(
                new Result(2, "", "usage: " + words[0] + " " + arguments + "\n"), plain(result));
    }

    /** What goes wrong reads as the message and the script's own line. */
    @ResourceLock(SCRIPTS)
    @Execution(CONCURRENT)
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    status a          | wrong | a: the API key is refused (401); check it
                    poll missing-a    | sandbox | missing-a: unknown id (404); mistyped, or deleted by Fliki
                    download queued-a | sandbox | queued-a: not finished but queued; poll it first
                    """)
    void failureIsTheMessageAndTheLineOfTheScript(String command, String key, String message)
            throws Exception {
        var alias = command.replaceFirst(" .*", "");
        var call = jbang(command.replaceFirst(" ", "@catalog "));
        var environment = new String[] {"env", "FLIKI_API_KEY=" + key};

        var result = machine.run(folder, concat(environment, call));

        var lines = plain(result).err().lines().toList();
        var head = "Exception in thread \"main\" fliki.FlikiException: ";
        assertTrue(lines.get(0).startsWith(head + message), lines.get(0));
        assertTrue(lines.get(1).startsWith("\tat " + alias + ".main(" + alias + ".java:"));
        assertEquals(2, lines.size());
    }

    private static String[] concat(String[] words, String[] others) {
        return Stream.of(words, others).flatMap(Stream::of).toArray(String[]::new);
    }

    @Execution(CONCURRENT)
    @Test
    void fetchFailsWhenAFileIsMissing() throws Exception {
        var result = machine.run(folder, jbang("fetch@catalog done-a missing-b"));

        assertEquals(12, result.code());
        assertEquals(
                Set.of(
                        "done-a success 100% done-a.mp4",
                        "missing-b: unknown id (404); mistyped, or deleted by Fliki"),
                Set.copyOf(plain(result).out().lines().toList()));
    }

    @Execution(CONCURRENT)
    @Test
    void sandboxPrintsWhatToSet() throws Exception {
        var process = machine.start(folder, jbang("sandbox@catalog --port 0"));

        try (var out = process.inputReader()) {
            assertTrue(out.readLine().startsWith("export FLIKI_API_URL=http://127.0.0.1:"));
            assertEquals("export FLIKI_API_KEY=sandbox", out.readLine());
        } finally {
            process.destroy();
        }
    }

    /** Those that take too long to be run here, or to be compiled once more. */
    @Execution(CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"demo", "test"})
    void aliasFindsAllItsFiles(String alias) throws Exception {
        var result = machine.run(folder, jbang("info tools " + alias + "@catalog"));

        assertEquals(0, result.code(), result.err());
    }

    @Execution(CONCURRENT)
    @Test
    void changesReportsOnlyWhatChanged() throws Exception {
        var first = machine.run(folder, jbang("changes@catalog ids.txt"));
        Files.writeString(folder.resolve("ids.txt"), "  done-a\nstuck-b \n\nmissing-c\n");

        var second = machine.run(folder, jbang("changes@catalog ids.txt"));

        assertEquals(new Result(0, "done-a success\n", ""), plain(first));
        assertEquals(new Result(0, "stuck-b queued\nmissing-c not-found\n", ""), plain(second));
    }

    @Execution(CONCURRENT)
    @Test
    void notifyPrintsOrPostsToAWebhook() throws Exception {
        var posted = new CompletableFuture<String>();
        website.onPost("/hook", posted::complete);

        var printed = machine.run(folder, jbang("notify@catalog done-a"));
        var silent = machine.run(folder, jbang("notify@catalog done-a " + website.url() + "/hook"));

        assertEquals(new Result(0, LINE, ""), plain(printed));
        assertEquals(new Result(0, "", ""), plain(silent));
        assertEquals(JSON, plain(posted.join()) + "\n");
    }

    @Execution(CONCURRENT)
    @Test
    void notifyTellsItsWebhookOfAFailure() throws Exception {
        var posted = new CompletableFuture<String>();
        website.onPost("/failure", posted::complete);

        var result =
                machine.run(
                        folder, jbang("notify@catalog missing-a " + website.url() + "/failure"));

        assertEquals(new Result(0, "", ""), plain(result));
        var error = new JSONObject(posted.get(1, TimeUnit.MINUTES)).getJSONObject("error");
        assertEquals("not-found", error.getString("kind"));
    }

    @Execution(CONCURRENT)
    @Test
    void templateWritesAScriptThatRunsAtOnce() throws Exception {
        machine.run(folder, jbang("init -t fliki@catalog -Dfliki=" + website.url() + " my.java"));

        var result = machine.run(folder, jbang("my.java done-a"));

        assertEquals(new Result(0, JSON, ""), plain(result));
    }

    @Execution(CONCURRENT)
    @Test
    void templateThatDoesNotKnowWhereFlikiIsSaysWhatIsMissing() throws Exception {
        machine.run(folder, jbang("init -t fliki@catalog my.java"));

        var result = machine.run(folder, jbang("my.java done-a"));

        assertEquals(1, result.code());
        var line = "import fliki.Fliki; // not found? line 3 must say where it is\n";
        assertTrue(result.err().contains(line), result.err());
        assertEquals(
                "// Where is fliki? Put its folder or URL here:"
                        + " //DEPS FOLDER-OR-URL/lib/fliki/Fliki.java",
                Files.readAllLines(folder.resolve("my.java")).get(2));
    }

    @Execution(CONCURRENT)
    @Test
    void installedAppIsACommand() throws Exception {
        machine.run(folder, jbang("app install fliki@catalog"));

        var result = machine.run(folder, "fliki", "status", "--json", "done-a");

        assertEquals(new Result(0, JSON, ""), plain(result));
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"portable", "fatjar"})
    void exportedJarRunsWithoutJbang(String kind) throws Exception {
        machine.run(folder, jbang("export " + kind + " -O fliki.jar fliki@catalog"));

        var result = machine.run(folder, JAVA, "-jar", "fliki.jar", "status", "--json", "done-a");

        assertEquals(new Result(0, JSON, ""), plain(result));
    }

    @Execution(CONCURRENT)
    @Test
    void sessionShowsResultsAndErrorsAsOneLine() throws Exception {
        var commands = "status(\"done-a\")\nstatus(\"missing-b\")\nbulk(\"ids.csv\")\n";

        var result = machine.pipe(commands, folder, jbang("session@catalog"));

        var shown = Pattern.compile("==> (.*)|Exception.*|written.*").matcher(plain(result).out());
        assertEquals(
                List.of(
                        "==> " + LINE.strip(),
                        "Exception java.lang.RuntimeException: missing-b: unknown id (404);"
                                + " mistyped, or deleted by Fliki",
                        "written: ids-out.csv",
                        "==> 1 row: success 1; 1 request"),
                shown.results().map(MatchResult::group).toList());
        assertEquals("", plain(result).err());
    }

    @Execution(CONCURRENT)
    @Test
    void sessionNamesItsVerbsAndShowsTheEndOfAPollOnce() throws Exception {
        var result = machine.pipe("poll(\"done-a\")\n", folder, jbang("session@catalog"));

        var out = plain(result).out();
        var greeting = Pattern.compile("(?m)^  (\\w+)\\(\"").matcher(out).results();
        assertEquals(
                List.of("status", "poll", "download", "bulk"),
                greeting.map(verb -> verb.group(1)).toList());
        assertEquals(2, out.split(Pattern.quote(LINE.strip()), -1).length, out);
    }

    @Execution(CONCURRENT)
    @Test
    void sessionRefusesAFileThatItWouldNotRead() throws Exception {
        var result = machine.run(folder, jbang("session@catalog ids.txt"));

        var usage = "usage: session, with its commands typed or from a pipe: session < FILE\n";
        assertEquals(new Result(2, "", usage), plain(result));
    }

    @Execution(CONCURRENT)
    @Test
    void sessionWithoutAKeySaysWhatToSetAndGoesOn() throws Exception {
        var command = ("env -u FLIKI_API_KEY jbang session@catalog").split(" ");

        var result = machine.pipe("status(\"a\")\n6 * 7\n", folder, command);

        var hint =
                "no API key: create one in your Fliki account (see developer.fliki.ai) and put it"
                        + " into FLIKI_API_KEY, ./.env or ~/.config/fliki/key";
        assertTrue(result.out().contains(hint), result.out());
        assertTrue(result.out().contains("==> 42"), result.out());
    }

    @Test
    void everyAliasIsTried() throws Exception {
        var catalog = Files.readString(root.resolve("jbang-catalog.json"));
        var aliases = new TreeSet<>(new JSONObject(catalog).getJSONObject("aliases").keySet());

        var tried =
                new TreeSet<>(Set.of("session", "sandbox", "notify", "changes", "demo", "test"));
        commands().forEach(c -> tried.add(c.get()[0].toString().split(" ")[0]));

        assertEquals(tried, aliases);
    }

    /** Without JBang's own notes, and with FILES for where the sandbox keeps its files. */
    private static Result plain(Result result) {
        var err = result.err().replaceAll("(?m)^(\\[jbang]|WARNING: Using incubator).*\n", "");
        return new Result(result.code(), plain(result.out()), err);
    }

    private static String plain(String out) {
        return out.replace(sandbox.url().resolve("/files").toString(), "FILES");
    }
}
