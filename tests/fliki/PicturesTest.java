package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.util.stream.Collectors.joining;

import fliki.csv.Csv;
import fliki.report.Browser;
import fliki.sandbox.Sandbox;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pictures of the README, made of what really happened: {@code .ci/pictures} renews them. They
 * are compared by what they say: their bytes depend on fonts, and figures on the machine.
 */
@Tag("slow")
class PicturesTest {

    private static final boolean RENEW = System.getenv("FLIKI_RENEW") != null;
    private static final Path PICTURES = Checkout.root().resolve(".github");
    private static final int COLUMNS = 88;
    private static final String POLL = "poll intro outro busy-teaser --download=videos";

    private static final String IDS =
            """
            title,language,fileId
            Welcome to the course,English,done-welcome
            Bienvenue dans le cours,French,done-bienvenue
            Willkommen im Kurs,German,done-willkommen
            How to begin,English,fail-begin
            Comment commencer,French,missing-commencer
            Wie man beginnt,German,stuck-beginn
            Goodbye,English,done-goodbye
            """;

    /** All films that are on the screen. */
    private static final String LOADED =
            """
            [...document.querySelectorAll('video')]
                .filter(film => film.getBoundingClientRect().top < innerHeight)
                .every(film => film.readyState > 1)
            """;

    @TempDir Path folder;

    /** The screen of a poll under way, and at its end. */
    private record Film(List<String> underWay, List<String> end, TreeSet<String> all) {}

    private Film film(Sandbox sandbox) throws IOException {
        // That of macOS takes other options.
        assumeTrue(OS.LINUX.isCurrentOs() && Files.isExecutable(Path.of("/usr/bin/script")));
        var film = new Film(new ArrayList<>(), new ArrayList<>(), new TreeSet<>());
        var builder = new ProcessBuilder().directory(folder.toFile());
        builder.environment().put("FLIKI_API_URL", sandbox.url().toString());
        builder.environment().put("FLIKI_API_KEY", Sandbox.KEY);
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("FLIKI_COMMAND");
        var java = Jvm.command().stream().map(word -> "'" + word + "'").collect(joining(" "));
        Terminal.run(
                builder,
                COLUMNS,
                java + " fliki " + POLL,
                screen -> {
                    var lines = screen.lines();
                    var last = lines.get(lines.size() - 1);
                    if (last.contains("left)")) {
                        film.all().add(plain(last));
                        // Not when a row is there of which the bar does not know yet.
                        var ended = lines.stream().filter(line -> line.contains("success")).count();
                        if (last.matches(".* " + ended + "/3 .*processing.*")) {
                            replace(film.underWay(), lines);
                        }
                    }
                    replace(film.end(), lines);
                });
        film.end().forEach(line -> film.all().add(plain(line)));
        return film;
    }

    private static void replace(List<String> old, List<String> now) {
        old.clear();
        old.addAll(now);
    }

    /** Without figures, the length of the bar, and which of the states were seen. */
    private static String plain(String line) {
        return line.replaceAll("\\d+", "0")
                .replaceAll("\\|.*\\|", "|")
                .replaceAll("left\\).*", "left)")
                .replaceAll(" +", " ")
                .strip();
    }

    @Test
    void terminalShowsWhatPollPrints() throws IOException {
        var picture = PICTURES.resolve("poll.svg");
        if (RENEW) {
            try (var sandbox = Sandbox.start(0, Duration.ofSeconds(20))) {
                Files.writeString(picture, svg(film(sandbox)));
            }
            return;
        }

        var now = film(SharedSandbox.SANDBOX).all();
        var shown = texts(Files.readString(picture)).filter(line -> !line.startsWith("$ "));
        var lines = shown.map(PicturesTest::plain).toList();

        assertEquals(List.of(), lines.stream().filter(line -> !now.contains(line)).toList());
        assertTrue(lines.stream().anyMatch(line -> line.contains("left)")), "no bar");
    }

    private static String svg(Film film) {
        var lines = new ArrayList<>(List.of("$ fliki " + POLL));
        lines.addAll(film.underWay());
        lines.add("");
        lines.addAll(film.end().stream().filter(line -> !line.isEmpty()).toList());
        var text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).replace("&", "&amp;").replace("<", "&lt;");
            var place =
                    "<text x=\"16\" y=\"%d\" textLength=\"%.1f\""
                            + " xml:space=\"preserve\">%s</text>\n";
            text.append(
                    line.isEmpty() ? "" : place.formatted(44 + 19 * i, 8.4 * line.length(), line));
        }
        var height = 60 + 19 * (lines.size() - 1);
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="776" height="%d" role="img">
        <title>fliki poll in a terminal: under way, and at its end</title>
        <rect width="100%%" height="100%%" rx="8" fill="#16191f"/>
        <g fill="#5c6370"><circle cx="20" cy="16" r="5"/><circle cx="38" cy="16" r="5"/><circle cx="56" cy="16" r="5"/></g>
        <g fill="#e7e9ec" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
        %s</g>
        </svg>
        """
                .formatted(height, text);
    }

    private static Stream<String> texts(String svg) {
        return Pattern.compile("<text[^>]*>(.*?)</text>")
                .matcher(svg)
                .results()
                .map(match -> match.group(1).replace("&lt;", "<").replace("&amp;", "&"));
    }

    @Test
    void pageSaysWhatItsPictureShows() throws IOException {
        assumeTrue(Browser.installed().isPresent(), "no Chromium on the PATH");
        var said = PICTURES.resolve("report.txt");
        try (var browser = Browser.open()) {
            browser.screen(1_280, 960);
            browser.go(page().toUri().toString());
            browser.await(LOADED);
            var text = text(browser);
            if (RENEW) {
                Files.write(PICTURES.resolve("report.png"), browser.picture());
                Files.writeString(said, text);
            }

            assertEquals(Files.readString(said), text, "renew it by .ci/pictures");
        }
    }

    private Path page() throws IOException {
        var ids = Files.writeString(folder.resolve("ids.csv"), IDS);
        var out = folder.resolve("out.csv");
        var fliki =
                Fliki.key(Sandbox.KEY)
                        .url(SharedSandbox.SANDBOX.url().toString())
                        .atMost(Duration.ofSeconds(4))
                        .downloadTo(folder.resolve("videos"));
        fliki.bulk(Csv.from(ids).to(out).waiting());
        // As a run in that folder would name them.
        Files.writeString(out, Files.readString(out).replace(folder + "/", ""));
        return fliki.report(out, folder.resolve("out.html"));
    }

    private static String text(Browser browser) {
        return ("" + browser.evaluate("document.body.innerText"))
                        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "DATE")
                        .replaceAll("127.0.0.1:\\d+", "127.0.0.1:4010")
                + "\n";
    }

    @Test
    void picturesAreSmallAndSaidInWords() throws IOException {
        var readme = Files.readString(Checkout.root().resolve("README.md"));

        for (var picture : List.of("poll.svg", "report.png")) {
            assertTrue(Files.size(PICTURES.resolve(picture)) < 200_000, picture);
            assertTrue(readme.matches("(?s).*!\\[[^]]{20,}]\\(\\.github/" + picture + "\\).*"));
        }
    }
}
