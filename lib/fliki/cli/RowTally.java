package fliki.cli;

import fliki.Status;
import fliki.csv.CsvSummary;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far a command on a CSV has come: by the rows written, or by a poll that is ahead of them. */
final class RowTally implements Tally {

    private final Map<String, Status> polled = new HashMap<>();
    private final Map<String, Long> states = new TreeMap<>();
    private long done;
    private double running;
    private CsvSummary rows = CsvSummary.NOTHING;

    synchronized void rows(CsvSummary now) {
        rows = now;
    }

    synchronized CsvSummary rows() {
        return rows;
    }

    @Override
    public synchronized void update(Status status) {
        var before = Optional.ofNullable(polled.put(status.fileId(), status));
        before.ifPresent(last -> states.merge(last.status(), -1L, Long::sum));
        states.merge(status.status(), 1L, Long::sum);
        done += status.finished() ? 1 : 0;
        running += part(status) - before.map(RowTally::part).orElse(0.0);
    }

    /** What a generation that goes on has done already, from 0 to 1. */
    private static double part(Status status) {
        return status.finished() ? 0 : IdTally.part(Optional.of(status));
    }

    @Override
    public void ended(String fileId) {
        // Rows are counted when they are written.
    }

    @Override
    public synchronized long all() {
        return rows.total().orElse(polled.size());
    }

    @Override
    public synchronized long ended() {
        return Math.max(rows.rows(), done);
    }

    @Override
    public boolean endsByUpdate() {
        return true;
    }

    @Override
    public boolean one() {
        return false;
    }

    @Override
    public synchronized double done() {
        return all() == 0 ? 0 : (ended() + running) / all();
    }

    @Override
    public synchronized String counts() {
        if (states.isEmpty()) {
            return rows.counts();
        }
        var counts = new TreeMap<>(states);
        counts.values().removeIf(count -> count <= 0);
        return Tally.words(counts);
    }
}
