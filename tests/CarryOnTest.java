import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The command that is offered at an early end does what it says (issue 10, number 9). */
@DisabledOnOs(OS.WINDOWS)
class CarryOnTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;
    @TempDir Path work;

    @BeforeEach
    void queued() {
        api.answer(200, "{\"status\":\"queued\"}");
    }

    /** Runs a line of the shell in a folder, with {@code fliki} in a process of its own. */
    private Result shell(String line) throws Exception {
        return CliProcess.shell(folder, api.url(), line).end(20);
    }

    /** The distinct ids of all requests but the first ones. */
    private static Set<String> asked(int first) {
        var ids = new TreeSet<String>();
        for (var request : api.requests().subList(first, api.requests().size())) {
            ids.add(request.getFirstQueryStringParameter("fileId"));
        }
        return ids;
    }

    private static String command(Result result, String intro) {
        assertTrue(result.err().contains(intro), result.err());
        return result.err().replaceFirst("(?s).*" + intro, "");
    }

    @Nested
    class OfAPoll {

        private String[] options() {
            var options = "-q --at-most=1ms --every=1ms ";
            return (options + Cli.connection(api.url(), folder, Cli.KEY)).split(" ");
        }

        private void asksForTheSame(String line, String... ids) throws Exception {
            var first = Typed.of(work, line).run(options());
            assertEquals(Set.of(ids), asked(0));
            var count = api.requests().size();

            var again = Typed.of(work, command(first, "carry on with: ")).run();

            Cli.tidy(first);
            Cli.tidy(again);
            assertEquals(Set.of(ids), asked(count), first.err());
            assertEquals(11, again.code());
        }

        @Test
        void isNotOfferedWhereItWouldBeAboutOtherIds() throws Exception {
            var line = "fliki poll a1 \"$(printf 'b\\nc\\033')\"";

            var result = Typed.of(work, line).run(options());

            var end =
                    "fliki: the command that carries on cannot be shown: a name in it has control"
                            + " characters\n";
            assertTrue(result.err().endsWith(end), result.err());
        }

        @Test
        void keepsWhatAShellWouldRead() throws Exception {
            asksForTheSame("fliki poll -- '-$(id) \"it'\\''s\"'", "-$(id) \"it's\"");
        }

        /** Beyond the list of issue 10: a list with room for half of it stayed behind. */
        @Test
        @Tag("slow")
        void leavesNoListThatFindsNoRoom() throws Exception {
            var id = "x".repeat(2000);

            var small = "ulimit -f 1; ";
            var first = shell(small + "fliki poll -q --at-most=1ms --every=1ms a " + id);
            var count = api.requests().size();

            var again = shell(small + command(first, "carry on with: "));

            assertEquals(Set.of("a", id), asked(count), first.err());
            assertEquals(11, again.code());
            assertEquals(List.of(), List.of(folder.toFile().list()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"-", "gr\u00f6\u00dfe"})
        void keepsInAListWhatIsNoArgument(String id) throws Exception {
            var ids = Files.writeString(folder.resolve("ids"), id + "\n");

            asksForTheSame("fliki poll - < '" + ids + "'", id);
        }

        @Test
        void keepsTheLastOfARepeatedOption() throws Exception {
            var line = "poll --at-most=1h a1 " + String.join(" ", options());

            var result = Cli.run(line.split(" "));

            var connection = Cli.connection(api.url(), folder, Cli.KEY);
            assertEquals(
                    "fliki poll --at-most=1ms --quiet --every=1ms " + connection + " a1\n",
                    command(result, "carry on with: "));
        }

        @Test
        void namesTwentyIdsAndCountsTheOthers() throws Exception {
            var line = new ArrayList<>(List.of("poll"));
            line.addAll(List.of(options()));
            IntStream.range(0, 22).forEach(id -> line.add("" + id));
            api.beforeEach(null);
            api.answer(401, "{}");

            var result = Cli.run(line.toArray(String[]::new));

            var left = result.err().lines().filter(text -> text.contains(": left: ")).toList();
            assertEquals(21, left.size());
            assertEquals("fliki: left: 2 more", left.get(20));
        }
    }

    @Nested
    @Tag("slow")
    class OfABulk {

        private static final String ROWS =
                "fileId,status,progress,download,error\na1,queued,,,\na2,queued,,,\n";

        @BeforeEach
        void rows() throws Exception {
            for (var name : List.of("-x.csv", "a b.csv")) {
                Files.writeString(folder.resolve(name), "a1\na2\n");
            }
        }

        private String read(String file) throws Exception {
            return Files.readString(folder.resolve(file));
        }

        @ParameterizedTest
        @ValueSource(strings = {"--output=out.csv -- -x.csv", "--output=-y.csv 'a b.csv'"})
        void readsTheSameInput(String arguments) throws Exception {
            api.beforeEach(null);
            api.answer(401, "{}");
            var stopped = shell("fliki bulk -q " + arguments);
            api.beforeEach(null);
            queued();

            var end = shell(command(stopped, "carry on with: "));

            assertEquals(new Result(0, "", ""), end);
            var out = arguments.replaceAll("--output=(\\S+) .*", "$1");
            assertEquals(ROWS, read(out));
        }

        @Test
        void ofRowsFromStandardInputSaysThatTheyAreNeededAgain() throws Exception {
            api.beforeEach(null);
            api.answer(401, "{}");

            var connection = Cli.connection(api.url(), folder, Cli.KEY);
            var options = " --output=" + folder.resolve("out.csv") + " " + connection;

            var line = ("bulk -q" + options + " -").split(" ");
            var stopped = Cli.piped("a1\na2\n".getBytes(), line);

            var end = "\nfliki: carry on, with the same rows on standard input:";
            var command = " fliki bulk --quiet" + options + " --resume -\n";
            assertTrue(stopped.err().endsWith(end + command), stopped.err());
        }

        @Test
        void asksAgainForWhatIsLeft() throws Exception {
            var first = shell("fliki bulk --output=-y.csv 'a b.csv'");

            var again = shell(command(first, "for what is left: "));

            var next = "for what is left: fliki bulk --pending ./-y-2.csv -o ./-y-3.csv\n";
            assertTrue(again.err().endsWith(next), again.err());
            assertEquals(ROWS, read("-y-2.csv"));
        }
    }
}
