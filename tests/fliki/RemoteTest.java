package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fliki.internal.http.Version;

import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything the catalog offers, added by URL on a machine without a clone. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteTest {

    private static final String LINE = "done-a success 100% FILES/done-a.mp4\n";
    private static final String JSON =
            "{\"fileId\":\"done-a\",\"status\":\"success\",\"progress\":100,"
                    + "\"download\":\"FILES/done-a.mp4\"}\n";

    private static Path root;
    private static Website website;
    private static Jbang machine;

    @TempDir Path folder;

    @BeforeAll
    static void setUp(@TempDir Path home) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "scripts/jbang is for a POSIX shell");
        root = Checkout.root();
        website = new Website(root);
        machine = new Jbang(home, root);
        machine.run(
                home, jbang("catalog add --name catalog " + website.url() + "/jbang-catalog.json"));
        var first = machine.run(home, jbang("fliki@catalog --version"));
        assertEquals(new Result(0, "fliki " + Version.NUMBER + "\n", ""), plain(first));
    }

    @AfterAll
    static void tearDown() throws IOException {
        website.close();
    }

    @BeforeEach
    void lists() throws IOException {
        Files.writeString(folder.resolve("ids.csv"), "fileId\ndone-a\n");
        Files.writeString(folder.resolve("ids.txt"), "done-a\n");
        Files.writeString(folder.resolve("old.csv"), "fileId,status\ndone-a,queued\n");
    }

    private static String[] jbang(String words) {
        return ("jbang " + words).split(" ");
    }

    /** Has JBang run an alias. */
    private Result run(String command) throws Exception {
        return machine.run(folder, jbang(command.replaceFirst("( |$)", "@catalog$1")));
    }

    private static String alias(String command) {
        return command.replaceFirst(" .*", "");
    }

    /** Runs what JBang built of an alias; that JBang runs it is shown by its job. */
    private Result again(String command, String... environment) throws Exception {
        var alias = alias(command);
        if (machine.built(alias).isEmpty()) {
            machine.run(folder, jbang("build " + alias + "@catalog"));
        }
        var words = new ArrayList<>(List.of("env"));
        words.addAll(List.of(environment));
        words.addAll(Jvm.command());
        var jar = machine.built(alias).orElseThrow();
        words.addAll(List.of("-cp", Jvm.classPath() + File.pathSeparator + jar));
        words.addAll(List.of(command.split(" ")));
        return machine.run(folder, words.toArray(String[]::new));
    }

    private static Stream<Arguments> commands() {
        return Stream.of(
                arguments("fliki status --json done-a", JSON),
                arguments("status done-a", LINE),
                arguments("poll done-a", LINE),
                arguments("download done-a", "done-a.mp4\n"),
                arguments("bulk ids.csv out.csv", "1 row: success 1; 1 request\n"),
                arguments("report old.csv old.html", "old.html\n"),
                arguments(
                        "generate done-film intro voice Hi",
                        "done-film-1 success 100% done-film-1.mp4\n"),
                arguments("fetch done-a", "done-a success 100% done-a.mp4\n"),
                arguments("jsonl ids.txt", JSON));
    }

    @Order(1)
    @ParameterizedTest
    @MethodSource("commands")
    void aliasDoesItsJob(String command, String expected) throws Exception {
        var result = run(command);

        assertEquals(new Result(0, expected, ""), plain(result));
    }

    @ParameterizedTest
    @CsvSource({
        "status, ID...",
        "poll, ID",
        "download, ID",
        "bulk, IDS.csv OUT.csv",
        "report, OUT.csv OUT.html",
        "generate, TEMPLATE SCENE LAYER TEXT",
        "notify, ID [WEBHOOK-URL]",
        "fetch, ID...",
        "jsonl, IDS.txt",
        "changes, IDS.txt",
        "poll --help, ID",
        "poll a b, ID"
    })
    void scriptSaysHowItIsUsed(String command, String arguments) throws Exception {
        var result = again(command);

        var usage = "usage: " + alias(command) + " " + arguments + "\n";
        assertEquals(new Result(2, "", usage), plain(result));
    }

    /** What goes wrong reads as the message and the script's own line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    status a          | wrong | a: the API key is refused (401); check it
                    download missing-a | sandbox | missing-a: unknown id (404); mistyped, or deleted by Fliki
                    download queued-a | sandbox | queued-a: not finished but queued; poll it first
                    """)
    void failureBeginsWithTheMessage(String command, String key, String message) throws Exception {
        var err = plain(again(command, "FLIKI_API_KEY=" + key)).err();

        var head = "Exception in thread \"main\" fliki.FlikiException: ";
        assertTrue(err.startsWith(head + message), err);
    }

    @Test
    void fetchFailsWhenAFileIsMissing() throws Exception {
        var result = again("fetch done-a fail-b");

        assertEquals(12, result.code());
        assertEquals(
                Set.of(
                        "done-a success 100% done-a.mp4",
                        "fail-b error The simulated generation failed"),
                Set.copyOf(plain(result).out().lines().toList()));
    }

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
    @ParameterizedTest
    @ValueSource(strings = {"demo", "test"})
    void aliasFindsAllItsFiles(String alias) throws Exception {
        var result = machine.run(folder, jbang("info tools " + alias + "@catalog"));

        assertEquals(0, result.code(), result.err());
    }

    @Test
    void changesReportsOnlyWhatChanged() throws Exception {
        var first = run("changes ids.txt");
        Files.writeString(folder.resolve("ids.txt"), "  done-a\nstuck-b \n\nmissing-c\n");

        var second = again("changes ids.txt");

        assertEquals(new Result(0, "done-a success\n", ""), plain(first));
        assertEquals(new Result(0, "stuck-b queued\nmissing-c not-found\n", ""), plain(second));
    }

    @Test
    void notifyPrintsAndPostsToAWebhook() throws Exception {
        var posted = new CompletableFuture<String>();
        website.onPost("/hook", posted::complete);

        var printed = run("notify done-a");
        var posting = again("notify done-a " + website.url() + "/hook");

        assertEquals(new Result(0, LINE, ""), plain(printed));
        assertEquals(new Result(0, LINE, ""), plain(posting));
        assertEquals(JSON, plain(posted.join()) + "\n");
    }

    @Test
    void notifyTellsItsWebhookOfAFailure() throws Exception {
        var posted = new CompletableFuture<String>();
        website.onPost("/failure", posted::complete);

        var line = "notify a " + website.url() + "/failure";
        var result = again(line, "FLIKI_API_KEY=wrong");

        assertEquals(0, result.code(), result.err());
        var error = new JSONObject(posted.get(1, TimeUnit.MINUTES)).getJSONObject("error");
        assertEquals("unauthorized", error.getString("kind"));
    }

    @Test
    void templateWritesAScriptThatRunsAtOnce() throws Exception {
        machine.run(folder, jbang("init -t fliki@catalog -Dfliki=" + website.url() + " my.java"));

        var result = machine.run(folder, jbang("my.java done-a"));

        assertEquals(new Result(0, JSON, ""), plain(result));
    }

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

    @Test
    void installedAppIsACommand() throws Exception {
        machine.run(folder, jbang("app install fliki@catalog"));

        var result = machine.run(folder, "fliki", "status", "--json", "done-a");

        assertEquals(new Result(0, JSON, ""), plain(result));
    }

    @ParameterizedTest
    @ValueSource(strings = {"portable", "fatjar"})
    void exportedJarRunsWithoutJbang(String kind) throws Exception {
        machine.run(folder, jbang("export " + kind + " -O fliki.jar fliki@catalog"));

        var command = "java -jar fliki.jar status --json done-a".split(" ");
        var result = machine.run(folder, command);

        assertEquals(new Result(0, JSON, ""), plain(result));
    }

    /** The old number stayed when the library was compiled into a jar of its own. */
    @Test
    void versionIsThatOfTheLibraryAlsoAfterGoingBack() throws Exception {
        Checkout.copy(folder, "fliki.java", "lib");
        var file = folder.resolve("lib/fliki/internal/http/Version.java");
        var source = Files.readString(file);

        var printed = new ArrayList<String>();
        for (var number : List.of(Version.NUMBER, "9.9.9", Version.NUMBER)) {
            Files.writeString(file, source.replace(Version.NUMBER, number));
            printed.add(machine.run(folder, jbang("fliki.java --version")).out().strip());
        }

        var here = "fliki " + Version.NUMBER;
        assertEquals(List.of(here, "fliki 9.9.9", here), printed);
    }

    @Test
    void sessionShowsResultsAndErrorsAsOneLine() throws Exception {
        var commands =
                """
                status("done-a")
                status("missing-b")
                bulk("ids.csv")
                report("ids-out.csv")
                poll("done-b")
                generate("film", "intro", "voice", "Hi")
                """;

        var result = machine.pipe(commands, folder, jbang("session@catalog"));

        var shown = Pattern.compile("==> (.*)|Exception.*|written.*").matcher(plain(result).out());
        assertEquals(
                List.of(
                        "==> " + LINE.strip(),
                        "Exception java.lang.RuntimeException: missing-b: unknown id (404);"
                                + " mistyped, or deleted by Fliki",
                        "written: ids-out.csv",
                        "==> 1 row: success 1; 1 request",
                        "==> ids-out.html",
                        "==> " + LINE.replace("-a", "-b").strip(),
                        "==> \"film-1\""),
                shown.results().map(MatchResult::group).toList());
        assertEquals("", plain(result).err());
        var greeting = Pattern.compile("(?m)^  (\\w+)\\(\"").matcher(result.out()).results();
        assertEquals(
                List.of("status", "poll", "download", "bulk", "report", "generate"),
                greeting.map(verb -> verb.group(1)).toList());
        var end = Pattern.compile("done-b success").matcher(result.out()).results();
        assertEquals(1, end.count(), result.out());
    }

    @Test
    void sessionRefusesAFileThatItWouldNotRead() throws Exception {
        var result = machine.run(folder, jbang("session@catalog ids.txt"));

        var usage = "usage: session, with its commands typed or from a pipe: session < FILE\n";
        assertEquals(new Result(2, "", usage), plain(result));
    }

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

    /**
     * Without the notes of JBang and Java, and with FILES for where the sandbox keeps its files.
     */
    private static Result plain(Result result) {
        var err =
                result.err()
                        .replaceAll(
                                "(?m)^(\\[jbang]|WARNING: Using incubator|NOTE: Picked up).*\n",
                                "");
        return new Result(result.code(), plain(result.out()), err);
    }

    private static String plain(String out) {
        return out.replace(SharedSandbox.SANDBOX.url().resolve("/files").toString(), "FILES")
                .replaceAll("film-\\d+", "film-1");
    }
}
