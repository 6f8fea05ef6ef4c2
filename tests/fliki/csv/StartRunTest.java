package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import fliki.FakeApi;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Generation;
import fliki.OtherProcess;
import fliki.csv.Csv.Plan;
import fliki.csv.StartRun.Started;
import fliki.csv.StartRun.Starter;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Rows out and ids in; the starts are played. */
class StartRunTest {

    private static final Generation TEMPLATE = Generation.template("t1");
    private static final String ROWS = "title,a.b\nA,one\nB,two\nC,three\n";
    private static final String HEADER = "title,a.b,fileId,error\n";
    private static final String UNCERTAIN =
            "\"uncertain: a run that was killed had begun it; it may have started: look into your"
                    + " Fliki library before asking again\"";

    @TempDir Path dir;

    private final List<String> sent = new ArrayList<>();
    private final List<String> onDisk = new ArrayList<>();
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    private Path in(String rows) throws IOException {
        return Files.writeString(dir.resolve("in.csv"), rows);
    }

    private Path out() {
        return dir.resolve("out.csv");
    }

    private String written() {
        try {
            return Files.readString(out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is written, and the row that is known to be under way. */
    private String known() {
        try {
            var rows = Files.readAllLines(out()).size();
            return written()
                    + InFlight.left(out())
                            .filter(left -> left.row() > rows)
                            .map(left -> new String(left.text(), UTF_8))
                            .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Csv beginning so are refused, in doubt, limited once, or end the run. */
    private Starter starter() {
        return (generation, attempt) -> {
            var text = generation.body().replaceAll(".*\"text\":\"|\"}].*", "");
            attempt.sending();
            onDisk.add(Files.exists(out()) ? known() : stream.toString(UTF_8));
            if (text.startsWith("limited") || text.startsWith("end")) {
                attempt.notStarted();
                onDisk.add(Files.exists(out()) ? known() : stream.toString(UTF_8));
            }
            if (text.startsWith("end")) {
                throw FlikiException.of(Kind.UNAUTHORIZED, "the key", Details.NONE, null);
            }
            if (text.startsWith("limited")) {
                attempt.sending();
            }
            sent.add(text);
            if (text.startsWith("refused")) {
                attempt.notStarted();
                return failed(Kind.BAD_REQUEST);
            }
            return text.startsWith("doubt")
                    ? failed(Kind.UNCERTAIN)
                    : Started.of(List.of("id-" + text));
        };
    }

    private static Started failed(Kind kind) {
        return Started.failed(FlikiException.of(kind, "why", Details.NONE, null));
    }

    private CsvSummary run(Csv texts) {
        return StartRun.of(texts, TEMPLATE, this::starter);
    }

    private CsvSummary run(String rows) throws IOException {
        return run(Csv.from(in(rows)).to(out()));
    }

    private String refusal(String rows) throws IOException {
        in(rows);
        var texts = Csv.from(dir.resolve("in.csv")).to(out());
        var e = assertThrows(CsvException.class, () -> run(texts));
        assertEquals(List.of(), sent);
        assertTrue(Files.notExists(out()));
        return e.getMessage().replace(dir + File.separator, "");
    }

    @Test
    void idsStandBesideTheOtherColumns() throws Exception {
        var summary = run("title;a.b\r\n\"A;\";one\r\nB;refused\r\nC;doubt\r\n");

        assertEquals(
                "title;a.b;fileId;error\r\n\"A;\";one;id-one;\r\n"
                        + "B;refused;;bad-request: why\r\nC;doubt;;uncertain: why\r\n",
                written());
        assertEquals(
                List.of(1L, 1L, 1L),
                List.of(summary.started(), summary.refused(), summary.uncertain()));
        assertEquals("3 rows: started 1, refused 1, uncertain 1; 3 requests", summary.toString());
    }

    @Test
    void rowIsOnDiskBeforeItsRequestAndWholeBeforeTheNext() throws Exception {
        run(ROWS);

        var first = HEADER + "A,one,id-one,\n";
        assertEquals(
                List.of(
                        HEADER + "A,one,," + UNCERTAIN + "\n",
                        first + "B,two,," + UNCERTAIN + "\n",
                        first + "B,two,id-two,\n" + "C,three,," + UNCERTAIN + "\n"),
                onDisk);
    }

    @Test
    void rowThatSurelyDidNotStartIsTakenOutAgain() throws Exception {
        var texts = Csv.from(in("a.b\none\nend\ntwo\n")).to(out());

        assertThrows(FlikiException.class, () -> run(texts));

        assertEquals("a.b,fileId,error\none,id-one,\n", written());
        assertEquals(written(), onDisk.get(onDisk.size() - 1));
    }

    @Test
    void rowIsBegunAgainWithItsNextRequest() throws Exception {
        run("a.b\nlimited\n");

        var header = "a.b,fileId,error\n";
        assertEquals(List.of(header + "limited,," + UNCERTAIN + "\n", header), onDisk);
        assertEquals(header + "limited,id-limited,\n", written());
    }

    @Test
    void columnsOfTheResultsAreUpdatedInPlace() throws Exception {
        run("FileId,x,a.b,error,y\n,1,one,server: old,2\n");

        assertEquals("FileId,x,a.b,error,y\nid-one,1,one,,2\n", written());
        assertEquals("FileId,x,a.b,error,y\n,1,one," + UNCERTAIN + ",2\n", onDisk.get(0));
    }

    @Test
    void rowsWithAnIdOrInDoubtAreCopied() throws Exception {
        var rows =
                "a.b,fileId,error\none,x1,\n,x2,\ntwo,,uncertain: why\nthree,,server: no\nfour,,\n";

        var summary = run(rows);

        assertEquals(List.of("three", "four"), sent);
        assertEquals(
                rows.replace("three,,server: no", "three,id-three,")
                        .replace("four,,", "four,id-four,"),
                written());
        assertEquals("5 rows: started 2, had an id 2, uncertain 1; 2 requests", summary.toString());
    }

    @Test
    void nameAndSeveralLayersGoIntoTheBody() throws Exception {
        var bodies = new ArrayList<String>();
        var texts = Csv.from(in("Name,a.b,no dot,a.c.d, b.c \nFilm,1,2,3,4\n,1,2,3,4\n")).to(out());

        StartRun.of(
                texts,
                TEMPLATE,
                () ->
                        (generation, attempt) -> {
                            bodies.add(generation.body());
                            return Started.of(List.of("x"));
                        });

        var all = TEMPLATE.text("a", "b", "1").text("a", "c.d", "3").text("b", "c", "4");
        assertEquals(List.of(all.name("Film").body(), all.body()), bodies);
    }

    /** A spreadsheet would run it, and bulk could not ask for it were it changed. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"-x_9.a, -x_9.a", "=1+1, '=1+1", "a b, a b"})
    void idStaysAsItIsUnlessItIsAFormula(String id, String cell) throws Exception {
        var texts = Csv.from(in("a.b\none\n")).to(out());

        StartRun.of(texts, TEMPLATE, () -> (generation, attempt) -> Started.of(List.of(id)));

        assertEquals("a.b,fileId,error\none," + cell + ",\n", written());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outputThatAnotherProgramReplacesOrChangesEndsTheRun(boolean replaced) throws Exception {
        var texts = Csv.from(in("a.b\none\ntwo\n")).to(out());
        Starter starter =
                (generation, attempt) -> {
                    attempt.sending();
                    sent.add("one");
                    change(replaced);
                    return Started.of(List.of("id-one"));
                };

        var e =
                assertThrows(
                        UncheckedIOException.class,
                        () -> StartRun.of(texts, TEMPLATE, () -> starter));

        var what = replaced ? "replaced it; our rows went with the old file" : "changed it";
        var told =
                "; row 2 of " + dir.resolve("in.csv") + ", which it lacks, was started as id-one";
        var message = e.getMessage();
        assertTrue(message.endsWith("another program has " + what + told), message);
        assertEquals(List.of("one"), sent);
    }

    private void change(boolean replaced) {
        try {
            if (replaced) {
                Files.move(Files.writeString(dir.resolve("x"), "x"), out(), REPLACE_EXISTING);
            } else {
                Files.writeString(out(), "x");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file_id", "FILEID", " fileId "})
    void idOfARowKeepsItFromStartingHoweverItIsCalled(String column) throws Exception {
        run("a.b," + column + "\none,x1\n");

        assertEquals(List.of(), sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Uncertain: x", "'uncertain: x", "uncertain"})
    void uncertainRowIsKnownHoweverItIsWritten(String error) throws Exception {
        run("a.b,fileId,error\none,," + error + "\n");

        assertEquals(List.of(), sent);
    }

    @Test
    void listenerHearsOfEachRequestBeforeItIsSentAndOfEachRow() throws Exception {
        var heard = new ArrayList<String>();
        var texts = Csv.from(in("a.b\none\nlimited\n")).to(out());

        run(
                texts.onChange(
                        now -> {
                            var line = now.underWay().isPresent() ? now.underWay().getAsLong() : 0;
                            heard.add(now.rows() + " " + now.requests() + " " + line);
                        }));

        assertEquals(List.of("0 0 0", "0 1 2", "1 1 0", "1 2 3", "1 2 0", "1 3 3", "2 3 0"), heard);
    }

    /** The survivor of a mutant: an old row passed for a begun one. */
    @Test
    void forceEmptiesTheOldOutput() throws Exception {
        Files.writeString(out(), HEADER + "A,one,x1,\nB,two,");

        run(Csv.from(in(ROWS)).to(out()).force());

        assertEquals(List.of("one", "two", "three"), sent);
        assertEquals(4, written().lines().count());
    }

    @Test
    void rowsWithNothingInThemAreCopied() throws Exception {
        run("a.b,c\n,\none,\n\u00a0, \n");

        assertEquals("a.b,c,fileId,error\n,,,\none,,id-one,\n\u00a0, ,,\n", written());
    }

    @Test
    void headersThatNobodyMeantAreNotSent() throws Exception {
        var rows = "name,\u00a0a.b\u200b,name.1,Art.-Nr.,No. of seats\nn,one,2,3,4\n";
        var plans = new ArrayList<Plan>();

        run(Csv.from(in(rows)).to(out()).onPlan(plans::add));

        assertEquals(List.of(TEMPLATE.text("a", "b", "one").name("n")), plans.get(0).generations());
        assertEquals(
                "to be sent: name, a.b; not: name.1, Art.-Nr., No. of seats",
                plans.get(0).columns());
    }

    @Test
    void columnsPartedByABarAreNotGuessed() throws Exception {
        assertTrue(refusal("intro.voiceover|name\nx|y\n").contains("set delimiter to |"));
    }

    @Test
    void eachOfSeveralIdsHasARowOfItsOwn() throws Exception {
        var csv = Csv.from(in("a.b\none\ntwo\n")).to(out());
        StartRun.of(csv, TEMPLATE, () -> (film, attempt) -> Started.of(List.of("x1", "x2")));
        var all = written();

        assertEquals("a.b,fileId,error\none,x1,\none,x2,\ntwo,x1,\ntwo,x2,\n", all);

        run(Csv.from(dir.resolve("in.csv")).to(out()).resume());

        assertEquals(List.of(), sent);
        assertEquals(all, written());
    }

    /** The equal row was taken for the second id of the row before it, and never started. */
    @Test
    void rowEqualToOneWithSeveralIdsStartsAfterAResume() throws Exception {
        var csv = Csv.from(in("a.b\none\none\n")).to(out()).resume();
        Starter twoIdsThenTheEnd =
                (film, attempt) -> {
                    if (Files.exists(dir.resolve("out.csv.inflight"))) {
                        throw FakeApi.lost("the line");
                    }
                    attempt.sending();
                    return Started.of(List.of("x1", "x2"));
                };
        for (int run = 1; run <= 2; run++) {
            assertThrows(
                    FlikiException.class, () -> StartRun.of(csv, TEMPLATE, () -> twoIdsThenTheEnd));
        }

        run(csv);

        assertEquals("a.b,fileId,error\none,x1,\none,x2,\none,id-one,\n", written());
        assertTrue(Files.notExists(dir.resolve("out.csv.inflight")));
    }

    @Test
    void rowEqualToOneWithSeveralIdsIsUncertainWhereItWasSent() throws Exception {
        Files.writeString(out(), "a.b,fileId,error\none,x1,\none,x2,\n");
        Files.writeString(
                dir.resolve("out.csv.inflight"), "row 3 was sent last, behind 2 rows;\none,,\n");

        run(Csv.from(in("a.b\none\none\n")).to(out()).resume());

        assertEquals(List.of(), sent);
        assertTrue(written().endsWith("one,x2,\none,," + UNCERTAIN + "\n"), written());
    }

    /** On POSIX, a process that reads its own output loses the lock on it. */
    @Test
    @Tag("slow")
    void outputThatAListenerReadsIsLockedAgainBeforeTheNextStart() throws Exception {
        var locked = new ArrayList<Boolean>();
        var csv = Csv.from(in("a.b\none\ntwo\n")).to(out()).onChange(now -> written());
        Starter starter =
                (film, attempt) -> {
                    attempt.sending();
                    locked.add(assertDoesNotThrow(() -> OtherProcess.findsLocked(out())));
                    return Started.of(List.of("x"));
                };

        StartRun.of(csv, TEMPLATE, () -> starter);

        assertEquals(List.of(true, true), locked);
    }

    private static final String DONE =
            "a.b,fileId,error,status,progress,download,file\n"
                    + "one,x1,generation-failed: no,error,7,,\n"
                    + "two,x2,,success,100,u,f.mp4\n"
                    + "three,x3,,canceled,,,\n";

    /** Point 5 of issue 28: it read as started, and nothing was. */
    @Test
    void rowsThatEndedBadlyAreLeftAloneAndThatIsSaid() throws Exception {
        var plans = new ArrayList<Plan>();

        var summary = run(Csv.from(in(DONE)).to(out()).onPlan(plans::add));

        assertEquals(
                "0 to start: 3 have an id already (2 of them ended in error or canceled)",
                plans.get(0).toString());
        assertEquals("3 rows: had an id 3; 0 requests", summary.toString());
    }

    @Test
    void rowsThatEndedBadlyStartAgainWithoutTheirFormerResults() throws Exception {
        var summary = run(Csv.from(in(DONE)).to(out()).retryFailed());

        assertEquals(
                DONE.replace("x1,generation-failed: no,error,7,,", "id-one,,,,,")
                        .replace("x3,,canceled,,,", "id-three,,,,,"),
                written());
        assertEquals("3 rows: started 2, had an id 1; 2 requests", summary.toString());
    }

    /** Point 3 of issue 28: the command that was printed would have started all rows again. */
    @Test
    void outputThatIsGoneIsNotBegunAnew() throws Exception {
        var csv = Csv.from(in(ROWS)).to(out()).resume();
        Starter starter =
                (film, attempt) -> {
                    attempt.sending();
                    sent.add("sent");
                    if (sent.size() == 2) {
                        move(out(), dir.resolve("away.csv"));
                    }
                    return Started.of(List.of("id-" + sent.size()));
                };
        assertThrows(UncheckedIOException.class, () -> StartRun.of(csv, TEMPLATE, () -> starter));

        var e = assertThrows(CsvException.class, () -> run(csv));
        move(dir.resolve("away.csv"), out());
        run(csv);

        assertTrue(e.getMessage().contains("left only its .inflight file here"), e.getMessage());
        assertEquals(HEADER + "A,one,id-1,\nB,two,id-2,\nC,three,id-three,\n", written());
        assertEquals(List.of("sent", "sent", "three"), sent);
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void outputThatLacksRowsIsNotCarriedOnWith() throws Exception {
        Files.writeString(out(), HEADER + "A,one,x1,\n");
        Files.writeString(dir.resolve("out.csv.inflight"), "row 4 was sent last\nC,three,,\n");

        var e = assertThrows(CsvException.class, () -> run(Csv.from(in(ROWS)).to(out()).resume()));

        assertTrue(e.getMessage().contains("lacks rows that a run had written before row 4"));
        assertEquals(List.of(), sent);
    }

    /** Point 4 of issue 28: half an id was believed. */
    @Test
    void idThatMayBeTornIsNotBelieved() throws Exception {
        Files.writeString(out(), "a.b,error,fileId\none,,64f0c0");

        run(Csv.from(in("a.b,error,fileId\none,,\n")).to(out()).resume());

        assertEquals("a.b,error,fileId\none," + UNCERTAIN + ",\n", written());
        assertEquals(List.of(), sent);
    }

    /** The requests were counted before they could go out. */
    @Test
    void requestThatNeverWentOutIsNotCounted() throws Exception {
        var csv = Csv.from(in(ROWS)).to(out());
        var heard = new ArrayList<CsvSummary>();
        Starter starter =
                (film, attempt) -> {
                    touch();
                    attempt.sending();
                    throw new IllegalStateException("sent");
                };

        assertThrows(
                UncheckedIOException.class,
                () -> StartRun.of(csv.onChange(heard::add), TEMPLATE, () -> starter));

        assertEquals("0 of 3 rows; 0 requests", heard.get(heard.size() - 1).toString());
    }

    private void touch() {
        try {
            Files.writeString(out(), "x", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "title,text;A,one | in.csv row 1: no column is called SCENE.LAYER, such as"
                        + " intro.voiceover, by the keys in the template; there are title, text",
                    ".b,No.;A,one | in.csv row 1: no column is called SCENE.LAYER, such as"
                            + " intro.voiceover, by the keys in the template; there are .b, No.",
                    "a.b,a.b ;1,2 | in.csv row 1: two columns are called a.b",
                    "a.b,fileId,file_id;1,2,3 | in.csv row 1: more than one column for ids",
                    "a.b,fileId,FILEID;1,2,3 | in.csv row 1: more than one column for ids",
                    "a.b,error,Error;1,2,3 | in.csv row 1: more than one column for errors",
                    "a.b,c.d;1,2;1 | in.csv row 3: the text of c.d is empty",
                    "a.b;one;LONG | in.csv row 3: the text of a.b has 1501 characters; Fliki takes"
                            + " 1500",
                    "a.b;1;1,2 | in.csv row 3: 2 cells, where the first row has 1",
                    "a.b;1;\"2 | in.csv row 3: a quote is never closed"
                })
        void rowsThatCannotBeAreNamedBeforeTheFirstRequest(String rows, String why)
                throws Exception {
            var text = rows.replace(';', '\n').replace("LONG", "x".repeat(1501)) + "\n";

            assertEquals(why, refusal(text.replace("~", "\"")));
        }
    }

    @Nested
    class Resumed {

        private CsvSummary resume(String rows, String found) throws IOException {
            Files.writeString(out(), found);
            return StartRunTest.this.run(Csv.from(in(rows)).to(out()).resume());
        }

        private String mismatch(String rows, String found) throws IOException {
            var e = assertThrows(CsvException.class, () -> resume(rows, found));
            assertEquals(found, written());
            assertEquals(List.of(), sent);
            return e.getMessage().replace(dir + File.separator, "");
        }

        @Test
        void wholeRowsStayAndTheOthersFollow() throws Exception {
            var summary = resume(ROWS, HEADER + "A,one,x1,\nB,two,,bad-request: no\n");

            assertEquals(
                    HEADER + "A,one,x1,\nB,two,,bad-request: no\nC,three,id-three,\n", written());
            assertEquals(
                    "3 rows: started 1, had an id 1, refused 1; 1 request", summary.toString());
        }

        @ParameterizedTest
        @ValueSource(strings = {"B,two,,", "B", "B,two,id-two", "B,two,,\"uncertain: a"})
        void rowThatWasBegunMayHaveStarted(String torn) throws Exception {
            var summary = resume(ROWS, HEADER + "A,one,x1,\n" + torn);

            assertEquals(
                    HEADER + "A,one,x1,\nB,two,," + UNCERTAIN + "\n" + "C,three,id-three,\n",
                    written());
            assertEquals(List.of("three"), sent);
            assertEquals(1, summary.uncertain());
        }

        /** Else a second kill, right then, would make it one that never started. */
        @Test
        void rowThatWasBegunIsWrittenOverAndNotFirstTakenOut() throws Exception {
            var texts = Csv.from(in(ROWS)).to(out()).resume();
            Files.writeString(out(), HEADER + "A,one,x1,\nB,two,,");
            var heard = new ArrayList<String>();

            assertThrows(
                    IllegalStateException.class,
                    () ->
                            StartRunTest.this.run(
                                    texts.onChange(
                                            now -> {
                                                heard.add(written());
                                                throw new IllegalStateException("killed");
                                            })));

            assertEquals(List.of(HEADER + "A,one,x1,\nB,two,,"), heard);
            assertEquals(heard.get(0), written());
        }

        /** As spreadsheets on the web export it, without the last row break. */
        @Test
        void rowThatLacksNothingButItsLineBreakKeepsItsId() throws Exception {
            resume(ROWS, HEADER + "A,one,x1,\nB,two,x2,");

            assertEquals(HEADER + "A,one,x1,\nB,two,x2,\nC,three,id-three,\n", written());
            assertEquals(List.of("three"), sent);
        }

        /** Else the row that is begun would be another one, and that one be started again. */
        @ParameterizedTest
        @ValueSource(strings = {"X,two,,", "X", "B,other,,", "\"B,"})
        void rowThatWasBegunMustBeTheNextOne(String torn) throws Exception {
            assertEquals(
                    "out.csv: its last row was begun, and is not the next one of in.csv; put that"
                            + " back as it was",
                    mismatch(ROWS, HEADER + "A,one,x1,\n" + torn));
        }

        /** What anything else makes of such a row: it is whole then, and still not startable. */
        @Test
        void rowThatWasBegunIsUncertainForEveryReader() throws Exception {
            var begun = "a.b,fileId,error\none,," + UNCERTAIN;

            StartRunTest.this.run(begun);
            var ended = written();
            Files.delete(out());
            StartRunTest.this.run(begun + "\n");

            assertEquals(List.of(), sent);
            assertEquals(begun + "\n", ended);
            assertEquals(begun + "\n", written());
        }

        /** One that went down a stream has its beginning alone. */
        @Test
        void lineWithoutAnEndIsNotStartedFromAnOutput() throws Exception {
            assertEquals(
                    "in.csv row 3: a run that was killed may have started this row, as its line has"
                            + " no end; look into your Fliki library, and end the line to start it",
                    refusal("a.b,fileId,error\none,x1,\ntwo,"));
            StartRunTest.this.run("a.b\none\ntwo");
            assertEquals(List.of("one", "two"), sent);
        }

        @Test
        void otherRowsWouldStartAgainAndThatIsNotTheAdvice() throws Exception {
            assertEquals(
                    "out.csv row 1: not the header that a run over in.csv writes; put in.csv back"
                            + " as it was, or let out.csv be the input, with another output",
                    mismatch(ROWS, HEADER.replace("title", "other") + "A,one,x1,\n"));
        }

        @Test
        void tornRowThatWasToBeCopiedIsCopied() throws Exception {
            resume("a.b,fileId,error\none,x1,\ntwo,,\n", "a.b,fileId,error\none,x");

            assertEquals("a.b,fileId,error\none,x1,\ntwo,id-two,\n", written());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "title,a"})
        void withoutAWholeHeaderItStartsAfresh(String found) throws Exception {
            resume(ROWS, found);

            assertEquals(3, sent.size());
        }

        @Test
        void rowWithNeitherIdNorErrorIsNotPassedOver() throws Exception {
            assertEquals(
                    "out.csv row 2: neither a fileId nor an error: it may have started; if it is"
                            + " not in your Fliki library, let out.csv be the input, with another"
                            + " output",
                    mismatch(ROWS, HEADER + "A,one,,\n"));
        }

        @Test
        void tornRowBehindTheLastOneIsNotOfThisInput() throws Exception {
            assertEquals(
                    "out.csv: its last row was begun, and is not the next one of in.csv; put that"
                            + " back as it was",
                    mismatch("title,a.b\nA,one\n", HEADER + "A,one,x1,\nB,t"));
        }

        @Test
        void rowsMustBeThoseOfTheInput() throws Exception {
            var message = mismatch(ROWS, HEADER + "A,other,x1,\n");

            assertTrue(message.startsWith("out.csv row 2: not the row in in.csv row 2"), message);
        }
    }

    @Nested
    class Streams {

        private Csv texts(String rows) {
            return Csv.from(new ByteArrayInputStream(rows.getBytes(UTF_8))).to(stream);
        }

        @Test
        void rowIsBegunWithWhatDoesNotChange() {
            var summary = StartRunTest.this.run(texts("a.b,c\none,x\nlimited,y\n"));

            var header = "a.b,c,fileId,error\n";
            var first = header + "one,x,id-one,\n";
            assertEquals(first + "limited,y,id-limited,\n", stream.toString(UTF_8));
            assertEquals(
                    List.of(header + "one,x,", first + "limited,y,", first + "limited,y,"), onDisk);
            assertEquals(2, summary.started());
        }

        @Test
        void rowThatEndsTheRunSaysWhy() {
            var texts = texts("a.b,c\nend,x\none,y\n");

            assertThrows(FlikiException.class, () -> StartRunTest.this.run(texts));

            assertEquals(
                    "a.b,c,fileId,error\nend,x,,unauthorized: the key\n", stream.toString(UTF_8));
        }

        @Test
        void resultInFrontIsRefused() {
            var texts = texts("fileId,a.b\n,one\n");

            var e = assertThrows(CsvException.class, () -> StartRunTest.this.run(texts));

            assertEquals(
                    "standard output: a result is its first column, so it cannot tell which row was"
                            + " at work; name an output file",
                    e.getMessage());
            assertEquals(List.of(), sent);
        }

        @Test
        void idThatCannotBeWrittenIsTold() {
            var full =
                    new OutputStream() {
                        @Override
                        public void write(int one) {}

                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            if (new String(bytes, UTF_8).contains("id-")) {
                                throw new IOException("disk full");
                            }
                        }
                    };
            var texts = texts("a.b\none\ntwo\n").to(full);

            var e = assertThrows(UncheckedIOException.class, () -> StartRunTest.this.run(texts));

            assertEquals(
                    "standard output: cannot be written: disk full; row 2 of standard input, which"
                            + " it lacks, was started as id-one",
                    e.getMessage());
            assertEquals(List.of("one"), sent);
        }
    }

    @Nested
    class Planned {

        private final List<Plan> plans = new ArrayList<>();

        private Plan planned(Csv csv) {
            StartRunTest.this.run(csv.onPlan(plan -> !plans.add(plan)));
            assertEquals(List.of(), sent);
            return plans.get(plans.size() - 1);
        }

        private Plan planned(String rows) throws IOException {
            return planned(Csv.from(in(rows)).to(out()));
        }

        private Generation film(String text) {
            return TEMPLATE.text("a", "b", text);
        }

        @Test
        void isWhatARunWouldStart() throws Exception {
            var plan = planned("a.b,fileId,error\none,,\ntwo,x,\nthree,,uncertain\nfour,,other\n");

            assertEquals(List.of(film("one"), film("four")), plan.generations());
            assertEquals("2 to start: 1 has an id already, 1 is uncertain", plan.toString());
            assertTrue(Files.notExists(out()));
        }

        @Test
        void leavesOutWhatAResumedRunWould() throws Exception {
            var found = HEADER + "A,one,x1,\nB,tw";
            Files.writeString(out(), found);

            var plan = planned(Csv.from(in(ROWS)).to(out()).resume());

            assertEquals(List.of(film("three")), plan.generations());
            assertEquals(found, written());
        }

        /** Point 2 of issue 28: what was asked about was not what started. */
        @Test
        void inputThatChangesWhileSomebodyThinksIsRefused() throws Exception {
            var in = in(ROWS);
            var csv = Csv.from(in).to(out()).onPlan(plan -> append(in, "D,four\n"));

            var e = assertThrows(CsvException.class, () -> StartRunTest.this.run(csv));

            assertTrue(
                    e.getMessage()
                            .endsWith(
                                    "has changed since it was read, and nothing was started; start"
                                            + " again"),
                    e.getMessage());
            assertEquals(List.of(), sent);
            assertTrue(Files.notExists(out()));
        }

        private boolean append(Path file, String text) {
            try {
                Files.writeString(file, text, StandardOpenOption.APPEND);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
