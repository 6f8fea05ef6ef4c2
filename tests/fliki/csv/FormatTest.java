package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {

    private final FakeLookUps lookUps = new FakeLookUps();

    @Test
    void spreadsheetKeepsItsBomDelimiterLineEndsAndQuotedBreaks() {
        String in = "\uFEFFTitel;fileId\r\n\"Grüße; \"\"neu\"\"\r\nab jetzt\";a\r\n";

        String out = lookUps.run(in);

        assertEquals(
                "\uFEFFTitel;fileId;status;progress;download;error\r\n"
                        + "\"Grüße; \"\"neu\"\"\r\nab jetzt\";a;success;100;u/a;\r\n",
                out);
    }

    @Test
    void mostFrequentDelimiterOutsideQuotesOfTheFirstRecordWins() {
        assertEquals(
                "\"a,b,c\"\tid\tx\tstatus\tprogress\tdownload\terror\n",
                lookUps.run("\n\"a,b,c\"\tid\tx"));
    }

    @Test
    void tieGoesToTheComma() {
        assertEquals(
                "a;b,id,status,progress,download,error\n", lookUps.run("a;b,id").replace("\"", ""));
    }

    @Test
    void everyCandidateDelimiterIsQuotedSoThatAnOutputReadsTheSame() {
        String once = lookUps.run("\"p;q;r;s;t;u;v\",id\n1,a\n");

        assertEquals(
                "\"p;q;r;s;t;u;v\",id,status,progress,download,error\n1,a,success,100,u/a,\n",
                once);
        assertEquals(once, lookUps.run(once));
    }

    @Test
    void spacesAndQuotesInsideCellsStay() {
        assertEquals(
                "id,n,status,progress,download,error\n"
                        + "a, x ,success,100,u/a,\n"
                        + "b,\"5\"\" tall\",success,100,u/b,\n",
                lookUps.run("id,n\na, x \nb,5\" tall\n"));
    }

    @Test
    void blankLinesAreSkippedAndTheLastNeedsNoLineBreak() {
        assertEquals(
                "fileId,status,progress,download,error\n"
                        + "a,success,100,u/a,\n"
                        + "b,success,100,u/b,\n",
                lookUps.run("\n\na\n\n   \r\nb"));
    }

    @Test
    void emptyInputGivesAHeader() {
        assertEquals("fileId,status,progress,download,error\n", lookUps.run(""));
    }
}
