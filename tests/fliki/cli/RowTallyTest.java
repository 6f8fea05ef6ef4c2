package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FakeApi;

import org.junit.jupiter.api.Test;

class RowTallyTest {

    @Test
    void eachIdCountsInItsNewestStateAlone() {
        var tally = new RowTally();
        tally.update(FakeApi.status("a", "queued"));
        tally.update(FakeApi.status("b", "queued"));
        tally.update(FakeApi.status("a", "processing"));
        tally.update(FakeApi.status("a", "success"));

        assertEquals("queued 1, success 1", tally.counts());
        assertEquals(1, tally.ended());
    }
}
