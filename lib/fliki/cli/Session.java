package fliki.cli;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;

import picocli.CommandLine.Model.CommandSpec;

import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One command at work on its ids: shows how it goes, prints what comes of each id, and says what is
 * left when it ends early.
 */
final class Session implements AutoCloseable {

    private final Output output;
    private final boolean json;
    private final List<String> arguments;
    private final IdTally tally;
    private final Display display;
    private final CarryOn carryOn;
    private final InterruptHook farewell;
    private final Set<Exit> exits = EnumSet.noneOf(Exit.class);
    private final Map<String, Integer> words = new TreeMap<>();
    private final long start = System.nanoTime();
    private final Spans spans = new Spans(System::nanoTime);
    private final Set<String> late = Collections.synchronizedSet(new LinkedHashSet<>());

    /** A session of a command over these ids. */
    Session(CommandSpec command, Output output, boolean json, Set<String> ids) {
        this.output = output;
        this.json = json;
        arguments = command.commandLine().getParseResult().originalArgs();
        tally = new IdTally(ids);
        display = output.display(tally, true);
        carryOn = new CarryOn(command, output);
        farewell = new InterruptHook(this::farewell);
    }

    /** The client, with its updates and notices shown. */
    Fliki watch(Fliki fliki) {
        return fliki.onUpdate(this::update).onNotice(display::notice);
    }

    private void update(Status status) {
        spans.update(status);
        display.update(status);
    }

    /** The object of an outcome, with how long the generation took if that was seen. */
    String json(Outcome outcome) {
        var json = outcome.json();
        return spans.of(outcome.fileId())
                .map(span -> json.replaceFirst("}$", ",\"seconds\":" + span.json() + "}"))
                .orElse(json);
    }

    /** What a run that ends early leaves. */
    enum Verb {
        /** Looks, which are as easily begun anew. */
        LOOK,
        /** Waits, which are to be continued. */
        WAIT
    }

    /**
     * Prints what comes of each id until the outcomes end; gives the exit code that it comes to.
     */
    Exit run(Verb verb, Stream<Outcome> outcomes, Consumer<Outcome> printer) {
        var open = Map.<String, Optional<Status>>of();
        try (outcomes) {
            outcomes.forEach(outcome -> ended(verb, outcome, printer));
        } catch (FlikiException e) {
            open = stopped(verb, e);
        }
        close();
        if (verb == Verb.WAIT && tally.all() > 1) {
            output.sum(tally.all() + " ids: " + counts(), start, spans.words());
        }
        carryOn.print(open, late);
        return Exit.worst(exits);
    }

    /** How many ended how, and how many did not. */
    private String counts() {
        var counts = new TreeMap<>(words);
        counts.put("open", tally.open().size());
        counts.values().removeIf(count -> count == 0);
        return Tally.words(counts);
    }

    private void ended(Verb verb, Outcome outcome, Consumer<Outcome> printer) {
        words.merge(word(outcome), 1, Integer::sum);
        outcome.failure().ifPresent(e -> exits.add(Exit.ofId(e)));
        outcome.failure()
                .filter(e -> verb == Verb.WAIT && unfinished(e))
                .ifPresent(e -> late.add(outcome.fileId()));
        display.ended(outcome.fileId(), () -> printer.accept(outcome));
        if (isBehindDownload(outcome)) {
            output.note("if it is a folder, write --download=" + outcome.fileId());
        }
    }

    /** An unknown id behind {@code --download} was perhaps meant as the folder. */
    private boolean isBehindDownload(Outcome outcome) {
        var unknown = outcome.failure().filter(e -> e.kind() == Kind.NOT_FOUND).isPresent();
        return unknown
                && Collections.indexOfSubList(arguments, List.of("--download", outcome.fileId()))
                        >= 0;
    }

    private static String word(Outcome outcome) {
        var download = outcome.failure().filter(e -> e.kind() == Kind.DOWNLOAD).isPresent();
        return download ? "download failed" : outcome.word();
    }

    /**
     * Whether the same wait, once more, may do it: the way to a file, or the disk, was to blame.
     */
    private static boolean unfinished(FlikiException e) {
        var cause = e.getCause();
        var way = cause instanceof FlikiException f && (f.retryable() || f.kind() == Kind.NETWORK);
        return e.kind() == Kind.NOT_FINISHED
                || e.kind() == Kind.DOWNLOAD && (way || cause instanceof UncheckedIOException);
    }

    /** The run is over before its ids are; gives those that are to be continued. */
    private Map<String, Optional<Status>> stopped(Verb verb, FlikiException e) {
        var interrupted = Thread.currentThread().isInterrupted();
        exits.add(interrupted ? Exit.INTERRUPTED : Exit.ofRun(e));
        var open = tally.open();
        display.ended("", () -> output.failure(e));
        if (json) {
            open.keySet().forEach(id -> output.data(Outcome.of(id, e).json()));
        }
        return verb == Verb.WAIT || interrupted ? open : Map.of();
    }

    /** Counts an id as ended and prints nothing about it. */
    void passOver(String fileId) {
        display.ended(fileId, () -> {});
    }

    /** Counts the state of a generation towards the exit code. */
    void judge(Outcome outcome) {
        outcome.status().ifPresent(status -> exits.add(Exit.of(status)));
    }

    private void farewell() {
        display.close();
        synchronized (late) {
            carryOn.print(tally.open(), late);
        }
    }

    /** Ends the display; from then on, Ctrl-C ends the process at once. */
    @Override
    public void close() {
        farewell.close();
        display.close();
    }
}
