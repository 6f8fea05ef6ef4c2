package fliki.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import fliki.Fliki;
import fliki.Jvm;
import fliki.Result;
import fliki.csv.CsvException;
import fliki.internal.download.LockedFile;

import org.json.JSONArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is in a page; how a browser shows it is in {@link PageTest}. */
class ReportTest {

    private static final String HEADER = "fileId,status,progress,download,error,file\n";

    private static final Pattern LEAF =
            Pattern.compile("(?s)<script type=\"application/json\">(.*?)</script>");

    /** It has no key, and needs none. */
    private final Fliki fliki = Fliki.keyFile(Path.of("nowhere"));

    @TempDir Path folder;

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("out.csv"), text);
    }

    private String page(String csv) throws IOException {
        var html = fliki.report(csv(csv), folder.resolve("out.html"), REPLACE_EXISTING);
        return Files.readString(html);
    }

    /** Word, kind, what plays, and the cells, of each row. */
    private List<List<String>> rows(String csv) throws IOException {
        return LEAF.matcher(page(csv))
                .results()
                .flatMap(leaf -> new JSONArray(leaf.group(1)).toList().stream())
                .map(row -> ((List<?>) row).stream().map(String::valueOf).toList())
                .toList();
    }

    private List<String> verdict(String row) throws IOException {
        return rows(HEADER + row).get(0).subList(0, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            emptyValue = "",
            textBlock =
                    """
                    a,success,100,,,                           | success      | ''
                    a,rendering,,,,                            | rendering    | ''
                    a,'=odd,,,,                                | =odd         | ''
                    a,,,,,                                     | unseen       | ''
                    a,error,,,generation-failed: no voice,     | error        | generation-failed
                    a,error,,,,                                | error        | generation-failed
                    a,canceled,,,,                             | canceled     | generation-failed
                    a,,,,not-found: unknown,                   | not-found    | not-found
                    a,success,100,,download: the link is dead, | success      | download
                    a,,,,not-finished: the time was up,        | not-finished | ''
                    a,,,,something else,                       | other        | other
                    """)
    void rowIsCountedByItsWordAndItsFailure(String row, String word, String kind)
            throws IOException {
        assertEquals(List.of(word, kind), verdict(row + "\n"));
    }

    @Test
    void manyWordsOfAServerAreCountedTogetherButNotThoseWeKnow() throws IOException {
        var csv = new StringBuilder(HEADER);
        for (int i = 0; i < 30; i++) {
            csv.append("a,word" + i + ",,,,\n");
        }
        csv.append("a,success,,,,\na,,,,,\na,,,,not-found: unknown,\n");

        var words = rows(csv.toString()).stream().map(row -> row.get(0)).toList();

        assertEquals("word19", words.get(19));
        assertEquals(List.of("success", "unseen", "not-found"), words.subList(30, 33));
        assertEquals("other words", words.get(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFTitle;fileId;status\r\nA, b;x;success\r\n",
                "Title\tfileId\tstatus\nA, b\tx\tsuccess\n"
            })
    void readsWhateverBulkWrites(String csv) throws IOException {
        assertEquals(List.of(List.of("success", "", "", "A, b", "x", "success")), rows(csv));
    }

    @Test
    void idIsKeptAsItIsWhileOtherTextLosesWhatNobodySees() throws IOException {
        var row = rows("name,fileId,status\na\u202eb\u0007c\u200d,a\u202eb,success\n").get(0);

        assertEquals(List.of("abc\u200d", "a\u202eb"), row.subList(3, 5));
    }

    @Test
    void runWithoutIdsOrRowsIsAPageToo() throws IOException {
        var page = page("clip,status,error\na,,not-found: b\n");
        var none = "No column is called fileId, file_id or id: there are no ids to copy.";

        assertFalse(page.contains("id=\"copy\""));
        assertTrue(page.contains(none));
        assertEquals(List.of(), rows(HEADER));
        assertTrue(page(HEADER).contains("0 rows, written"));
    }

    @Test
    void fileIsFoundBesideTheCsvAndAddressedFromThePage() throws IOException {
        Files.createDirectories(folder.resolve("my videos"));
        Files.writeString(folder.resolve("my videos/a:#%?é.mp4"), "film");
        var csv = csv(HEADER + "a,success,,,,my videos/a:#%?é.mp4\nb,success,,,,gone.mp4\n");

        var html = fliki.report(csv, folder.resolve("pages/today.html"));

        var leaf = LEAF.matcher(Files.readString(html));
        assertTrue(leaf.find());
        var rows = new JSONArray(leaf.group(1));
        var address = rows.getJSONArray(0).getString(2);
        assertEquals("./../my%20videos/a%3A%23%25%3F%C3%A9.mp4", address);
        assertEquals(
                folder.resolve("my videos/a:#%?é.mp4"),
                Path.of(html.toUri().resolve(address)).normalize());
        assertEquals("", rows.getJSONArray(1).getString(2));
    }

    /** Letters that can be written in two ways stay as they are in the name of the file. */
    @ParameterizedTest
    @CsvSource({
        "\u2126.mp4, ./%E2%84%A6.mp4",
        "e\u0301.mp4, ./e%CC%81.mp4",
        "a b+c.mp4, ./a%20b%2Bc.mp4"
    })
    void addressIsThatOfTheVeryFile(String file, String address) throws IOException {
        Files.writeString(folder.resolve(file), "film");

        assertEquals(address, rows(HEADER + "a,success,,,," + file + "\n").get(0).get(2));
    }

    /** A browser would go up from the link, and not from where it leads. */
    @Test
    void wayBackFromALinkIsNotTaken() throws IOException {
        Files.createDirectories(folder.resolve("real/deep"));
        Files.createDirectories(folder.resolve("videos"));
        Files.writeString(folder.resolve("real/a.mp4"), "that");
        Files.writeString(folder.resolve("a.mp4"), "another");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real/deep"));

        var rows = rows(HEADER + "a,success,,,,link/../a.mp4\na,success,,,,videos/../a.mp4\n");

        assertEquals(List.of("", "./a.mp4"), rows.stream().map(row -> row.get(2)).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "", ".", "/", "\u0000", "/dev/zero"})
    void whatIsNoFileDoesNotPlay(String file) throws IOException {
        var cell = file.equals("\u0000") ? "a\u0001b" : file;

        assertEquals("", rows(HEADER + "a,success,,,,\"" + cell + "\"\n").get(0).get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    fileId,title    | row 1: no column is called status, of fileId, title; a report is made of what bulk wrote
                    ''              | : is empty; a report is made of what bulk wrote
                    fileId,status\\na,b,c | row 2: 3 cells, where the first row has 2
                    fileId,status\\na,"b  | row 2: a quote is never closed
                    """)
    void malformedCsvIsRefusedAndLeavesNothing(String text, String message) throws IOException {
        var csv = csv(text.replace("\\n", "\n"));

        var refused =
                assertThrows(
                        CsvException.class, () -> fliki.report(csv, folder.resolve("out.html")));

        assertEquals((csv + " " + message).replace(" : ", ": "), refused.getMessage());
        assertEquals(List.of("out.csv"), files());
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void neitherTheCsvNorAFolderNorALinkIsEverReplaced() throws IOException {
        var csv = csv(HEADER);
        var file = Files.writeString(folder.resolve("mine.html"), "mine");
        var link = Files.createSymbolicLink(folder.resolve("link.html"), file);
        var dangling = Files.createSymbolicLink(folder.resolve("to.html"), Path.of("nowhere"));

        for (var page : List.of(csv, folder, link, dangling)) {
            var refused =
                    assertThrows(
                            CsvException.class, () -> fliki.report(csv, page, REPLACE_EXISTING));
            if (Files.isSymbolicLink(page)) {
                assertEquals(page + ": a link; name the file itself", refused.getMessage());
            }
        }

        assertEquals(HEADER, Files.readString(csv));
        assertEquals("mine", Files.readString(file));
        assertEquals(List.of("link.html", "mine.html", "out.csv", "to.html"), files());
    }

    @Test
    void csvThatIsCalledLikeAnUnfinishedPageIsKept() throws IOException {
        var csv = Files.writeString(folder.resolve("a.html.part"), HEADER);

        assertThrows(CsvException.class, () -> fliki.report(csv, folder.resolve("a.html")));

        assertEquals(HEADER, Files.readString(csv));
    }

    /** Half a page never takes the place of a whole one. */
    @Test
    void pageThatBreaksOffLeavesTheOldOne() throws IOException {
        var html = Files.writeString(folder.resolve("out.html"), "old");
        var csv = csv(HEADER + "a,success,,,,\n".repeat(10_000) + "a,\"");

        assertThrows(CsvException.class, () -> fliki.report(csv, html, REPLACE_EXISTING));

        assertEquals("old", Files.readString(html));
        assertEquals(List.of("out.csv", "out.html"), files());
    }

    @Test
    void twoRunsDoNotWriteOnePageTogether() throws IOException {
        var csv = csv(HEADER);
        var html = folder.resolve("out.html");

        try (var other = LockedFile.create(folder.resolve("out.html.part")).orElseThrow()) {
            var refused = assertThrows(CsvException.class, () -> fliki.report(csv, html));
            assertEquals(
                    html + ": cannot be written: another run is writing it", refused.getMessage());
        }
    }

    /** Where Java writes numbers in other digits, a script would not read them. */
    @Test
    @Tag("slow")
    void pageIsTheSameInEveryLocale() throws Exception {
        var here = page(HEADER + "a,success,,,,\n");
        var command = new ArrayList<>(Jvm.command());
        command.addAll(List.of("-Duser.language=ar", "-Duser.country=EG", "fliki"));
        command.addAll(List.of("report", "out.csv", "--force"));

        var result = Result.of(new ProcessBuilder(command).directory(folder.toFile()).start());

        assertEquals(new Result(0, "out.html\n", ""), result);
        assertEquals(here, Files.readString(folder.resolve("out.html")));
    }

    /** 40 MB of rows in a heap of 20. */
    @Test
    @Tag("slow")
    void memoryDoesNotGrowWithRows() throws Exception {
        var row = "a,success,100,https://files.example/a.mp4,," + "x".repeat(360) + "\n";
        csv(HEADER + row.repeat(100_000));
        var command = new ArrayList<>(Jvm.command());
        command.addAll(List.of("-Xmx20m", "fliki", "report", "out.csv"));

        var result = Result.of(new ProcessBuilder(command).directory(folder.toFile()).start());

        assertEquals(new Result(0, "out.html\n", ""), result);
    }
}
