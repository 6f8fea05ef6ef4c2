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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class OutageTest {

    private final FakeTime time = new FakeTime();
    private final List<String> notices = new ArrayList<>();
    private final Listeners events =
            new Listeners(
                    status -> {}, notice -> notices.add(notice.kind() + " " + notice.message()));
    private final Outage outage = new Outage(false, time, () -> 0, events);

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
        var sent = time.now();
        time.pass(ofSeconds(119));
        outage.failed(failure, sent);
        time.pass(ofSeconds(1));

        var thrown = assertThrows(FlikiException.class, () -> outage.failed(failure, time.now()));

        assertSame(failure, thrown);
    }

    @Test
    void refusalsAreSilenceToo() {
        var failure = FakeApi.refused("a", Kind.RATE_LIMITED, 429);
        outage.failed(failure, time.now());
        time.pass(ofMinutes(1));
        outage.failed(failure, time.now());
        time.pass(ofMinutes(1));

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
        time.pass(ofSeconds(119));

        outage.failed(FakeApi.lost("a"), time.now());
        time.pass(ofSeconds(1));

        assertThrows(FlikiException.class, () -> outage.failed(FakeApi.lost("a"), time.now()));
    }

    /** As while a laptop is closed: what was under way is lost, and the network takes its time. */
    @Test
    void processThatWasStoppedAsksOn() {
        outage.failed(FakeApi.lost("a"), time.now());
        var sent = time.now();
        time.pass(ofMinutes(30));
        outage.failed(FakeApi.lost("b"), sent);
        outage.failed(FakeApi.lost("c"), sent);
        time.pass(ofSeconds(60));
        outage.failed(FakeApi.lost("d"), time.now());
        time.pass(ofSeconds(59));
        outage.failed(FakeApi.lost("d"), time.now());
        time.pass(ofSeconds(1));

        assertThrows(FlikiException.class, () -> outage.failed(FakeApi.lost("d"), time.now()));
    }

    /** With a timeout of so many minutes, each failure comes after a silence. */
    @Test
    void requestsThatTakeLongEndTheRunAllTheSame() {
        var sent = time.now();
        time.pass(ofMinutes(5));
        outage.failed(FakeApi.lost("a"), sent);
        var again = time.now();
        time.pass(ofMinutes(5));

        assertThrows(FlikiException.class, () -> outage.failed(FakeApi.lost("a"), again));
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
