package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Patience.Job;
import fliki.csv.StartRun.Attempt;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import javax.net.ssl.SSLHandshakeException;

/**
 * What follows each failure, with each verb: at which second the id "a" is asked about, or a row is
 * started, and how that ends. Chance is left out: it takes up to half of a wait.
 */
class PatienceTest {

    /** What a request comes to, by its number from 1: the word of a status, or a failure. */
    private interface Script {
        String answer(int number);
    }

    private static final String OK = "success";
    private static final Generation FILM = Generation.template("t1");
    private static final FlikiException LOST = FakeApi.lost("a");
    private static final FlikiException TOO_MANY = refused(Kind.RATE_LIMITED, 429);
    private static final FlikiException NO_ANSWER = refused(Kind.BAD_RESPONSE, 200);
    private static final FlikiException KEY = refused(Kind.UNAUTHORIZED, 401);
    private static final FlikiException FORBIDDEN = refused(Kind.FORBIDDEN, 403);
    private static final FlikiException FIREWALL =
            FlikiException.of(
                    Kind.SERVER,
                    "something before Fliki refused (503)",
                    Details.of("a").http(503, Optional.empty()),
                    new AnswerJson.NoAnswer("a page", null));
    private static final FlikiException UNKNOWN = refused(Kind.NOT_FOUND, 404);
    private static final FlikiException TLS =
            FlikiException.of(
                    Kind.NETWORK,
                    "no safe connection",
                    Details.of("a"),
                    new SSLHandshakeException("x"));

    private final FakeTime time = new FakeTime();
    private final List<String> notices = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private Patience patience;
    private Settings settings =
            Settings.DEFAULTS
                    .retries(2)
                    .atMost(ofMinutes(30))
                    .onNotice(notice -> notices.add(notice.kind() + " " + notice.message()));

    private static FlikiException refused(Kind kind, int http) {
        return FakeApi.refused("a", kind, http);
    }

    private static FlikiException busy(Duration retryAfter) {
        return FakeApi.refused("a", Kind.SERVER, 503, retryAfter);
    }

    private static Script always(FlikiException e) {
        return first(Integer.MAX_VALUE, e);
    }

    private static Script first(int times, FlikiException e) {
        return number -> number <= times ? fail(e) : OK;
    }

    /** A good answer, then so many failures, then the end. */
    private static Script queuedThen(int times, FlikiException e) {
        return number -> number == 1 ? "queued" : number <= times + 1 ? fail(e) : OK;
    }

    private static String fail(FlikiException e) {
        throw e;
    }

    private Patience patience(Job job) {
        return new Patience(job, settings, time, () -> 0);
    }

    /** One look at "a" alone. */
    private String once(Script script) {
        return ended(() -> lookUp(patience(Job.ONCE), script));
    }

    /** A look at "a", the first of a bulk. */
    private String firstOfBulk(Script script) {
        return ended(() -> lookUp(patience(Job.BULK), script));
    }

    /** A look at "a" behind another id, which was answered. */
    private String bulk(Script script) {
        patience = patience(Job.BULK);
        patience.ask(Asked.about("good"), () -> "", e -> "");
        time.pass(ofSeconds(10));
        return ended(() -> lookUp(patience, script));
    }

    private Outcome lookUp(Patience patience, Script script) {
        return patience.ask(
                Asked.about("a"), () -> Outcome.of(look("a", script)), e -> Outcome.of("a", e));
    }

    private Status look(String id, Script script) {
        if (id.equals("lost") && time.passed().toSeconds() > 0) {
            throw LOST;
        }
        if (!id.equals("a")) {
            return FakeApi.status(id, time.passed().toMinutes() < 20 ? "queued" : OK);
        }
        asked.add(time.passed().toSeconds());
        return FakeApi.status(id, script.answer(asked.size()));
    }

    /** A poll of "a" and of others, which go on for twenty minutes. */
    private String poll(Script script, String... others) {
        var ids = new ArrayList<>(List.of("a"));
        ids.addAll(List.of(others));
        var job = ids.size() > 1 ? Job.POLL : Job.POLL_OF_ONE;
        return ended(() -> poll(ids, job, script));
    }

    private Outcome poll(List<String> ids, Job job, Script script) throws InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        var patience = patience(job);
        new Poller(
                        id -> look(id, script),
                        Runnable::run,
                        settings,
                        time,
                        () -> 0,
                        patience,
                        () -> Duration.ZERO)
                .poll(ids, end -> outcomes.add(end.outcome()));
        return outcomes.stream().filter(o -> o.fileId().equals("a")).findFirst().orElseThrow();
    }

    private interface Run {
        Outcome outcome() throws InterruptedException;
    }

    private String ended(Run run) {
        String end;
        try {
            var outcome = run.outcome();
            end = outcome.failure().map(e -> e.kind().word()).orElse(OK);
        } catch (FlikiException e) {
            end = "run: " + e.kind().word();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return seconds() + end;
    }

    private String seconds() {
        return asked.stream().map(second -> second + " ").collect(Collectors.joining());
    }

    /** One start alone. */
    private String start(Script script) {
        return start(true, script);
    }

    private String start(boolean sent, Script script) {
        return ended(() -> started(starts(Job.ONCE, sent, script).start(FILM)))
                .replace("run: ", "");
    }

    private static Outcome started(List<String> ids) {
        return Outcome.of(FakeApi.status(ids.get(0), OK));
    }

    /** So many rows of a CSV: what each comes to, or how the run ends before. */
    private String rows(int count, Script script) {
        return rows(count, true, script);
    }

    private String rows(int count, boolean sent, Script script) {
        var starts = starts(Job.ROWS, sent, script);
        var rows = new ArrayList<String>();
        try {
            for (int i = 0; i < count; i++) {
                var row = starts.start(FILM, Attempt.UNRECORDED);
                rows.add(row.failure().map(e -> e.kind().word()).orElse(OK));
            }
        } catch (FlikiException e) {
            rows.add("run: " + e.kind().word());
        }
        return seconds() + String.join(" ", rows);
    }

    private Starts starts(Job job, boolean sent, Script script) {
        var endpoint =
                new Starts.Endpoint() {
                    @Override
                    public void awaitTurn() {}

                    @Override
                    public List<String> start(Generation film, BooleanSupplier release) {
                        asked.add(time.passed().toSeconds());
                        if (sent) {
                            release.getAsBoolean();
                        }
                        return List.of(script.answer(asked.size()));
                    }
                };
        return new Starts(endpoint, patience(job));
    }

    @Nested
    class Nothing {

        @Test
        void oneLookHasItsRetries() {
            assertEquals("0 1 3 network", once(always(LOST)));
        }

        @Test
        void pollWaitsTwoMinutesForAnyAnswer() {
            assertEquals("0 1 3 7 15 31 61 91 121 run: network", poll(always(LOST)));
        }

        @Test
        void pollOfOneThatWasAnsweredWaitsForItsDeadline() {
            settings = settings.atMost(ofMinutes(4));

            assertEquals(
                    "0 2 3 5 9 17 33 63 93 123 153 183 213 240 not-finished",
                    poll(queuedThen(99, LOST)));
        }

        @Test
        void pollOfManyEndsThoughItWasAnswered() {
            assertEquals("0 2 5 17 63 122 run: network", poll(queuedThen(99, LOST), "lost"));
        }

        @Test
        void bulkWaitsTwoMinutesForAnyAnswer() {
            assertEquals("0 1 3 7 15 31 61 91 120 run: network", firstOfBulk(always(LOST)));
        }

        @Test
        void bulkGivesAnIdItsRetriesWhereOthersAreAnswered() {
            Script script =
                    number -> {
                        time.pass(ofMillis(1));
                        patience.heard();
                        return fail(LOST);
                    };

            assertEquals("10 11 13 network", bulk(script));
        }

        @Test
        void rowThatWasNotSentWaits() {
            assertEquals("0 1 3 success", rows(1, false, first(2, LOST)));
        }

        @Test
        void twoMinutesOfItEndTheRunOfRows() {
            assertEquals("0 1 3 7 15 31 61 91 120 run: network", rows(1, false, always(LOST)));
        }

        @Test
        void startThatWasSentIsUncertain() {
            assertEquals("0 uncertain", start(always(LOST)));
            asked.clear();
            assertEquals("0 uncertain", rows(1, always(LOST)));
        }

        @Test
        void startThatWasNotSentHasItsRetries() {
            assertEquals("0 1 3 network", start(false, always(LOST)));
        }
    }

    @Nested
    class TooMany {

        @Test
        void oneLookHasItsRetries() {
            assertEquals("0 1 3 rate-limited", once(always(TOO_MANY)));
        }

        @Test
        void pollLosesNoId() {
            assertEquals("0 1 3 7 15 31 success", poll(first(5, TOO_MANY)));
        }

        @Test
        void bulkLosesNoTry() {
            assertEquals("0 0 0 0 0 0 success", firstOfBulk(first(5, TOO_MANY)));
        }

        @Test
        void startIsSentAgain() {
            assertEquals("0 0 0 0 0 0 success", rows(1, first(5, TOO_MANY)));
        }

        @Test
        void startAloneHasItsRetries() {
            assertEquals("0 1 3 rate-limited", start(always(TOO_MANY)));
        }
    }

    @Nested
    class Server {

        @ParameterizedTest
        @ValueSource(ints = {408, 425, 500, 502, 503, 504, 520, 522, 524, 529, 530})
        void oneLookHasItsRetries(int http) {
            assertEquals("0 1 3 server", once(always(refused(Kind.SERVER, http))));
        }

        @Test
        void pollAsksOnUntilItsDeadline() {
            assertEquals(
                    "0 1 3 7 15 31 61 91 121 151 181 success",
                    poll(first(10, refused(Kind.SERVER, 522))));
        }

        @Test
        void bulkGivesAnIdItsRetries() {
            assertEquals("0 1 3 server", firstOfBulk(always(refused(Kind.SERVER, 503))));
        }

        @Test
        void startIsUncertainAndTheNextRowWaits() {
            assertEquals(
                    "0 1 3 uncertain uncertain uncertain",
                    rows(3, always(refused(Kind.SERVER, 503))));
        }

        @Test
        void retryAfterHoldsTheNextRowBack() {
            assertEquals("0 20 uncertain success", rows(2, first(1, busy(ofSeconds(20)))));
        }

        @Test
        void twoMinutesOfItEndTheRunOfRows() {
            var ended = rows(99, always(refused(Kind.SERVER, 503)));

            var uncertain = "uncertain ".repeat(9);
            assertEquals("0 1 3 7 15 31 61 91 120 " + uncertain + "run: uncertain", ended);
        }
    }

    @Nested
    class NoAnswer {

        @Test
        void oneLookHasItsRetries() {
            assertEquals("0 1 3 bad-response", once(always(NO_ANSWER)));
        }

        @Test
        void pollMissesALook() {
            assertEquals("0 1 3 7 15 31 61 91 121 151 success", poll(first(9, NO_ANSWER)));
        }

        @Test
        void pollEndsTheIdAfterTenInARow() {
            assertEquals("0 1 3 7 15 31 61 91 121 151 bad-response", poll(always(NO_ANSWER)));
        }

        @Test
        void bulkGivesAnIdItsRetries() {
            assertEquals("0 1 3 bad-response", firstOfBulk(always(NO_ANSWER)));
        }

        @Test
        void startIsUncertain() {
            assertEquals("0 uncertain", start(always(NO_ANSWER)));
            asked.clear();
            assertEquals("0 uncertain", rows(1, always(NO_ANSWER)));
        }
    }

    @Nested
    class Key {

        @Test
        void oneLookEndsAtOnce() {
            assertEquals("0 run: unauthorized", once(always(KEY)));
        }

        @Test
        void pollEndsAtOnceBeforeAnyAnswer() {
            assertEquals("0 run: unauthorized", poll(always(KEY), "b"));
        }

        @Test
        void pollDoubtsItForAWhileAfterAnAnswer() {
            assertEquals("0 2 3 5 9 17 success", poll(queuedThen(4, KEY)));
        }

        @Test
        void pollBelievesItAfterAWhile() {
            assertEquals("0 2 3 5 9 17 32 run: unauthorized", poll(queuedThen(99, KEY)));
        }

        @Test
        void bulkDoesAsPoll() {
            assertEquals("0 run: unauthorized", firstOfBulk(always(KEY)));
            asked.clear();
            assertEquals("10 11 13 17 success", bulk(first(3, KEY)));
        }

        @Test
        void bulkBelievesItAfterAWhile() {
            assertEquals("10 11 13 17 25 40 run: unauthorized", bulk(always(KEY)));
        }

        @Test
        void rowsDoAsPoll() {
            assertEquals("0 run: unauthorized", rows(1, always(KEY)));
            asked.clear();
            assertEquals("0 0 1 3 7 15 30 success run: unauthorized", rows(2, queuedThen(99, KEY)));
        }
    }

    @Nested
    class Forbidden {

        @Test
        void oneLookEndsAtOnce() {
            assertEquals("0 run: forbidden", once(always(FORBIDDEN)));
        }

        @Test
        void pollEndsBeforeAnyAnswer() {
            assertEquals("0 run: forbidden", poll(always(FORBIDDEN), "b"));
        }

        @Test
        void pollDoubtsItWhereTheIdWasAnswered() {
            assertEquals("0 2 3 5 9 success", poll(queuedThen(3, FORBIDDEN)));
        }

        @Test
        void pollBelievesItAfterAWhile() {
            assertEquals("0 2 3 5 9 17 32 forbidden", poll(queuedThen(99, FORBIDDEN)));
        }

        @Test
        void pollDoubtsItOfANewIdToo() {
            var ended = poll(number -> fail(number == 1 ? LOST : FORBIDDEN), "b");

            assertEquals("0 1 3 7 15 31 forbidden", ended);
        }

        @Test
        void bulkEndsTheId() {
            assertEquals("0 forbidden", firstOfBulk(always(FORBIDDEN)));
        }

        @Test
        void rowEndsTheRunOnlyIfItIsTheFirst() {
            assertEquals("0 run: forbidden", rows(2, always(FORBIDDEN)));
            asked.clear();
            assertEquals("0 0 success forbidden", rows(2, queuedThen(9, FORBIDDEN)));
        }
    }

    @Nested
    class Firewall {

        @Test
        void oneLookHasItsRetries() {
            assertEquals("0 1 3 server", once(always(FIREWALL)));
        }

        @Test
        void pollMissesALook() {
            assertEquals("0 1 3 7 success", poll(first(3, FIREWALL)));
        }

        @Test
        void twoMinutesOfNothingElseEndThePoll() {
            assertEquals("0 1 3 7 15 31 61 91 121 run: server", poll(always(FIREWALL)));
        }

        @Test
        void bulkDoesAsPoll() {
            assertEquals("0 1 3 7 success", firstOfBulk(first(3, FIREWALL)));
        }

        @Test
        void rowIsNotStartedAndSentAgain() {
            assertEquals("0 1 3 success", rows(1, first(2, FIREWALL)));
        }
    }

    @Nested
    class UnknownId {

        @Test
        void oneLookEndsTheId() {
            assertEquals("0 not-found", once(always(UNKNOWN)));
        }

        @Test
        void pollDoubtsItOfANewId() {
            assertEquals("0 1 3 7 15 success", poll(first(4, UNKNOWN)));
        }

        @Test
        void pollBelievesItAfterAWhileAndSaysSoBefore() {
            assertEquals("0 1 3 7 15 30 not-found", poll(always(UNKNOWN)));
            assertEquals(List.of("RETRYING a: HTTP 404; asking on for 30 s"), notices);
        }

        @Test
        void pollDoubtsItOfAnIdThatWasAnswered() {
            assertEquals(
                    "0 2 6 7 15 31 63 108 153 198 199 success",
                    poll(number -> number % 7 == 3 ? fail(UNKNOWN) : number < 10 ? "queued" : OK));
        }

        @Test
        void pollBelievesItOfAnIdThatWasNeverAnswered() {
            assertEquals(
                    "0 1 3 7 15 31 61 not-found",
                    poll(number -> fail(number < 7 ? refused(Kind.SERVER, 503) : UNKNOWN)));
        }

        @Test
        void pollWhoseTimeIsUpBeforeSaysThatItIsUnknown() {
            settings = settings.atMost(ofSeconds(5));

            assertEquals("0 1 3 5 not-found", poll(always(UNKNOWN)));
        }

        @Test
        void bulkEndsTheId() {
            assertEquals("0 not-found", firstOfBulk(always(UNKNOWN)));
        }

        @Test
        void unknownTemplateEndsTheRunOnlyAtTheFirstRow() {
            assertEquals("0 run: not-found", rows(2, always(UNKNOWN)));
            asked.clear();
            assertEquals("0 0 success not-found", rows(2, queuedThen(9, UNKNOWN)));
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(ints = {400, 402, 422})
        void oneLookEndsTheId(int http) {
            assertEquals("0 bad-request", once(always(refused(Kind.BAD_REQUEST, http))));
        }

        @Test
        void pollDoubtsItOfANewId() {
            assertEquals("0 1 3 7 15 30 bad-request", poll(always(refused(Kind.BAD_REQUEST, 400))));
        }

        @Test
        void pollDoubtsItOfAnIdThatWasAnswered() {
            assertEquals("0 2 3 5 9 success", poll(queuedThen(3, refused(Kind.BAD_REQUEST, 422))));
        }

        @Test
        void bulkEndsTheId() {
            assertEquals("0 bad-request", firstOfBulk(always(refused(Kind.BAD_REQUEST, 422))));
        }

        @Test
        void rowEnds() {
            assertEquals(
                    "0 0 bad-request success", rows(2, first(1, refused(Kind.BAD_REQUEST, 422))));
        }
    }

    @Nested
    class Tls {

        @Test
        void oneLookEndsAtOnce() {
            assertEquals("0 run: network", once(always(TLS)));
        }

        @Test
        void pollEndsBeforeAnyAnswer() {
            assertEquals("0 run: network", poll(always(TLS), "b"));
        }

        @Test
        void pollWaitsAfterOne() {
            assertEquals("0 2 3 5 9 success", poll(queuedThen(3, TLS)));
        }

        @Test
        void bulkDoesAsPoll() {
            assertEquals("0 run: network", firstOfBulk(always(TLS)));
            asked.clear();
            assertEquals("10 11 13 17 success", bulk(first(3, TLS)));
        }

        @Test
        void rowsDoAsPoll() {
            assertEquals("0 run: network", rows(1, false, always(TLS)));
            asked.clear();
            assertEquals("0 0 1 3 7 success success", rows(2, false, queuedThen(3, TLS)));
        }
    }

    @Nested
    class FileOfARun {

        private String file(Script script) {
            return ended(
                    () ->
                            patience(Job.FILES)
                                    .ask(
                                            Asked.ofFile("a"),
                                            () -> Outcome.of(look("a", script)),
                                            e -> Outcome.of("a", e)));
        }

        @Test
        void waitsForItsServerAndHasItsRetriesThen() {
            assertEquals("0 1 3 7 15 31 61 91 120 121 123 network", file(always(LOST)));
        }

        @Test
        void tooManyIsWaitedOutForTwoMinutes() {
            assertEquals("0 1 3 7 15 31 61 91 120 121 123 rate-limited", file(always(TOO_MANY)));
        }

        @Test
        void troubleOfItsServerTakesItsRetries() {
            assertEquals("0 1 3 server", file(always(refused(Kind.SERVER, 503))));
        }

        @Test
        void refusalOfAFreshLinkIsDoubted() {
            assertEquals("0 1 3 7 success", file(first(3, UNKNOWN)));
        }

        @Test
        void refusedKeyIsDoubted() {
            assertEquals("0 1 3 7 success", file(first(3, KEY)));
        }

        @Test
        void retryAfterHoldsItBack() {
            assertEquals("0 20 success", file(first(1, busy(ofSeconds(20)))));
        }
    }

    @Nested
    class RetryAfter {

        @Test
        void isAFloorOfEachWait() {
            assertEquals("0 77 success", once(first(1, busy(ofSeconds(77)))));
        }

        @Test
        void overTwoMinutesEndsALookAtOnce() {
            assertEquals("0 server", once(first(1, busy(ofSeconds(121)))));
        }

        @Test
        void overTwoMinutesEndsABulkWhichLeavesItsIdsOpen() {
            assertEquals("0 run: server", firstOfBulk(first(1, busy(ofSeconds(121)))));
        }

        @Test
        void isWaitedOutByAPoll() {
            assertEquals("0 600 success", poll(first(1, busy(ofSeconds(600)))));
        }
    }
}
