package fliki.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.Outcome;
import fliki.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.Thread.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Answers so large that the usual number of them would not fit into memory (issue 16). */
@Timeout(30)
class HeldTest {

    private static final int LARGE = 1 << 20;

    private final List<String> worked = new ArrayList<>();
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

    private Outcome answer(String id, int length) {
        synchronized (worked) {
            worked.add(id);
        }
        var none = Optional.<String>empty();
        var json = "{" + "x".repeat(length) + "}";
        var progress = OptionalDouble.empty();
        var state = fliki.State.SUCCESS;
        return Outcome.of(
                new Status(id, state, "success", progress, none, none, json, Optional.empty()));
    }

    private int count() {
        synchronized (worked) {
            return worked.size();
        }
    }

    private static Stream<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString);
    }

    private static List<String> read(
            Stream<String> ids, int parallel, Function<String, Outcome> work) {
        try (var outcomes = Ordered.stream(ids.iterator(), parallel, work)) {
            return outcomes.map(Outcome::fileId).toList();
        }
    }

    @Test
    void fewerRecentIdsAreSharedWhereAnswersAreLarge() {
        var ids = Stream.concat(ids(400), Stream.of("399", "0")).toList();

        var read = read(ids.stream(), 1, id -> answer(id, 100_000));

        assertEquals(ids, read);
        var again = new ArrayList<>(ids);
        again.remove("399"); // the first of the two
        assertEquals(again.stream().sorted().toList(), worked.stream().sorted().toList());
    }

    @Test
    void fewerAreWorkedOnAheadOfASlowOneWhereAnswersAreLarge() {
        var ahead = new ArrayList<Integer>();

        var read =
                read(
                        ids(300),
                        8,
                        id -> {
                            workers.add(Thread.currentThread());
                            if (id.equals("100")) {
                                awaitOthers();
                                ahead.add(count() - 100);
                            }
                            return answer(id, LARGE);
                        });

        assertEquals(ids(300).toList(), read);
        assertTrue(ahead.get(0) <= 8 + 8, () -> ahead + " ahead");
    }

    /** Ends when no other thread that works finds anything to do. */
    private void awaitOthers() {
        while (workers.stream().anyMatch(this::works)) {
            Thread.onSpinWait();
        }
    }

    private boolean works(Thread worker) {
        var waits = Set.of(State.WAITING, State.TIMED_WAITING);
        return worker != Thread.currentThread() && !waits.contains(worker.getState());
    }
}
