package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.text.Text;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides what follows a failure, for all requests of one run. {@link #after} takes a failure and
 * says: ask again, end this id, or end the run. Looks, polls, starts and downloads obey it. {@link
 * Answers} has given the failure its kind before; {@link Pace} decides how fast requests follow
 * each other.
 */
final class Patience {

    /** How long a refusal is doubted after good answers. */
    private static final Duration DOUBT = Duration.ofSeconds(30);

    /** After this many unusable answers in a row, a poll gives up the id. */
    private static final int MOST_WITHOUT_ANSWER = 10;

    /** A 429 within this time after another one gives no further notice. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** What a run does. */
    enum Job {
        /** One look at each id, or a single download or start: each has its own retries. */
        ONCE,
        /** One look at each of many ids, which waits through outages. */
        BULK,
        /** Looks again and again until each id has ended. */
        POLL,
        /** The same for a single id: after a first answer, only the deadline ends the run. */
        POLL_OF_ONE,
        /** Downloads from one server while a run goes on. */
        FILES,
        /** One start for each row. */
        ROWS
    }

    /** What happens next. */
    enum Next {
        AGAIN,
        /** The id ends with this failure. */
        END_ID,
        /** The run ends with this failure; ids without an answer stay open. */
        END_RUN
    }

    /**
     * A decision.
     *
     * @param delay how long to wait before asking again
     */
    record Decision(Next next, Duration delay) {

        private static final Decision END_ID = new Decision(Next.END_ID, Duration.ZERO);
        private static final Decision END_RUN = new Decision(Next.END_RUN, Duration.ZERO);

        private static Decision again(Duration delay) {
            return new Decision(Next.AGAIN, delay);
        }
    }

    private final Job job;
    private final int retries;
    private final Time time;
    private final DoubleSupplier random;
    private final Listeners listeners;
    private final Silence silence;

    private Optional<String> known = Optional.empty();
    private boolean keyIsGood;
    private Instant keyRefusedSince;
    private Instant tooManyAt = Instant.EPOCH;
    private boolean asksTooMuch;
    private Optional<Notice> news = Optional.empty();

    Patience(Job job, Settings settings, Time time, DoubleSupplier random) {
        this.job = job;
        this.time = time;
        this.random = random;
        retries = settings.retries();
        listeners = settings.listeners();
        silence = new Silence(settings.timeout());
        keyIsGood = job == Job.FILES; // the API has answered before
    }

    /** Asks until there is an answer; throws the failure that ends this id, or the run. */
    <T> T ask(Asked asked, Supplier<T> request) {
        return ask(
                asked,
                request,
                e -> {
                    throw e;
                });
    }

    /**
     * Asks until there is an answer, with the waits of each decision.
     *
     * @param ended gives the result for a failure that ends this id; a failure that ends the run is
     *     thrown
     */
    <T> T ask(Asked asked, Supplier<T> request, Function<FlikiException, T> ended) {
        while (true) {
            rest(asked);
            asked.sending(time.now());
            T answer;
            try {
                answer = request.get();
            } catch (FlikiException e) {
                var decision = after(e, asked);
                switch (decision.next()) {
                    case AGAIN -> sleep(decision.delay(), asked, Optional.of(e));
                    case END_ID -> {
                        return ended.apply(e);
                    }
                    case END_RUN -> throw e;
                }
                continue;
            }
            answered(asked); // outside the try: a listener's failure is not the request's
            return answer;
        }
    }

    /** Waits while all requests pause; throws if the run is over. */
    private void rest(Asked asked) {
        if (job == Job.ROWS && isOver()) {
            var reason = "no good answer for two minutes, or Fliki asks for longer: stopped";
            throw FlikiException.of(Kind.UNCERTAIN, reason, Details.NONE, null);
        }
        tellNews(); // about the row before, whose id is on disk now
        sleep(Duration.between(time.now(), pausedUntil()), asked, Optional.empty());
    }

    private void tellNews() {
        Optional<Notice> notice;
        synchronized (this) {
            notice = news;
            news = Optional.empty();
        }
        notice.ifPresent(listeners::notice); // without a lock: the listener may call us
    }

    private synchronized boolean isOver() {
        return silence.isTooLong() || asksTooMuch;
    }

    private void sleep(Duration wait, Asked asked, Optional<FlikiException> e) {
        try {
            time.sleep(wait);
        } catch (InterruptedException interrupt) {
            var about = asked.id().map(Details::of).orElse(Details.NONE);
            var details = about.last(e.flatMap(FlikiException::lastStatus));
            var tried = e.map(failure -> failure.reason() + "; ").orElse("");
            throw Failures.interrupted(interrupt, tried, details);
        }
    }

    /** When the next request of the run may go out. */
    synchronized Instant pausedUntil() {
        return silence.pausedUntil();
    }

    /** An id that was answered before. */
    synchronized Optional<String> known() {
        return known;
    }

    /** Whether any request of the run was answered after that time. */
    synchronized boolean heardSince(Instant then) {
        return silence.wasBrokenAfter(then);
    }

    /** A good answer about this id came. */
    void answered(Asked asked) {
        synchronized (this) {
            takeForGood(asked);
        }
        asked.answered();
        heard();
    }

    /** The API has accepted the key and answered about this id. */
    private void takeForGood(Asked asked) {
        keyIsGood = true;
        keyRefusedSince = null;
        known = asked.id().or(() -> known);
    }

    /** The server has answered, whatever it said. */
    void heard() {
        synchronized (this) {
            silence.end(time.now())
                    .filter(lasted -> job != Job.FILES)
                    .map(lasted -> "answers again after " + Text.span(lasted))
                    .ifPresent(words -> tell(Notice.Kind.ONLINE, Optional.empty(), words));
        }
        if (job != Job.ROWS) {
            tellNews();
        }
    }

    /** Decides what follows a failure, and gives a notice about it. */
    Decision after(FlikiException e, Asked asked) {
        if (Thread.currentThread().isInterrupted()) {
            return Decision.END_RUN;
        }
        var trouble = Trouble.of(e);
        asked.failed(trouble);
        if (trouble.ofTheApi()) {
            heard();
        }
        Decision decision;
        synchronized (this) {
            decision = decide(trouble, e, asked);
        }
        tellNews();
        return decision;
    }

    private Decision decide(Trouble trouble, FlikiException e, Asked asked) {
        return switch (trouble) {
            case NOTHING -> nothing(e, asked);
            case TOO_MANY -> tooMany(e, asked);
            case FIREWALL -> nothing(e, asked);
            case SERVER -> polls() ? lookAgain(e, asked) : tryAgain(e, asked);
            case NO_ANSWER -> noAnswer(e, asked);
            case KEY -> keyRefused(asked);
            case FORBIDDEN -> forbidden(e, asked);
            case UNKNOWN_ID -> unknownId(e, asked);
            case REFUSED -> refused(e, asked);
            case TLS -> tlsRefused(e, asked);
            case NOT_YET -> lookAgain(e, asked);
            case UNCERTAIN -> uncertain(e, asked);
            case FINAL -> Decision.END_ID;
        };
    }

    private boolean polls() {
        return job == Job.POLL || job == Job.POLL_OF_ONE;
    }

    /** Whether a refusal of this id is doubted: the id was answered before, or is new. */
    private boolean doubts(Asked asked) {
        var isNew = asked.age(time.now()).compareTo(DOUBT) < 0;
        return asked.isKnown()
                ? polls() || job == Job.FILES
                : polls() && (asked.isDoubted() || isNew);
    }

    /** If other ids get answers, the trouble is the id's own; otherwise the connection's. */
    private Decision nothing(FlikiException e, Asked asked) {
        var own =
                switch (job) {
                    case ONCE -> true;
                    case BULK, FILES -> silence.wasBrokenAfter(asked.sent());
                    case POLL, POLL_OF_ONE, ROWS -> false;
                };
        return own ? tryAgain(e, asked) : waitTogether(e, asked);
    }

    /** All wait together, longer each time; two minutes without any answer end the run. */
    private Decision waitTogether(FlikiException e, Asked asked) {
        if (asksTooMuch(e) && !polls()) {
            asksTooMuch = true;
            return job == Job.FILES ? Decision.END_ID : Decision.END_RUN;
        }
        var now = time.now();
        silence.goOn(asked.sent(), now, e.retryAfter());
        if (silence.isTooLong() && !waitsForDeadline()) {
            return job == Job.FILES ? tryAgain(e, asked) : Decision.END_RUN;
        }
        var first = silence.pauses() == 0;
        silence.pause(asked.sent(), now, random.getAsDouble(), job != Job.POLL_OF_ONE);
        e.retryAfter().ifPresent(wait -> silence.pauseUntil(now.plus(wait)));
        if (first && silence.pauses() > 0) {
            tellSilence(e, asked);
        }
        return Decision.again(polls() ? backoff(asked.misses(), e) : Duration.ZERO);
    }

    private boolean waitsForDeadline() {
        return job == Job.POLL_OF_ONE && silence.wasBroken();
    }

    private void tellSilence(FlikiException e, Asked asked) {
        var since = " since " + Text.clock(silence.since()) + ": ";
        if (job == Job.FILES) {
            tell(Notice.Kind.RETRYING, asked.id(), e.getMessage() + "; asking on");
        } else if (e.kind() == Kind.UNCERTAIN) {
            var why = e.getCause() instanceof FlikiException cause ? cause.reason() : e.reason();
            var words = "no good answer" + since + why + "; the next row waits";
            tell(Notice.Kind.OFFLINE, Optional.empty(), words);
        } else {
            var words = "no answer" + since + e.reason() + "; asking on";
            tell(Notice.Kind.OFFLINE, Optional.empty(), words);
        }
    }

    /** The pace slows down; no retry is used up. */
    private Decision tooMany(FlikiException e, Asked asked) {
        if (job == Job.ONCE || job == Job.FILES) {
            return nothing(e, asked);
        }
        if (asksTooMuch(e) && !polls()) {
            return Decision.END_RUN;
        }
        var now = time.now();
        silence.goOn(asked.sent(), now, e.retryAfter());
        if (silence.isTooLong() && job != Job.POLL_OF_ONE) {
            return Decision.END_RUN;
        }
        if (tooManyAt.isBefore(now.minus(QUIET))) {
            tell(Notice.Kind.SLOWED, Optional.empty(), e.getMessage() + "; slowing down");
        }
        tooManyAt = now;
        return Decision.again(polls() ? backoff(asked.misses(), e) : Duration.ZERO);
    }

    /** Uses one retry of the id. */
    private Decision tryAgain(FlikiException e, Asked asked) {
        if (asksTooMuch(e)) {
            return job == Job.BULK ? Decision.END_RUN : Decision.END_ID;
        }
        var number = asked.takeTry();
        if (number > retries) {
            return Decision.END_ID;
        }
        var wait = backoff(number, e);
        if (job != Job.BULK) {
            var words = e.getMessage() + "; asking again in " + Text.span(wait);
            tell(Notice.Kind.RETRYING, asked.id(), words);
        }
        return Decision.again(wait);
    }

    private static boolean asksTooMuch(FlikiException e) {
        return e.retryAfter().filter(Backoff::isTooLong).isPresent();
    }

    private Duration backoff(int failures, FlikiException e) {
        return Backoff.after(failures, random.getAsDouble(), e.retryAfter());
    }

    /** A poll misses this look and goes on. */
    private Decision lookAgain(FlikiException e, Asked asked) {
        tell(Notice.Kind.RETRYING, asked.id(), e.getMessage() + "; asking on");
        return Decision.again(backoff(asked.misses(), e));
    }

    private Decision noAnswer(FlikiException e, Asked asked) {
        if (!polls()) {
            return tryAgain(e, asked);
        }
        return asked.withoutAnswer() < MOST_WITHOUT_ANSWER ? lookAgain(e, asked) : Decision.END_ID;
    }

    /** A 401 after good answers is doubted for a while. */
    private Decision keyRefused(Asked asked) {
        if (job == Job.ONCE || !keyIsGood) {
            return Decision.END_RUN;
        }
        var now = time.now();
        keyRefusedSince = keyRefusedSince == null ? now : keyRefusedSince;
        return doubted(Duration.between(keyRefusedSince, now), asked, Decision.END_RUN);
    }

    private Decision forbidden(FlikiException e, Asked asked) {
        if (keyIsGood && doubts(asked)) {
            return doubt(e, asked);
        }
        return job == Job.BULK || keyIsGood ? Decision.END_ID : Decision.END_RUN;
    }

    /** A new id may not be known on all servers yet. */
    private Decision unknownId(FlikiException e, Asked asked) {
        if (job == Job.ROWS) {
            return keyIsGood ? Decision.END_ID : Decision.END_RUN; // there is no such template
        }
        takeForGood(asked);
        return doubts(asked) ? doubt(e, asked) : Decision.END_ID;
    }

    private Decision refused(FlikiException e, Asked asked) {
        if (e.httpStatus().isEmpty()) { // an empty id: no request was sent
            return Decision.END_ID;
        }
        if (e.kind() == Kind.BAD_REQUEST) {
            takeForGood(asked);
        }
        return doubts(asked) ? doubt(e, asked) : Decision.END_ID;
    }

    /** Asks again for a while: one wrong answer must not lose a video. */
    private Decision doubt(FlikiException e, Asked asked) {
        if (!asked.isDoubted()) {
            var words = e.getMessage() + "; asking on for " + Text.span(DOUBT);
            tell(Notice.Kind.RETRYING, asked.id(), words);
        }
        return doubted(asked.doubted(time.now()), asked, Decision.END_ID);
    }

    private Decision doubted(Duration since, Asked asked, Decision end) {
        var left = DOUBT.minus(since);
        var wait = Backoff.after(asked.misses(), random.getAsDouble(), Optional.empty());
        if (left.isNegative() || left.isZero()) {
            return end;
        }
        return Decision.again(wait.compareTo(left) < 0 ? wait : left);
    }

    private Decision tlsRefused(FlikiException e, Asked asked) {
        return job == Job.ONCE || !silence.wasBroken() ? Decision.END_RUN : waitTogether(e, asked);
    }

    /** Another try could start it twice. The next row waits as in an outage. */
    private Decision uncertain(FlikiException e, Asked asked) {
        if (job == Job.ROWS) {
            waitTogether(e, asked);
        }
        return Decision.END_ID;
    }

    /** {@link #after} calls the listener when the lock is free. */
    private void tell(Notice.Kind kind, Optional<String> id, String words) {
        var none = OptionalLong.empty();
        news = Optional.of(new Notice(kind, id, words, none, none));
    }
}
