package fliki.csv;

import fliki.Outcome;
import fliki.State;
import fliki.csv.Rows.Row;
import fliki.internal.text.Text;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run of look-ups over a CSV: ids out, outcomes in, rows written in the order of the input.
 *
 * <p>Rows that were read wait in a queue until all before them are written. The look-ups read them
 * ahead, on a thread of their own where the input may be slow; whichever thread can write a row
 * does, one at a time.
 */
public final class CsvRun {

    /** How many rows may wait for their turn, where each is asked about as it comes. */
    private static final int LOOK_AHEAD = 10_000;

    /** How many different ids can be waited for together: all of them are in memory. */
    private static final int TOGETHER = 10_000;

    /** Asks about ids; gives an outcome for each, in their order. */
    public interface LookUps {

        /** The outcomes. */
        Stream<Outcome> of(Stream<String> ids, Asking asking);
    }

    /** What look-ups tell and ask; to be run with each request. */
    public interface Asking extends Runnable {

        /** What the file of an id that is being asked about is called, without its extension. */
        Optional<String> fileName(String id);
    }

    /** A row whose turn has not come: asked about, or complete as it is. */
    private record Waiting(Row row, boolean asked) {}

    private final Csv csv;
    private final boolean files;
    private final Input in;
    private final Columns columns;
    private final Consumer<String> notices;
    private final CsvSummary.Count count;
    private final FileNaming names;
    private final Set<String> together = new HashSet<>();
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private OutputFile out;
    private boolean foreign;
    private boolean unwritten;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile boolean allRead;
    private volatile Optional<RuntimeException> broken = Optional.empty();

    private CsvRun(Csv csv, boolean files, Input in, Consumer<String> notices, OptionalLong total) {
        this.csv = csv;
        this.files = files;
        this.in = in;
        this.notices = notices;
        columns = in.columns();
        count = new CsvSummary.Count(total);
        names = new FileNaming(in.name(), csv.fileName, columns);
    }

    /**
     * Writes the output.
     *
     * @param files whether outcomes have files, which takes a column of its own
     * @param each asks about each id as it comes
     * @param all waits for all ids together
     * @param notices what a person should know about the input
     * @throws CsvException where the job cannot be done as asked
     * @throws UncheckedIOException where reading or writing breaks off; whole rows stay
     * @throws RuntimeException as thrown by the look-ups; rows they did not answer are not written
     */
    public static CsvSummary of(
            Csv csv, boolean files, LookUps each, LookUps all, Consumer<String> notices) {
        csv.target.check(csv.source);
        var total = csv.source.isFile() ? countRows(csv, files) : OptionalLong.empty();
        try (Input in = open(csv, files)) {
            var run = new CsvRun(csv, files, in, notices, total);
            try (var out = OutputFile.open(csv.target, in, false, run::found)) {
                return run.run(out, csv.waiting ? all : each);
            }
        }
    }

    /** How many rows there are; throws where one is malformed, or there are too many ids. */
    private static OptionalLong countRows(Csv csv, boolean files) {
        try (Input in = open(csv, files)) {
            var run = new CsvRun(csv, files, in, notice -> {}, OptionalLong.empty());
            long rows = 0;
            for (; in.hasNext(); rows++) {
                run.asks(in.next());
            }
            return OptionalLong.of(rows);
        }
    }

    private static Input open(Csv csv, boolean files) {
        var name = csv.source.name();
        return Input.open(
                csv.source, csv.delimiter, head -> Columns.of(name, head, csv.column, files));
    }

    private CsvSummary run(OutputFile output, LookUps lookUps) {
        out = output;
        noticeNumber();
        out.start();
        changed();
        try (var outcomes = lookUps.of(ids(), asking())) {
            outcomes.iterator().forEachRemaining(this::answered);
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        if (!allRead || !queue.isEmpty()) {
            throw new IllegalStateException("the look-ups ended before the ids");
        }
        out.checkOurs();
        count.total(count.now().rows());
        return count.now();
    }

    private Asking asking() {
        return new Asking() {
            @Override
            public void run() {
                requested();
            }

            @Override
            public Optional<String> fileName(String id) {
                return names.name(id);
            }
        };
    }

    /** Most people who say a number mean a column with a header that fliki does not know. */
    private void noticeNumber() {
        var number = csv.column.filter(Columns::isNumber);
        if (number.isPresent() && !columns.headed() && in.hasNext()) {
            var id = Text.brief(columns.id(in.peek()));
            notices.accept(
                    in.name()
                            + ": its first row is looked up, too, by column "
                            + number.get()
                            + ": "
                            + id
                            + "; a header needs the column's name");
        }
    }

    /** The ids to ask about, each read when it is wanted. */
    private Stream<String> ids() {
        return Stream.generate(this::nextId).takeWhile(Optional::isPresent).map(Optional::get);
    }

    /** Input that breaks off ends the ids, so that outcomes of those asked about still arrive. */
    private Optional<String> nextId() {
        try {
            while (in.hasNext()) {
                var row = in.next();
                var asked = asks(row);
                names.see(row, asked);
                noticeForeign(row);
                if (enqueue(row, asked)) {
                    changed();
                }
                if (asked) {
                    return Optional.of(columns.id(row));
                }
            }
            allRead = true;
        } catch (CsvException | UncheckedIOException e) {
            if (csv.waiting) {
                throw e; // nothing is asked before all was read
            }
            broken = Optional.of(e);
        } catch (InterruptedException e) {
            // The outcomes were closed: nobody writes on.
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** Whether to ask about a row; throws where too many are to be waited for. */
    private boolean asks(Row row) {
        var id = columns.id(row);
        if (id.isEmpty() || Text.isNoId(id) || columns.isIdle(row) || isComplete(row)) {
            return false;
        }
        if (csv.waiting && together.add(id) && together.size() > TOGETHER) {
            throw CsvException.at(
                    in.name(),
                    row.number(),
                    "more than " + TOGETHER + " different ids to wait for; split the file");
        }
        return true;
    }

    /**
     * Whether a row needs no answer. Where a file is all that it lacks, it is complete as soon as
     * that is there: so a run that is resumed writes what an undisturbed one writes.
     */
    private boolean isComplete(Row row) {
        if (!csv.pending) {
            return false;
        }
        State state = State.of(columns.result(row, "status").strip());
        return state.finished() && (!files || state != State.SUCCESS || isDownloaded(row));
    }

    private boolean isDownloaded(Row row) {
        String file = Cells.unquoted(columns.result(row, "file"));
        try {
            return !file.isEmpty()
                    && columns.result(row, "error").isBlank()
                    && Files.isRegularFile(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A column of one's own may be called like one of the results. */
    private void noticeForeign(Row row) {
        if (foreign || columns.width() == columns.header().size()) {
            return;
        }
        for (var name : List.of("status", "error", "file")) {
            var text = Text.bare(columns.result(row, name));
            if (!text.isEmpty() && !(name.equals("error") && Cells.isError(text))) {
                foreign = true;
                notices.accept(
                        in.name()
                                + ": its column "
                                + name
                                + " is written over, which holds "
                                + Text.brief(text)
                                + " in row "
                                + row.number());
                return;
            }
        }
    }

    /** The row with an error if it has no id. */
    private Row checked(Row row) {
        var id = columns.id(row);
        if (id.isEmpty()) {
            return refused(row, Cells.WITHOUT_ID);
        }
        return Text.isNoId(id) && !isComplete(row) ? refused(row, Cells.NO_ID) : row;
    }

    /** An error that the row has already says more. */
    private Row refused(Row row, Map<String, String> results) {
        var known = columns.isIdle(row) || !columns.result(row, "error").isBlank();
        return known ? row : columns.with(row, results);
    }

    /** Whether rows were written. */
    private synchronized boolean enqueue(Row row, boolean asked) throws InterruptedException {
        while (!csv.waiting && queue.size() >= LOOK_AHEAD) {
            wait();
        }
        queue.add(new Waiting(asked ? row : checked(row), asked));
        return writeComplete();
    }

    private void answered(Outcome outcome) {
        write(outcome);
        changed();
    }

    private synchronized void write(Outcome outcome) {
        var row = queue.remove().row();
        var id = columns.id(row);
        if (!id.equals(outcome.fileId())) {
            throw new IllegalStateException(
                    "answer about " + outcome.fileId() + " in the turn of " + id);
        }
        names.answered(id);
        send(isComplete(row) ? row : columns.with(row, Cells.of(outcome)), false);
        writeComplete();
        notifyAll();
    }

    private boolean writeComplete() {
        var written = false;
        while (!queue.isEmpty() && !queue.element().asked()) {
            written |= send(queue.remove().row(), true);
        }
        return written;
    }

    /** Whether the row was written: nothing follows a row that could not be. */
    private boolean send(Row row, boolean kept) {
        if (unwritten) {
            return false;
        }
        unwritten = true;
        out.append(List.of(row));
        unwritten = false;
        count.looked(columns, row, kept);
        return true;
    }

    private void found(Row row) {
        names.see(row, false);
        count.looked(columns, row, true);
    }

    private void requested() {
        synchronized (this) {
            count.requested();
        }
        changed();
    }

    /**
     * Calls the listener without a lock, so that it may wait for other threads. A thread that finds
     * it busy leaves the newest counts to the thread that is calling.
     */
    private void changed() {
        if (changes.getAndIncrement() > 0) {
            return;
        }
        try {
            for (int told = 1; told > 0; ) {
                told = changes.get();
                csv.onChange.accept(now());
                told = changes.addAndGet(-told);
            }
        } catch (RuntimeException | Error e) {
            changes.set(0);
            throw e;
        }
    }

    private synchronized CsvSummary now() {
        return count.now();
    }
}
