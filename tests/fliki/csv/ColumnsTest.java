package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class ColumnsTest {

    private final FakeLookUps lookUps = new FakeLookUps();

    @Test
    void plainListGetsAHeader() {
        assertEquals(
                "fileId,status,progress,download,error\n"
                        + "a,success,100,u/a,\n"
                        + "run-b,processing,45.5,,\n"
                        + "lost-c,,,,not-found: no such file\n",
                lookUps.run("a\nrun-b\nlost-c\n"));
    }

    @Test
    void fileIdGoesBeforeFileUnderscoreIdBeforeId() {
        lookUps.run("id,FILE_ID,FileID\n1,2,3\n");
        lookUps.run("id,FILE_ID\n1,2\n");
        lookUps.run("x,Id\n0,1\n");

        assertEquals(List.of("3", "2", "1"), lookUps.asked);
    }

    @Test
    void namedColumnMakesTheFirstRecordAHeader() {
        assertEquals(
                "id,Video,status,progress,download,error\n1,a,success,100,u/a,\n",
                lookUps.run("id,Video\n1,a\n", csv -> csv.column("video")));
    }

    @Test
    void numberedColumnOfDataGivesAHeaderThatCanBeFedBack() {
        String once = lookUps.run("1;a\n2;b\n", csv -> csv.column("2"));

        assertEquals(
                "column1;fileId;status;progress;download;error\n"
                        + "1;a;success;100;u/a;\n2;b;success;100;u/b;\n",
                once);
        assertEquals(once, lookUps.run(once));
    }

    @Test
    void numberedColumnKeepsAKnownHeader() {
        assertEquals(
                "id,other,status,progress,download,error\n1,a,success,100,u/a,\n",
                lookUps.run("id,other\n1,a\n", csv -> csv.column("2")));
    }

    @Test
    void resultColumnsOfTheInputAreUpdatedInPlace() {
        assertEquals(
                "Error,id,STATUS,note,progress,download\n,a,success,n,100,u/a\n",
                lookUps.run("Error,id,STATUS,note\nold,a,queued,n\n"));
    }

    @Test
    void shortRowsArePaddedAndSurplusEmptyCellsDropped() {
        assertEquals(
                "id,x,status,progress,download,error\n"
                        + "a,,success,100,u/a,\nb,y,success,100,u/b,\n",
                lookUps.run("id,x\na\nb,y,,\n"));
    }
}
