package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import fliki.FakeApi;
import fliki.FakeTime;
import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.internal.text.Text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class OutageTest {

    private final FakeTime time = new FakeTime();
    private final List<String> notices = new ArrayList<>();
    private final Listeners events =
            new Listeners(
                    status -> {}, notice -> notices.add(notice.kind() + " " + notice.message()));
    private final Outage outage = new Outage(false, Duration.ofSeconds(30), time, () -> 0, events);

    @Test
    void pausesGetLonger() {
        var pauses = new ArrayList<Duration>();

        for (int i = 0; i < 6; i++) {
            outage.failed(FakeApi.lost("a"), time.now());
            pauses.add(Duration.between(time.now(), outage.over()));
            time.pass(pauses.get(i));
        }

        assertEquals(
                List.of(1L, 2L, 4L, 8L, 16L, 30L),
                pauses.stream().map(Duration::toSeconds).toList());
    }

    @Test
    void requestsSentBeforeThePauseDoNotLengthenIt() {
        var sent = time.now();
        time.pass(ofSeconds(5));

        outage.failed(FakeApi.lost("a"), sent);
        outage.failed(FakeApi.lost("b"), sent);

        assertEquals(time.now().plusSeconds(1), outage.over());
    }

    @Test
    void answerEndsThePause() {
        outage.failed(FakeApi.lost("a"), time.now());
        outage.answered();

        assertEquals(true, outage.over().isBefore(time.now()));
    }

    @Test
    void silenceEndsTheRunWhenPatienceIsOver() {
        var failure = FakeApi.lost("a");
        fail(failure, 30, 30, 30, 29);
        time.pass(ofSeconds(1));

        var thrown = assertThrows(FlikiException.class, () -> outage.failed(failure, time.now()));

        assertSame(failure, thrown);
    }

    @Test
    void refusalsAreSilenceToo() {
        var failure = FakeApi.refused("a", Kind.RATE_LIMITED, 429);
        fail(failure, 30, 30, 30, 29);
        time.pass(ofSeconds(1));

        assertThrows(FlikiException.class, () -> outage.failed(failure, time.now()));
    }

    @Test
    void stalledRequestIsNoSilenceWhereOthersAreAnswered() {
        var sent = time.now();
        time.pass(ofMinutes(3));
        outage.answered();
        time.pass(ofSeconds(1));

        outage.failed(FakeApi.lost("a"), sent);

        assertEquals(List.of(), notices);
        assertEquals(true, outage.over().isBefore(time.now()));
    }

    @Test
    void silenceIsCountedFromTheLastAnswer() {
        var sent = time.now();
        time.pass(ofMinutes(3));
        outage.answered();
        outage.failed(FakeApi.lost("a"), sent);

        fail(FakeApi.lost("a"), 30, 30, 30, 29);
        time.pass(ofSeconds(1));

        assertThrows(FlikiException.class, () -> outage.failed(FakeApi.lost("a"), time.now()));
    }

    /** So many seconds go by before each failure. */
    private void fail(FlikiException failure, int... seconds) {
        for (int wait : seconds) {
            var sent = time.now();
            time.pass(ofSeconds(wait));
            outage.failed(failure, sent);
        }
    }

    /** As while a laptop is closed: what was under way is lost, and the network takes its time. */
    @ParameterizedTest
    @ValueSource(ints = {110, 30 * 60})
    void processThatWasStoppedAsksOn(int nap) {
        fail(FakeApi.lost("a"), 1, nap, 0, 2, 4, 8, 16);
        outage.answered();
        fail(FakeApi.lost("a"), nap, 1, 2, 4, 8, 16, 28);
        time.pass(ofSeconds(2));

        assertThrows(FlikiException.class, () -> outage.failed(FakeApi.lost("d"), time.now()));
    }

    /** The wait that a server asked for, and not the nap, is silence. */
    @Test
    void processThatWasStoppedWhileItWaitedAsksOn() {
        fail(FakeApi.refused("a", Kind.RATE_LIMITED, 429, ofMinutes(1)), 0);
        time.pass(ofMinutes(30));

        fail(FakeApi.lost("a"), 0, 2, 4, 8);

        assertEquals(1, notices.stream().filter(each -> each.startsWith("OFFLINE")).count());
    }

    /** Such silence is no nap: it was asked for. */
    @Test
    void longTimeoutsAndPausesAreSilence() {
        var refused = FakeApi.refused("a", Kind.RATE_LIMITED, 429, ofMinutes(2));
        fail(refused, 0);
        time.pass(ofMinutes(2));
        assertThrows(FlikiException.class, () -> outage.failed(refused, time.now()));

        var slow = new Outage(false, ofMinutes(2), time, () -> 0, events);
        var sent = time.now();
        time.pass(ofMinutes(2));
        assertThrows(FlikiException.class, () -> slow.failed(FakeApi.lost("a"), sent));
    }

    @Test
    void serverThatAsksForMorePatienceEndsTheRun() {
        var failure = FakeApi.refused("a", Kind.RATE_LIMITED, 429, ofSeconds(121));

        assertThrows(FlikiException.class, () -> outage.failed(failure, time.now()));
    }

    @Test
    void outageIsToldOnceAndItsEndToo() {
        var since = Text.clock(time.now());
        for (int i = 0; i < 3; i++) {
            outage.failed(FakeApi.lost("a"), time.now());
            time.pass(ofSeconds(10));
        }
        outage.answered();
        outage.answered();

        assertEquals(
                List.of(
                        "OFFLINE offline since " + since + ": lost; asking on",
                        "ONLINE online again after 30 s"),
                notices);
    }

    @Test
    void refusalsThatGoOnAreToldOnce() {
        for (int i = 0; i < 10; i++) {
            outage.failed(FakeApi.refused("a", Kind.RATE_LIMITED, 429), time.now());
            outage.answered();
            time.pass(ofSeconds(50));
        }

        assertEquals(List.of("SLOWED a: HTTP 429; slowing down"), notices);
    }

    @Test
    void refusalAfterAQuietMinuteIsToldAgain() {
        outage.failed(FakeApi.refused("a", Kind.RATE_LIMITED, 429), time.now());
        outage.answered();
        time.pass(ofSeconds(61));
        outage.failed(FakeApi.refused("b", Kind.RATE_LIMITED, 429), time.now());

        assertEquals(
                List.of("SLOWED a: HTTP 429; slowing down", "SLOWED b: HTTP 429; slowing down"),
                notices);
    }
}
