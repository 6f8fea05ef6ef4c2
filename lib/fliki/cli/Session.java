package fliki.cli;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;

import picocli.CommandLine.Model.CommandSpec;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One command at work on its ids: shows how it goes, fetches files beside that, hands on what comes
 * of each id, and says what is left when it ends early.
 */
public final class Session implements AutoCloseable {

    private static final int DOWNLOADS = 4;

    private final Output output;
    private final boolean json;
    private final IdTally tally;
    private final Display display;
    private final CarryOn carryOn;
    private final Thread main = Thread.currentThread();
    private final Farewell farewell;
    private final ExecutorService downloads =
            Executors.newFixedThreadPool(DOWNLOADS, task -> daemon(task, "fliki-download"));
    private final Set<Exit> exits = EnumSet.noneOf(Exit.class);
    private final Map<String, Optional<Status>> left =
            Collections.synchronizedMap(new LinkedHashMap<>());

    /** A session of a command over these ids. */
    public Session(CommandSpec command, Output output, boolean json, Set<String> ids) {
        this.output = output;
        this.json = json;
        tally = new IdTally(ids);
        display = output.display(tally, true);
        carryOn = new CarryOn(command, output);
        farewell = new Farewell(this::farewell);
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The client, with all that it tells shown. */
    public Fliki watch(Fliki fliki) {
        return fliki.onUpdate(display::update).onNotice(display::notice);
    }

    /** What the outcomes are of. */
    public enum Verb {
        /** Looks, handed on in the order of the ids. */
        STATUS,
        /** Waits, handed on in the order of ending; one that takes too long is to be continued. */
        POLL
    }

    /** Fetches files. */
    public interface Saver {

        /** Whether this status is one whose file is fetched. */
        boolean wants(Status status);

        /** Fetches the file. */
        Path save(Status status);
    }

    /** Prints what comes of each id until the outcomes end, and tells what it amounts to. */
    public Exit run(Verb verb, Stream<Outcome> outcomes, Saver saver, Consumer<Ended> printer) {
        var open = new ArrayDeque<Future<Ended>>();
        var stop = Optional.<FlikiException>empty();
        var interrupted = false;
        try (outcomes) {
            outcomes.forEach(
                    outcome -> {
                        open.add(start(verb, outcome, saver, printer));
                        while (!open.isEmpty() && open.element().isDone()) {
                            finish(verb, open.remove(), printer);
                        }
                    });
        } catch (FlikiException e) {
            // It may be the interrupt that end() sends: then finish() throws what was behind it.
            interrupted = Thread.interrupted();
            stop = Optional.of(e);
        }
        open.forEach(task -> finish(verb, task, printer));
        var end = interrupted ? Optional.of(Exit.INTERRUPTED) : stop.map(Exit::ofRun);
        stop.ifPresent(e -> stopped(verb, e, end.orElseThrow()));
        close();
        carryOn.print(left);
        if (interrupted) {
            main.interrupt();
        }
        return Exit.worst(exits);
    }

    private Future<Ended> start(Verb verb, Outcome outcome, Saver saver, Consumer<Ended> printer) {
        var task = new FutureTask<>(() -> saved(verb, outcome, saver, printer));
        if (outcome.status().filter(saver::wants).isPresent()) {
            downloads.execute(task);
        } else {
            task.run();
        }
        return task;
    }

    private Ended saved(Verb verb, Outcome outcome, Saver saver, Consumer<Ended> printer) {
        Ended ended;
        try {
            ended = new Ended(outcome, outcome.status().filter(saver::wants).map(saver::save));
        } catch (FlikiException e) {
            ended = Ended.of(Outcome.of(outcome.fileId(), e));
        }
        if (verb == Verb.POLL) {
            end(verb, ended, printer);
        }
        return ended;
    }

    private void finish(Verb verb, Future<Ended> task, Consumer<Ended> printer) {
        try {
            var ended = task.get();
            if (verb == Verb.STATUS) {
                end(verb, ended, printer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }

    private synchronized void end(Verb verb, Ended ended, Consumer<Ended> printer) {
        var failure = ended.outcome().failure();
        failure.ifPresent(e -> count(verb, e));
        try {
            display.ended(
                    ended.outcome().fileId(),
                    () -> {
                        failure.ifPresent(output::failure);
                        print(ended, printer);
                    });
        } catch (Output.ClosedPipe | UncheckedIOException e) {
            main.interrupt();
            throw e;
        }
    }

    private void count(Verb verb, FlikiException e) {
        if (verb == Verb.POLL && e.kind() == Kind.TIMEOUT) {
            left.put(e.fileId().orElseThrow(), e.lastStatus());
            exits.add(Exit.UNFINISHED);
        } else {
            exits.add(Exit.ofId(e));
        }
    }

    private void print(Ended ended, Consumer<Ended> printer) {
        if (json) {
            output.data(ended.json());
        } else if (ended.outcome().status().isPresent()) {
            printer.accept(ended);
        }
    }

    /** The run is over before its ids are; a mere look is as easily begun anew. */
    private synchronized void stopped(Verb verb, FlikiException e, Exit exit) {
        exits.add(exit);
        if (verb == Verb.POLL || exit == Exit.INTERRUPTED) {
            left.putAll(tally.open());
        }
        display.ended("", () -> output.failure(e));
        if (json) {
            tally.open().keySet().forEach(id -> output.data(Outcome.of(id, e).json()));
        }
    }

    /** Counts towards the exit code. */
    public synchronized void count(Exit exit) {
        exits.add(exit);
    }

    private void farewell() {
        var open = new LinkedHashMap<String, Optional<Status>>();
        synchronized (left) {
            open.putAll(left);
        }
        open.putAll(tally.open());
        display.close();
        carryOn.print(open);
    }

    /** Ends the display and the threads; from then on, Ctrl-C ends the process at once. */
    @Override
    public void close() {
        farewell.close();
        downloads.shutdownNow();
        display.close();
    }
}
