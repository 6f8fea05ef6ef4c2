import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.MockApi;
import fliki.Result;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/** Cron runs commands in the C locale, in which Java knows ASCII alone (issue 10, number 8). */
@Tag("slow")
class LocaleTest {

    private static final String MESSAGE =
            "fliki: an argument arrived damaged, for this locale has ASCII alone; set"
                    + " LC_ALL=C.UTF-8, or hand ids over on standard input\n"
                    + "Try 'fliki --help'.\n";

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir Path folder;

    @BeforeEach
    void queued() {
        api.answer(200, "{\"status\":\"queued\"}");
    }

    private Result shell(String locale, String line) throws Exception {
        var c = "unset LANG LC_ALL LC_CTYPE; export " + locale + "; ";
        return CliProcess.shell(folder, api.url(), c + line).end(20);
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX) // elsewhere Java asks the system, not the locale
    @CsvSource({
        "LC_ALL=C, status a1 GROESSE",
        "LC_ALL=, poll GROESSE",
        "LANG=POSIX, bulk ids.csv -o GROESSE.csv",
        "LANG=C, status a1 --download=GROESSE"
    })
    void damagedArgumentIsRefusedBeforeAnythingElse(String locale, String line) throws Exception {
        var bytes = line.replace("GROESSE", "$(printf 'gr\\303\\266\\303\\237e')");

        var result = shell(locale, "fliki " + bytes);

        assertEquals(new Result(2, "", MESSAGE), result);
        assertEquals(List.of(), api.requests());
    }

    @Test
    void argumentThatHoldsTheMarkOfDamageIsRefusedAnywhere() {
        assertEquals(new Result(2, "", MESSAGE), Cli.run("status", "gr\ufffd\ufffde"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void idsOnStandardInputArriveUnharmed() throws Exception {
        shell("LC_ALL=C", "printf 'gr\\303\\266\\303\\237e' | fliki status -");

        var asked = api.requests().get(0).getFirstQueryStringParameter("fileId");
        assertEquals("gr\u00f6\u00dfe", asked);
    }
}
