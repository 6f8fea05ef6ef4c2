package fliki.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fliki.Fliki;
import fliki.SharedSandbox;
import fliki.csv.Csv;
import fliki.sandbox.Sandbox;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Opens pages in a real browser, where one is installed. */
@Tag("slow")
class PageTest {

    @TempDir static Path folder;
    private static Browser browser;

    /** A run against the sandbox, with its files. */
    @BeforeAll
    static void open() throws IOException {
        assumeTrue(Browser.installed().isPresent(), "no Chromium on the PATH");
        browser = Browser.open();
        var ids = folder.resolve("ids.csv");
        Files.writeString(
                ids,
                """
                title;fileId;n
                Ten;done-a;10
                "Nine, & <b>";done-b;9
                Lost;missing-a;
                Broken;fail-a;100
                Gone;cancel-a;2
                Lost;missing-b;1
                """);
        Fliki.key(Sandbox.KEY)
                .url(SharedSandbox.SANDBOX.url().toString())
                .atMost(Duration.ofSeconds(4)) // what is missing is asked for that long
                .downloadTo(folder.resolve("my videos"))
                .bulk(Csv.from(ids).to(folder.resolve("out.csv")).waiting());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void go(String csv) {
        var html = folder.resolve(csv.replace(".csv", ".html"));
        Report.write(folder.resolve(csv), html, Optional.empty(), true);
        browser.go(html.toUri().toString());
    }

    private static void go(String csv, String text) throws IOException {
        Files.writeString(folder.resolve(csv), text);
        go(csv);
    }

    /** The cells of a column that are on the screen. */
    private static List<String> column(String name) {
        return browser.texts("td[data-label='" + name + "']");
    }

    private static String count() {
        return browser.texts("#count").get(0);
    }

    @BeforeEach
    void screen() {
        browser.script(true);
        browser.media("screen", "light");
        browser.screen(1_200, 2_000);
    }

    @Test
    void showsTotalsFailuresAndRowsAndAsksForNothingButItsFiles() {
        go("out.csv");

        assertEquals(
                List.of("success 2", "not-found 2", "canceled 1", "error 1"),
                browser.texts("[data-word]"));
        assertEquals(
                List.of(
                        "generation-failed 2 e.g. The simulated generation failed",
                        "not-found 2 e.g. unknown id (404); mistyped, or deleted by Fliki"),
                browser.texts("[data-kind]"));
        assertEquals("6 rows", count());
        assertEquals(
                List.of("Ten", "Nine, & <b>", "Lost", "Broken", "Gone", "Lost"), column("title"));
        var films = "[...document.querySelectorAll('video')].filter(film => film.readyState > 0)";
        browser.await(films + ".length === 2");
        var files = folder.toUri().toString();
        assertEquals(
                Set.of(
                        files + "out.html",
                        files + "my%20videos/done-a.mp4",
                        files + "my%20videos/done-b.mp4"),
                Set.copyOf(browser.asked()));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void sortsNumbersAsNumbersAndKeepsWhatIsEmptyLast() {
        go("out.csv");

        browser.click("th:nth-child(3) button");
        assertEquals(List.of("1", "2", "9", "10", "100", ""), column("n"));
        assertEquals(
                "ascending",
                browser.evaluate("document.querySelector('[aria-sort]:nth-child(3)').ariaSort"));

        browser.click("th:nth-child(3) button");
        assertEquals(List.of("100", "10", "9", "2", "1", ""), column("n"));
    }

    @Test
    void filtersByWordByKindAndByText() {
        go("out.csv");

        browser.click("[data-word=success]");
        assertEquals(List.of("done-a", "done-b"), column("fileId"));
        browser.type("#find", "NINE");
        assertEquals(List.of("done-b"), column("fileId"));
        assertEquals("1 row of 6", count());
        browser.click("[data-word=success]");
        browser.type("#find", "");
        browser.click("[data-kind=not-found]");

        assertEquals(List.of("missing-a", "missing-b"), column("fileId"));
        assertEquals(List.of(), browser.complaints());
    }

    /** A browser without the codec says so: that is no fault of the page. */
    @Test
    void playsAFileByKeyboard() {
        go("out.csv");

        browser.evaluate("document.querySelector('.play').focus()");
        browser.press("Enter");

        browser.await("document.querySelector('dialog').open");
        var codec =
                browser.evaluate(
                        "document.createElement('video').canPlayType('video/mp4;"
                                + " codecs=avc1.42c01e')");
        if (codec.equals("")) {
            browser.await(
                    "document.querySelector('dialog p').innerText.startsWith('This browser"
                            + " cannot')");
        } else {
            browser.await("document.querySelector('dialog video').currentTime > 0.5");
        }
        assertEquals("my videos/done-a.mp4", relative(browser.texts("dialog a").get(0)));
        browser.click("dialog button");
        browser.await("!document.querySelector('dialog video')");
    }

    /** The column names files as they were written: in full here. */
    private static String relative(String file) {
        return folder.relativize(Path.of(file)).toString();
    }

    @Test
    void saysWhenAFileCannotBePlayed() throws IOException {
        Files.writeString(folder.resolve("a #1%.mp4"), "no film");
        go("bad.csv", "fileId,status,download,error,file\na,success,,,a #1%.mp4\n");

        browser.click(".play");

        browser.await(
                "document.querySelector('dialog p').innerText.startsWith('This browser cannot')");
        assertEquals(
                folder.resolve("a #1%.mp4"),
                Path.of(
                        URI.create(
                                (String)
                                        browser.evaluate(
                                                "document.querySelector('dialog a').href"))));
    }

    @Test
    void copiesTheIdsThatFailedAtOneClickOrShowsThem() {
        var failed = "missing-a\nfail-a\ncancel-a\nmissing-b\n";
        go("out.csv");

        browser.click("#copy");
        browser.await("document.querySelector('#copied').innerText !== ''");
        assertEquals(List.of("Copied 4 ids."), browser.texts("#copied"));
        assertEquals(failed, browser.evaluate("navigator.clipboard.readText()"));

        browser.evaluate("navigator.clipboard.writeText = () => Promise.reject()");
        browser.click("#copy");
        browser.await("!document.querySelector('#ids').hidden");
        assertEquals(failed, browser.evaluate("document.querySelector('#ids').value"));
    }

    @Test
    void turnsPages() throws IOException {
        go("many.csv", rows(250));

        assertEquals("250 rows, page 1 of 3", count());
        assertEquals(100, column("fileId").size());
        browser.evaluate("scrollTo(0, 3000)");
        browser.click("#next");
        var top = "document.querySelector('td').getBoundingClientRect().top";
        browser.await(top + " >= 0 && " + top + " < innerHeight");
        browser.click("#next");

        assertEquals("250 rows, page 3 of 3", count());
        assertEquals(50, column("fileId").size());
        assertEquals(true, browser.evaluate("document.querySelector('#next').disabled"));
        browser.type("#find", "id-249");
        assertEquals(List.of("id-249"), column("fileId"));
    }

    @Test
    void paperHasAThousandRowsAndSaysHowManyItLacks() throws IOException {
        go("long.csv", rows(1_250));

        browser.evaluate("dispatchEvent(new Event('beforeprint'))");
        assertEquals("1,250 rows; 250 more are not printed", count());
        assertEquals(1_000, column("fileId").size());

        browser.evaluate("dispatchEvent(new Event('afterprint'))");
        assertEquals("1,250 rows, page 1 of 13", count());
    }

    /** JavaScript's numbers have 15 digits. */
    @Test
    void sortsLongNumbersToTheirLastDigit() throws IOException {
        var ids = List.of("123456789012345678901235", "123456789012345678901233", "99");
        go("digits.csv", "fileId,status\n" + String.join(",success\n", ids) + ",success\n");

        browser.click("th button");

        assertEquals(List.of(ids.get(2), ids.get(1), ids.get(0)), column("fileId"));
    }

    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "id-" + i + ",success,,\n")
                .collect(Collectors.joining("", "fileId,status,download,error\n", ""));
    }

    @Test
    void showsAHundredThousandRows() throws IOException {
        go("huge.csv", rows(100_000));

        assertEquals("100,000 rows, page 1 of 1,000", count());
        browser.type("#find", "id-99999");
        assertEquals("1 row of 100,000", count());
    }

    @Test
    void isAPlainTableOfTheFirstRowsWithoutJavaScript() throws IOException {
        browser.script(false);
        go("out.csv");
        var titles = List.of("Ten", "Nine, & <b>", "Lost", "Broken", "Gone", "Lost");
        assertEquals(titles, column("title"));
        assertEquals(List.of(), browser.texts("input:not([hidden])"));

        go("many.csv", rows(250));
        assertEquals(100, column("fileId").size());
        assertEquals("id-99", column("fileId").get(99));
        assertEquals(
                List.of("Without JavaScript only the first 100 rows are shown."),
                browser.texts("noscript"));
    }

    static Stream<Arguments> hostile() {
        return Stream.concat(
                Stream.of(
                                "</script><script>window.hit=1</script>",
                                "<!--<script>",
                                "<img src=x onerror=window.hit=1>",
                                "\" onmouseover=window.hit=1 x=\"",
                                "javascript:window.hit=1",
                                "=HYPERLINK(\"http://evil\")",
                                "{{7*7}} ${7*7} \\u003c")
                        .map(cell -> arguments(cell, cell)),
                Stream.of(
                        arguments("a\u0007b\u001b[31mc\u0085d", "ab[31mcd"),
                        arguments("exe.\u202e4pm\u2066x", "exe.4pmx")));
    }

    /** In every column, the header too, with JavaScript and without. */
    @ParameterizedTest
    @MethodSource("hostile")
    void textIsTextWhateverItSays(String cell, String expected) throws IOException {
        var quoted = "\"" + cell.replace("\"", "\"\"") + "\"";
        var row = String.join(",", Collections.nCopies(6, quoted)) + "\n";
        var header = "fileId,status,progress,download,error," + quoted + "\n";

        for (boolean script : new boolean[] {true, false}) {
            browser.script(script);
            go("hostile.csv", header + row);

            var cells = browser.texts("td");
            assertEquals(Collections.nCopies(5, expected), cells.subList(1, 6));
            assertEquals(List.of(), browser.texts("td a, td img, td script"));
            assertEquals(null, browser.evaluate("window.hit"));
            assertEquals(1, browser.asked().size(), browser.asked().toString());
            assertEquals(List.of(), browser.complaints());
        }
    }

    /** Even if some text came to be more than text. */
    @Test
    void nothingElseRunsOrLoads() {
        go("out.csv");

        browser.evaluate(
                """
                window.refused = [];
                document.addEventListener('securitypolicyviolation', e => refused.push(e.effectiveDirective));
                document.body.append(Object.assign(document.createElement('script'), {text: 'hit = 1'}));
                document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}));
                fetch('http://127.0.0.1:9/').then(() => hit = 1, () => {});
                """);

        browser.await("refused.length === 3");
        assertEquals(
                "connect-src img-src script-src-elem",
                browser.evaluate("refused.sort().join(' ')"));
        assertEquals(null, browser.evaluate("window.hit"));
    }

    @Test
    void opensOnlyLinksToTheWebHoweverLong() throws IOException {
        var signed = "https://example.com/a?" + "s".repeat(400);
        go(
                "links.csv",
                """
                fileId,status,download,error
                a,success,https://example.com/a.mp4,
                b,success,javascript:alert(1),
                c,success,file:///etc/passwd,
                d,success,//example.com/d,
                e,success,HTTP://example.com/e,
                f,success,SIGNED,
                """
                        .replace("SIGNED", signed));

        var links = "[...document.querySelectorAll('td a')].map(a => a.getAttribute('href'))";
        assertEquals(
                "https://example.com/a.mp4 HTTP://example.com/e " + signed,
                browser.evaluate(links + ".join(' ')"));
    }

    @Test
    void wordsAndNamesCannotLookLikeOthers() throws IOException {
        go("e\u202ex.csv", "fileId,status,error,t\u202ex,\na,b\u202ec\nd,,not-found: e\u202ef,,\n");

        assertEquals(false, browser.evaluate("/\u202e/.test(document.documentElement.outerHTML)"));
        assertEquals(List.of("b c 1", "not-found 1"), browser.texts("[data-word]"));
        browser.click("[data-word]");
        assertEquals("1 row of 2", count());
        assertEquals(List.of("fileId", "status", "error", "tx", "column5"), browser.texts("th"));
    }

    @Test
    void showsTheBeginningOfALongCell() throws IOException {
        go(
                "long.csv",
                "fileId,status,download,error,text\na,success,,," + "x".repeat(1_000_000) + "\n");

        assertEquals(List.of("x".repeat(300) + "\u2026"), browser.texts("summary"));
        browser.click("summary");
        var length = "document.querySelector('details').textContent.length";
        assertEquals(1_000_001, browser.evaluate(length));
    }

    /** Nothing is wider than the screen but what scrolls by itself. */
    @ParameterizedTest
    @CsvSource({"360, light", "1200, dark"})
    void fitsTheScreen(int width, String scheme) {
        browser.media("screen", scheme);
        browser.screen(width, 800);
        go("out.csv");

        assertEquals(true, browser.evaluate("document.documentElement.scrollWidth <= " + width));
    }

    @Test
    void hasNoControlsOnPaper() {
        browser.media("print", "light");
        go("out.csv");

        var visible =
                "[...document.querySelectorAll('input, #copy, .tools button')].filter(e =>"
                        + " e.offsetParent).length";
        assertEquals(0, browser.evaluate(visible));
        assertEquals(6, column("title").size());
    }

    /** What a screen reader is told, as the browser works it out. */
    @Test
    void everyControlHasAName() {
        go("out.csv");

        var unnamed =
                browser.controls().stream().filter(control -> control.name().isEmpty()).toList();

        assertEquals(List.of(), unnamed);
        assertTrue(browser.controls().size() > 15);
    }
}
