package fliki;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Answers by the look of the id, without any network: {@code lost-...} fails, {@code run-...} is at
 * 45.5 percent, {@code stop-...} ends the run, anything else is done.
 */
final class FakeLookUps implements CsvRun.LookUps {

    static final CsvRun.Plan PLAN = new CsvRun.Plan(false, 1000, Long.MAX_VALUE);

    final List<String> asked = new ArrayList<>();

    @Override
    public Stream<Answer> apply(Stream<String> ids) {
        return ids.map(this::answer);
    }

    private Answer answer(String id) {
        asked.add(id);
        FlikiException failure =
                new FlikiException(Kind.NOT_FOUND, "no file " + id, Details.of(id), null);
        if (id.startsWith("stop")) {
            throw failure;
        }
        return id.startsWith("lost") ? Answer.of(Outcome.of(id, failure)) : answered(id);
    }

    private static Answer answered(String id) {
        return id.startsWith("run")
                ? Answer.of(status(id, "processing", OptionalDouble.of(45.5), Optional.empty()))
                : Answer.of(status(id, "success", OptionalDouble.of(100), Optional.of("u/" + id)));
    }

    /** What a run over this text writes. */
    String run(String input) {
        return run(input, csv -> csv);
    }

    String run(String input, UnaryOperator<Csv> settings) {
        return run(input, settings, PLAN, this);
    }

    static String run(
            String input, UnaryOperator<Csv> settings, CsvRun.Plan plan, CsvRun.LookUps lookUps) {
        var out = new ByteArrayOutputStream();
        Csv csv = Csv.from(new ByteArrayInputStream(input.getBytes(UTF_8))).to(out);
        CsvRun.of(settings.apply(csv), plan, lookUps);
        return out.toString(UTF_8);
    }

    /** The same answers, so many of them before the first is passed on. */
    CsvRun.LookUps ahead(int count) {
        return ids -> {
            Deque<Answer> taken = new ArrayDeque<>();
            var answers = apply(ids).iterator();
            return Stream.generate(
                            () -> {
                                while (taken.size() < count && answers.hasNext()) {
                                    taken.add(answers.next());
                                }
                                return Optional.ofNullable(taken.poll());
                            })
                    .takeWhile(Optional::isPresent)
                    .map(Optional::get);
        };
    }

    static Outcome status(
            String id, String word, OptionalDouble progress, Optional<String> download) {
        return Outcome.of(new Status(id, State.of(word), word, progress, download, "{}"));
    }

    /** The same answers, each with a file in this folder. */
    static CsvRun.LookUps downloading(Path folder) {
        return ids ->
                new FakeLookUps()
                        .apply(ids)
                        .map(a -> new Answer(a.outcome(), Optional.of(folder.resolve("f.mp4"))));
    }
}
