import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A script whose key is not there yet when it asks for a client. */
@Tag("slow")
class FromEnvTest {

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    /** Runs in a process of its own, with nothing in its environment but an address. */
    static final class Script {

        public static void main(String... args) throws IOException {
            var fliki = Fliki.fromEnv();
            try {
                fliki.status("a1");
            } catch (FlikiException e) {
                System.out.println(e.kind());
            }
            Cli.secret(Path.of(args[0]), Cli.KEY);
            System.out.println(fliki.status("a1"));
        }
    }

    /** The key in it is. */
    @Test
    void addressInDotenvIsNotTakenAndThatIsNoticed() throws Exception {
        api.state("a1", "queued");
        Cli.secret(
                folder.resolve(".env"),
                "export FLIKI_API_URL=http://localhost:1\nexport FLIKI_API_KEY='"
                        + Cli.KEY
                        + "'\n");

        var line = Cli.process(folder, Map.of(), "status", "--json", "--url", api.url(), "a1");
        var result = Cli.run(line, "");

        var notice =
                "fliki: FLIKI_API_URL in .env is not read: no folder may redirect the key; set the"
                        + " variable\n";
        assertEquals(new Result(0, MockApi.json("a1", "queued") + "\n", notice), result);
        assertEquals("Bearer " + Cli.KEY, api.requests().get(0).getFirstHeader("Authorization"));
    }

    @Test
    void keyIsFoundByTheVerbThatComesAfterIt() throws Exception {
        api.state("a1", "queued");

        var env = Map.of("FLIKI_API_URL", api.url());
        var key = "" + folder.resolve(".config/fliki/key");

        var result = Cli.run(Cli.java(folder, env, Script.class.getName(), key), "");

        assertEquals(new Result(0, "UNAUTHORIZED\na1 queued\n", ""), result);
    }

    @Test
    void homeIsThatOfTheEnvironment() throws Exception {
        api.state("a1", "queued");
        var home = folder.resolve("home");
        Cli.secret(home.resolve(".config/fliki/key"), Cli.KEY);
        var env = Map.of("FLIKI_API_URL", api.url(), "HOME", home.toString());

        var result = Cli.run(Cli.process(folder, env, "status", "--json", "a1"), "");

        assertEquals(new Result(0, MockApi.json("a1", "queued") + "\n", ""), result);
    }
}
