package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.stream.Collectors.joining;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Patience.Job;
import fliki.csv.StartRun.Attempt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SSLHandshakeException;

/**
 * What follows each failure, with each verb: at which second the id "a" is asked about, or a row is
 * started, and how that ends. Chance is left out: it takes up to half of a wait.
 */
class PatienceTest {

    private static final String OK = "success";
    private static final Generation FILM = Generation.template("t1");

    private final FakeTime time = new FakeTime();
    private final List<String> notices = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private Patience patience;
    private Settings settings =
            Settings.DEFAULTS
                    .retries(2)
                    .atMost(ofMinutes(30))
                    .onNotice(notice -> notices.add(notice.kind() + " " + notice.message()));

    /**
     * The answers by their number: {@code queued 404*3} is a good answer, then three failures, then
     * the end; {@code 404*} fails for ever.
     */
    private static List<String> script(String text) {
        var answers = new ArrayList<String>();
        for (var part : text.split(" ")) {
            var times = part.replaceFirst("[^*]*\\*?", "");
            var count = part.endsWith("*") ? 999 : times.isEmpty() ? 1 : Integer.parseInt(times);
            answers.addAll(Collections.nCopies(count, part.replaceFirst("\\*.*", "")));
        }
        return answers;
    }

    /** The word of a status, or the failure that an answer is. */
    private String answer(List<String> script) {
        asked.add(time.passed().toSeconds());
        var answer = asked.size() > script.size() ? OK : script.get(asked.size() - 1);
        if (answer.matches("queued|" + OK)) {
            return answer;
        }
        if (answer.equals("others")) { // are answered while "a" is not
            time.pass(ofMillis(1));
            patience.heard();
            throw FakeApi.lost("a");
        }
        throw failure(answer);
    }

    /** {@code 503:20} asks to wait for 20 seconds. */
    private static FlikiException failure(String word) {
        var details = Details.of("a");
        var tls = new SSLHandshakeException("x");
        var page = new AnswerJson.NoAnswer("a page", null);
        var http = word.matches("\\d.*") ? Integer.parseInt(word.replaceFirst(":.*", "")) : 503;
        return switch (word) {
            case "lost" -> FakeApi.lost("a");
            case "tls" -> FlikiException.of(Kind.NETWORK, "not safe", details, tls);
            case "no-json" -> FakeApi.refused("a", Kind.BAD_RESPONSE, 200);
            case "page" ->
                    FlikiException.of(
                            Kind.SERVER, "refused", details.http(http, Optional.empty()), page);
            default ->
                    word.contains(":")
                            ? FakeApi.refused("a", kind(http), http, wait(word))
                            : FakeApi.refused("a", kind(http), http);
        };
    }

    private static Duration wait(String word) {
        return ofSeconds(Integer.parseInt(word.replaceFirst(".*:", "")));
    }

    private static Kind kind(int http) {
        return switch (http) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.RATE_LIMITED;
            case 408, 425 -> Kind.SERVER;
            default -> http < 500 ? Kind.BAD_REQUEST : Kind.SERVER;
        };
    }

    private Patience patience(Job job) {
        patience = new Patience(job, settings, time, () -> 0);
        return patience;
    }

    /** What becomes of "a", or of rows, with one of the verbs of the table. */
    private String met(String verb, List<String> script) {
        return switch (verb) {
            case "look" -> ended(() -> lookUp(patience(Job.ONCE), Asked.about("a"), script));
            case "bulk" -> ended(() -> lookUp(patience(Job.BULK), Asked.about("a"), script));
            case "bulk behind b" -> ended(() -> behindAnother(script));
            case "file" -> ended(() -> lookUp(patience(Job.FILES), Asked.ofFile("a"), script));
            case "poll" -> ended(() -> poll(List.of("a"), Job.POLL_OF_ONE, script));
            case "poll with b" -> ended(() -> poll(List.of("a", "b"), Job.POLL, script));
            case "poll with lost" -> ended(() -> poll(List.of("a", "lost"), Job.POLL, script));
            case "start", "unsent start" ->
                    ended(() -> started(starts(Job.ONCE, verb, script).start(FILM)))
                            .replace("run: ", "");
            default -> rows(Integer.parseInt(verb.replaceAll("\\D", "")), verb, script);
        };
    }

    private Outcome lookUp(Patience patience, Asked about, List<String> script) {
        return patience.ask(about, () -> Outcome.of(look("a", script)), e -> Outcome.of("a", e));
    }

    /** A look behind another id, which was answered ten seconds ago. */
    private Outcome behindAnother(List<String> script) {
        var bulk = patience(Job.BULK);
        bulk.ask(Asked.about("b"), () -> "", e -> "");
        time.pass(ofSeconds(10));
        return lookUp(bulk, Asked.about("a"), script);
    }

    /** Others go on for twenty minutes. */
    private Status look(String id, List<String> script) {
        if (id.equals("lost") && time.passed().toSeconds() > 0) {
            throw FakeApi.lost("a");
        }
        if (!id.equals("a")) {
            return FakeApi.status(id, time.passed().toMinutes() < 20 ? "queued" : OK);
        }
        return FakeApi.status(id, answer(script));
    }

    private Outcome poll(List<String> ids, Job job, List<String> script)
            throws InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        Look look = id -> look(id, script);
        new Poller(look, Runnable::run, settings, time, () -> 0, patience(job), () -> ZERO)
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
        return asked.stream().map(second -> second + " ").collect(joining());
    }

    private static Outcome started(List<String> ids) {
        return Outcome.of(FakeApi.status(ids.get(0), OK));
    }

    /** So many rows of a CSV: what each comes to, or how the run ends before. */
    private String rows(int count, String verb, List<String> script) {
        var starts = starts(Job.ROWS, verb, script);
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

    private Starts starts(Job job, String verb, List<String> script) {
        var endpoint =
                new Starts.Endpoint() {
                    @Override
                    public void awaitTurn() {}

                    @Override
                    public List<String> start(Generation film, BooleanSupplier release) {
                        if (!verb.startsWith("unsent")) {
                            release.getAsBoolean();
                        }
                        return List.of(answer(script));
                    }
                };
        return new Starts(endpoint, patience(job));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # nothing came: all wait for two minutes, but a start that was sent is uncertain
                    look           | lost*               | 0 1 3 network
                    poll           | lost*               | 0 1 3 7 15 31 61 91 121 run: network
                    poll with lost | queued lost*        | 0 2 5 17 63 122 run: network
                    bulk           | lost*               | 0 1 3 7 15 31 61 91 120 run: network
                    bulk behind b  | others*             | 10 11 13 network
                    unsent 1 row   | lost*2              | 0 1 3 success
                    unsent 1 row   | lost*               | 0 1 3 7 15 31 61 91 120 run: network
                    1 row          | lost*               | 0 uncertain
                    start          | lost*               | 0 uncertain
                    unsent start   | lost*               | 0 1 3 network
                    # too many: no id and no row is lost
                    look           | 429*                | 0 1 3 rate-limited
                    poll           | 429*5               | 0 1 3 7 15 31 success
                    bulk           | 429*5               | 0 0 0 0 0 0 success
                    1 row          | 429*5               | 0 0 0 0 0 0 success
                    start          | 429*                | 0 1 3 rate-limited
                    # trouble of the server
                    poll           | 522*10              | 0 1 3 7 15 31 61 91 121 151 181 success
                    bulk           | 503*                | 0 1 3 server
                    3 rows         | 503*                | 0 1 3 uncertain uncertain uncertain
                    2 rows         | 503:20              | 0 20 uncertain success
                    # no answer: ten in a row end the id
                    look           | no-json*            | 0 1 3 bad-response
                    poll           | no-json*9           | 0 1 3 7 15 31 61 91 121 151 success
                    poll           | no-json*            | 0 1 3 7 15 31 61 91 121 151 bad-response
                    bulk           | no-json*            | 0 1 3 bad-response
                    start          | no-json*            | 0 uncertain
                    1 row          | no-json*            | 0 uncertain
                    # the key: before any answer the end, after one doubted for half a minute
                    look           | 401*                | 0 run: unauthorized
                    poll with b    | 401*                | 0 run: unauthorized
                    poll           | queued 401*4        | 0 2 3 5 9 17 success
                    poll           | queued 401*         | 0 2 3 5 9 17 32 run: unauthorized
                    bulk           | 401*                | 0 run: unauthorized
                    bulk behind b  | 401*3               | 10 11 13 17 success
                    bulk behind b  | 401*                | 10 11 13 17 25 40 run: unauthorized
                    1 row          | 401*                | 0 run: unauthorized
                    2 rows         | queued 401*         | 0 0 1 3 7 15 30 success run: unauthorized
                    # forbidden
                    look           | 403*                | 0 run: forbidden
                    poll with b    | 403*                | 0 run: forbidden
                    poll           | queued 403*3        | 0 2 3 5 9 success
                    poll           | queued 403*         | 0 2 3 5 9 17 32 forbidden
                    poll with b    | lost 403*           | 0 1 3 7 15 31 forbidden
                    bulk           | 403*                | 0 forbidden
                    2 rows         | 403*                | 0 run: forbidden
                    2 rows         | queued 403*         | 0 0 success forbidden
                    # a page of something before Fliki
                    look           | page*               | 0 1 3 server
                    poll           | page*3              | 0 1 3 7 success
                    poll           | page*               | 0 1 3 7 15 31 61 91 121 run: server
                    bulk           | page*3              | 0 1 3 7 success
                    1 row          | page*2              | 0 1 3 success
                    # unknown: a poll doubts it, and an unknown template ends a run at its first row
                    look           | 404*                | 0 not-found
                    poll           | 404*4               | 0 1 3 7 15 success
                    poll           | 503*6 404*          | 0 1 3 7 15 31 61 not-found
                    bulk           | 404*                | 0 not-found
                    2 rows         | 404*                | 0 run: not-found
                    2 rows         | queued 404*         | 0 0 success not-found
                    # refused
                    look           | 400*                | 0 bad-request
                    look           | 402*                | 0 bad-request
                    look           | 422*                | 0 bad-request
                    poll           | 400*                | 0 1 3 7 15 30 bad-request
                    poll           | queued 422*3        | 0 2 3 5 9 success
                    bulk           | 422*                | 0 bad-request
                    2 rows         | 422                 | 0 0 bad-request success
                    # TLS refused: as nothing, once there was an answer
                    look           | tls*                | 0 run: network
                    poll with b    | tls*                | 0 run: network
                    poll           | queued tls*3        | 0 2 3 5 9 success
                    bulk           | tls*                | 0 run: network
                    bulk behind b  | tls*3               | 10 11 13 17 success
                    unsent 1 row   | tls*                | 0 run: network
                    unsent 2 rows  | queued tls*3        | 0 0 1 3 7 success success
                    # a file behind an answer
                    file           | lost*               | 0 1 3 7 15 31 61 91 120 121 123 network
                    file           | 429*                | 0 1 3 7 15 31 61 91 120 121 123 rate-limited
                    file           | 503*                | 0 1 3 server
                    file           | 404*3               | 0 1 3 7 success
                    file           | 401*3               | 0 1 3 7 success
                    file           | 503:20              | 0 20 success
                    # Retry-After: a floor; over two minutes the end, but for a poll
                    look           | 503:77              | 0 77 success
                    look           | 503:121             | 0 server
                    bulk           | 503:121             | 0 run: server
                    poll           | 503:600             | 0 600 success
                    """)
    void isFollowedBy(String verb, String answers, String seconds) {
        assertEquals(seconds, met(verb, script(answers)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 502, 503, 504, 520, 522, 524, 529, 530})
    void troubleThatMayPassHasItsRetries(int http) {
        assertEquals("0 1 3 server", met("look", script(http + "*")));
    }

    @Test
    void pollOfOneThatWasAnsweredWaitsForItsDeadline() {
        settings = settings.atMost(ofMinutes(4));

        assertEquals(
                "0 2 3 5 9 17 33 63 93 123 153 183 213 240 not-finished",
                met("poll", script("queued lost*")));
    }

    @Test
    void pollWhoseTimeIsUpBeforeSaysThatTheIdIsUnknown() {
        settings = settings.atMost(ofSeconds(5));

        assertEquals("0 1 3 5 not-found", met("poll", script("404*")));
    }

    @Test
    void twoMinutesOfTroubleEndTheRunOfRows() {
        assertEquals(
                "0 1 3 7 15 31 61 91 120 " + "uncertain ".repeat(9) + "run: uncertain",
                met("99 rows", script("503*")));
    }

    @Test
    void pollThatDoubtsSaysSo() {
        assertEquals("0 1 3 7 15 30 not-found", met("poll", script("404*")));
        assertEquals(List.of("RETRYING a: HTTP 404; asking on for 30 s"), notices);
    }

    @Test
    void pollDoubtsEachOddAnswerAnew() {
        var odd = "queued*2 404 queued*6 404 " + OK;

        assertEquals("0 2 6 7 15 31 63 108 153 198 199 success", met("poll", script(odd)));
    }

    @Test
    void answerOfAnotherEndsThePauseOfAll() {
        var poll = patience(Job.POLL);
        var about = Asked.about("a");
        about.sending(time.now());
        poll.after(failure("lost"), about);
        assertEquals(time.now().plusSeconds(1), poll.pausedUntil());

        poll.heard();

        assertFalse(poll.pausedUntil().isAfter(time.now()));
    }
}
