package fliki.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FakeApi;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.State;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Answers by the look of the id, without any network: {@code lost-...} fails, {@code run-...} is at
 * 45.5 percent, {@code stop-...} ends the run, anything else is done.
 */
final class FakeLookUps implements CsvRun.LookUps {

    final List<String> asked = new ArrayList<>();

    @Override
    public Stream<Outcome> of(Stream<String> ids, CsvRun.Asking asking) {
        return ids.peek(id -> asking.run()).map(this::outcome);
    }

    private Outcome outcome(String id) {
        asked.add(id);
        FlikiException failure =
                FlikiException.of(Kind.NOT_FOUND, "no such file", Details.of(id), null);
        if (id.startsWith("stop")) {
            throw failure;
        }
        return id.startsWith("lost") ? Outcome.of(id, failure) : answered(id);
    }

    private static Outcome answered(String id) {
        return id.startsWith("run")
                ? status(id, "processing", OptionalDouble.of(45.5), Optional.empty())
                : status(id, "success", OptionalDouble.of(100), Optional.of("u/" + id));
    }

    /** Runs a job with these look-ups, without files. */
    static CsvSummary run(Csv csv, CsvRun.LookUps lookUps) {
        return run(csv, false, lookUps);
    }

    static CsvSummary run(Csv csv, boolean files, CsvRun.LookUps lookUps) {
        return CsvRun.of(csv, files, lookUps, lookUps, notice -> {});
    }

    /** A summary of look-ups alone. */
    static CsvSummary summary(
            long rows,
            long kept,
            Map<State, Long> states,
            long unfinished,
            long errors,
            long requests,
            OptionalLong total) {
        return new CsvSummary(
                rows,
                kept,
                states,
                unfinished,
                errors,
                0,
                0,
                0,
                0,
                0,
                requests,
                OptionalLong.empty(),
                total);
    }

    /** What a run over this text writes. */
    String run(String input) {
        return run(input, csv -> csv);
    }

    String run(String input, UnaryOperator<Csv> settings) {
        return run(input, settings, false, this);
    }

    static String run(
            String input, UnaryOperator<Csv> settings, boolean files, CsvRun.LookUps lookUps) {
        var out = new ByteArrayOutputStream();
        Csv csv = Csv.from(new ByteArrayInputStream(input.getBytes(UTF_8))).to(out);
        run(settings.apply(csv), files, lookUps);
        return out.toString(UTF_8);
    }

    /** The same outcomes, so many of them before the first is passed on. */
    CsvRun.LookUps ahead(int count) {
        return (ids, onRequest) -> {
            Deque<Outcome> taken = new ArrayDeque<>();
            var outcomes = of(ids, onRequest).iterator();
            return Stream.generate(
                            () -> {
                                while (taken.size() < count && outcomes.hasNext()) {
                                    taken.add(outcomes.next());
                                }
                                return Optional.ofNullable(taken.poll());
                            })
                    .takeWhile(Optional::isPresent)
                    .map(Optional::get);
        };
    }

    static Outcome status(
            String id, String word, OptionalDouble progress, Optional<String> download) {
        return Outcome.of(FakeApi.status(id, word, progress, download));
    }

    /** The same outcomes, each with a file in this folder. */
    static CsvRun.LookUps downloading(Path folder) {
        return (ids, onRequest) ->
                new FakeLookUps()
                        .of(ids, onRequest)
                        .map(outcome -> outcome.get().file(folder.resolve("f.mp4")))
                        .map(Outcome::of);
    }
}
