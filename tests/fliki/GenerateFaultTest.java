package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.joining;

import fliki.FlikiException.Kind;
import fliki.cli.Exit;
import fliki.csv.Csv;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How often each fault lets a generation start; {@code tests/GENERATE-FAULTS.md} is made of it. */
class GenerateFaultTest {

    /** What does not stall is never late, however busy the machine. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final String RENEW =
            "FLIKI_RENEW=1 scripts/jbang tests/AllTests.java GenerateFaultTest";
    private static final String HEAD =
            """
            # What each fault comes to while a generation is started

            Made by the tests from what really happened; `%s`
            renews it. "Requests" counts those that a server got of one generation: never two, unless it
            refuses them as too many (429), or a firewall does. For a row of a CSV, "left" means that the run ended and took
            the row out of its output again, so that `--resume` starts it.

            | fault | requests | exit code | message | requests for a row | the row says |
            | --- | --- | --- | --- | --- | --- |
            """
                    .formatted(RENEW);

    @RegisterExtension static final MockApi api = new MockApi();

    @TempDir static Path folder;

    private static final Haystack PLACES = new Haystack(Clients.KEY);
    private static final Map<Fault, Row> ROWS = new LinkedHashMap<>();

    /** What came of one generation, asked for by itself and by a row. */
    private record Row(End alone, End row) {}

    /** How many requests arrived, how it ended and what was said or written. */
    private record End(int requests, Optional<FlikiException> failure, String text) {}

    @BeforeAll
    static void meetThemAll() throws Exception {
        api.beforeEach(null);
        var untrusted = api.httpsUrl().replace("/v1", "");
        var faults = Fault.ofStarts(untrusted);
        ROWS.putAll(Fault.meetAll(faults, fault -> new Row(alone(fault), row(fault))));
    }

    private static Generation generation() {
        return Generation.template("t1").text("intro", "voice", "Welcome!");
    }

    private static End alone(Fault fault) throws Exception {
        try (var server = server(fault)) {
            return end(server, () -> "started " + client(fault, server).generate(generation()));
        }
    }

    private static End row(Fault fault) throws Exception {
        var in = Files.createTempFile(folder, "in", ".csv");
        var out = folder.resolve(in.getFileName() + ".out");
        Files.writeString(in, "intro.voice\nWelcome!\n");
        var template = Generation.template("t1");
        try (var server = server(fault)) {
            var end =
                    end(
                            server,
                            () -> {
                                var texts = Csv.from(in).to(out);
                                return "" + client(fault, server).generate(texts, template);
                            });
            var lines = Files.readAllLines(out);
            var rows =
                    lines.stream()
                            .skip(1)
                            .map(line -> line.replaceFirst("Welcome!,", ""))
                            .collect(joining(" "));
            return new End(end.requests(), end.failure(), rows.isEmpty() ? "left" : plain(rows));
        }
    }

    private static RawServer server(Fault fault) {
        return fault.url().filter(url -> url.startsWith(Fault.RESET)).isPresent()
                ? RawServer.resettingAfter(fault.name().contains("within") ? 20 : 1)
                : RawServer.start(fault.script());
    }

    private static Fliki client(Fault fault, RawServer server) {
        var tls = fault.url().filter(Fault.RESET_TLS::equals);
        var url =
                fault.url()
                        .filter(u -> !u.startsWith(Fault.RESET))
                        .map(u -> u + "/v1")
                        .or(() -> tls.map(u -> server.url().replace("http:", "https:")));
        return Clients.at(url.orElse(server.url()), FakeTime.besideLooks())
                .retries(1)
                .timeout(fault.stalls() ? Duration.ofSeconds(2) : LONG)
                .onNotice(notice -> PLACES.search("notice", notice.toString()));
    }

    private static End end(RawServer server, Supplier<String> verb) {
        try {
            var text = verb.get();
            return new End(server.heads().size(), Optional.empty(), text);
        } catch (FlikiException e) {
            PLACES.search("failure", e);
            return new End(server.heads().size(), Optional.of(e), plain(e.getMessage()));
        }
    }

    /** Without what is different each time, or from one JDK to another. */
    private static String plain(String text) {
        return text.replaceAll("localhost:\\d+", "localhost")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME")
                .replaceAll("(failed|no safe connection to localhost) \\([^;\"]*\\)(?=;|$)", "$1");
    }

    static List<Fault> faults() {
        return List.copyOf(ROWS.keySet());
    }

    /** Whether it surely started nothing, so that it is asked for again. */
    private static boolean limited(Fault fault) {
        return fault.name().startsWith("429") || fault.name().contains("that is a page");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noGenerationIsAskedForTwice(Fault fault) {
        if (!limited(fault)) {
            assertTrue(ROWS.get(fault).alone().requests() <= 1);
            assertTrue(ROWS.get(fault).row().requests() <= 1);
        }
    }

    /** Every fault but a refusal, and but one that no request ever met, leaves a doubt. */
    @ParameterizedTest
    @MethodSource("faults")
    void doubtIsSaidWhereThereIsOne(Fault fault) {
        var alone = ROWS.get(fault).alone();
        var refused = fault.name().matches("4(?!08|25).*");
        var started = alone.failure().isEmpty();
        var sent = fault.url().filter(url -> !url.equals(Fault.RESET)).isEmpty();

        var kind = alone.failure().map(FlikiException::kind);

        assertEquals(!started && sent && !refused, kind.equals(Optional.of(Kind.UNCERTAIN)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void rowSaysTheSame(Fault fault) {
        var row = ROWS.get(fault);
        var failure = row.alone().failure();

        if (row.row().text().equals("left")) {
            assertEquals(
                    row.row().failure().map(FlikiException::kind),
                    failure.map(FlikiException::kind));
        } else {
            var ids = row.alone().text().replaceAll("started \\[|\\]", "") + ",";
            var expected =
                    failure.map(e -> "," + e.kind().word() + ": " + plain(e.reason())).orElse(ids);
            assertEquals(expected.replace("\"", ""), row.row().text().replace("\"", ""));
        }
    }

    @Test
    void keyIsNowhere() throws Exception {
        PLACES.search(folder, List.of());

        assertTrue(PLACES.places() > 100);
    }

    @Test
    void tableIsTheOneThatIsPublished() throws Exception {
        var rows = ROWS.entrySet().stream().map(GenerateFaultTest::line).collect(joining());

        PublishedTable.check("GENERATE-FAULTS.md", HEAD + rows, RENEW);
    }

    private static String line(Map.Entry<Fault, Row> entry) {
        var alone = entry.getValue().alone();
        var row = entry.getValue().row();
        var exit = alone.failure().map(Exit::ofRun).orElse(Exit.OK);
        var cells = new ArrayList<>(List.of(entry.getKey().name(), "" + alone.requests()));
        var requests = row.requests() < 5 ? "" + row.requests() : "many"; // waits vary by chance
        cells.addAll(List.of("" + exit.code(), alone.text(), requests, row.text()));
        return PublishedTable.row(cells);
    }
}
