package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How ids become the answers that go into rows: with their files or without, and one by one or
 * together.
 *
 * @param folder where files go; none are fetched without
 * @param save fetches the file of a status into a folder
 */
record CsvAnswers(Optional<Path> folder, BiFunction<Status, Path, Path> save) {

    /** So many ids are polled together at most: all of them are in memory. */
    static final int MOST = 10_000;

    private static final int DOWNLOADS = 4;

    /** An outcome with its file, where one is wanted; a failed download is a failure. */
    Answer answer(Outcome outcome) {
        var finished = outcome.status().filter(status -> status.state() == State.SUCCESS);
        try {
            return new Answer(
                    outcome, folder.flatMap(dir -> finished.map(s -> save.apply(s, dir))));
        } catch (FlikiException e) {
            return Answer.of(Outcome.of(outcome.fileId(), e.last(outcome.status())));
        }
    }

    /** The answers in the order of the ids, worked out in the order in which the polls end. */
    Stream<Answer> together(Stream<String> ids, Function<List<String>, Stream<Outcome>> poll) {
        var all = ids.toList();
        Map<String, CompletableFuture<Answer>> answers = new HashMap<>();
        all.forEach(id -> answers.putIfAbsent(id, new CompletableFuture<>()));
        if (answers.size() > MOST) {
            throw new IllegalArgumentException(
                    answers.size() + " ids: at most " + MOST + " can be waited for together");
        }
        var downloads = Workers.pool("fliki-download", DOWNLOADS);
        var polling =
                Workers.daemon(
                        "fliki-wait",
                        () -> work(poll.apply(List.copyOf(answers.keySet())), answers, downloads));
        polling.start();
        return all.stream()
                .map(id -> get(answers.get(id)))
                .onClose(
                        () -> {
                            polling.interrupt();
                            downloads.shutdownNow();
                        });
    }

    private void work(
            Stream<Outcome> outcomes,
            Map<String, CompletableFuture<Answer>> answers,
            Executor downloads) {
        try (outcomes) {
            outcomes.forEach(
                    outcome -> {
                        var answer = answers.get(outcome.fileId());
                        downloads.execute(() -> complete(answer, outcome));
                    });
        } catch (RuntimeException | Error e) {
            answers.values().forEach(answer -> answer.completeExceptionally(e));
        }
    }

    private void complete(CompletableFuture<Answer> answer, Outcome outcome) {
        try {
            answer.complete(answer(latest(outcome)));
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    /** A row whose time is up is not a failed one: it says how far its generation was. */
    private static Outcome latest(Outcome outcome) {
        return outcome.failure()
                .filter(e -> e.kind() == Kind.TIMEOUT)
                .flatMap(FlikiException::lastStatus)
                .map(Outcome::of)
                .orElse(outcome);
    }

    private static Answer get(CompletableFuture<Answer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw Trouble.interrupted(e, "", Details.NONE);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }
}
