import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.MockApi;
import fliki.Result;
import fliki.SideBySide;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The command that is offered at an early end does what it says (issue 10, number 9). */
@SideBySide
@DisabledOnOs(OS.WINDOWS)
class CarryOnTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @BeforeEach
    void queued() {
        api.answer(200, "{\"status\":\"queued\"}");
    }

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

        private static final String POLL = "fliki poll -q --at-most=1ms --every=1ms ";

        private void asksForTheSame(String arguments, String... ids) throws Exception {
            var first = shell(arguments.replace("fliki poll ", POLL));
            assertEquals(Set.of(ids), asked(0));
            var count = api.requests().size();

            var before = arguments.replaceFirst("fliki poll .*", "");
            var again = shell(before + command(first, "carry on with: "));

            assertEquals(Set.of(ids), asked(count), first.err());
            assertEquals(11, again.code());
        }

        @Test
        void keepsCharactersThatNobodySees() throws Exception {
            asksForTheSame(
                    "fliki poll \"$(printf 'a%%s\\302\\255\\033[1m b')\"", "a%s\u00ad\033[1m b");
        }

        @Test
        void keepsWhatAShellWouldRead() throws Exception {
            asksForTheSame("fliki poll -- '-$(id) \"it'\\''s\"'", "-$(id) \"it's\"");
        }

        @Test
        void keepsIdsWithLineBreaksBesideTheList() throws Exception {
            asksForTheSame(
                    "fliki poll -- a1 \"$(printf -- '-a\\nb')\" \"$(printf 'c\\rd')\" -a2",
                    "a1",
                    "-a\nb",
                    "c\rd",
                    "-a2");
        }

        @Test
        void needsNoListWhereNoIdFitsIntoOne() throws Exception {
            asksForTheSame(
                    "fliki poll \"$(printf 'a\\nb')\" \"$(printf 'c\\nd')\"", "a\nb", "c\nd");

            try (var files = Files.list(folder)) {
                assertEquals(0, files.count());
            }
        }

        /** Beyond the list of issue 10: a list with room for half of it stayed behind. */
        @Test
        void leavesNoListThatFindsNoRoom() throws Exception {
            var id = "x".repeat(2000);

            asksForTheSame("ulimit -f 1; fliki poll a " + id, "a", id);

            assertEquals(List.of(), List.of(folder.toFile().list()));
        }

        @Test
        void keepsMarksThatAListWouldLose() throws Exception {
            asksForTheSame("fliki poll a1 \"$(printf '\\357\\273\\277b')\"", "a1", "\uFEFFb");
        }

        @ParameterizedTest
        @ValueSource(strings = {"-", "\uFFFD"})
        void keepsInAListWhatIsNoArgument(String id) throws Exception {
            Files.writeString(folder.resolve("ids"), id + "\n");

            asksForTheSame("fliki poll - < ids", id);
        }

        @Test
        void keepsTheLastOfARepeatedOption() throws Exception {
            var result = shell("fliki poll -q --every=1ms --at-most=1h --at-most=1ms a1");

            assertEquals(
                    "fliki poll --quiet --every=1ms --at-most=1ms a1\n",
                    command(result, "carry on with: "));
        }

        @Test
        void namesTwentyIdsAndCountsTheOthers() throws Exception {
            var line = "FLIKI_API_KEY=wrong fliki poll -q $(seq 1 22)";
            var result = CliProcess.shell(folder, "" + CliProcess.SANDBOX.url(), line).end(20);

            var left = result.err().lines().filter(text -> text.contains(": left: ")).toList();
            assertEquals(21, left.size());
            assertEquals("fliki: left: 2 more", left.get(20));
        }

        @Test
        void keepsInAListWhatTheLocaleDoesNotHave() throws Exception {
            Files.writeString(folder.resolve("ids"), "gr\u00f6\u00dfe\n");

            asksForTheSame("export LC_ALL=C; fliki poll - < ids", "gr\u00f6\u00dfe");
        }
    }

    @Nested
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

            var stopped = shell("fliki bulk -q -o out.csv - < 'a b.csv'");

            var end = "\nfliki: carry on, with the same rows on standard input:";
            var command = " fliki bulk --quiet --output=out.csv --resume -\n";
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
