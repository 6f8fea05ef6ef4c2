package fliki.cli;

import fliki.Status;
import fliki.internal.text.Text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** The ids of a command that have not ended, each with the newest status seen. */
final class IdTally implements Tally {

    private final Map<String, Optional<Status>> open = new LinkedHashMap<>();
    private final int all;

    /** A tally in which all ids are open. */
    IdTally(Set<String> ids) {
        ids.forEach(id -> open.put(id, Optional.empty()));
        all = ids.size();
    }

    @Override
    public synchronized void update(Status status) {
        open.computeIfPresent(status.fileId(), (id, last) -> Optional.of(status));
    }

    @Override
    public synchronized void ended(String fileId) {
        open.remove(fileId);
    }

    /** The ids that have not ended, in the order given, with the newest status of each. */
    synchronized Map<String, Optional<Status>> open() {
        return new LinkedHashMap<>(open);
    }

    @Override
    public long all() {
        return all;
    }

    @Override
    public synchronized long ended() {
        return all - open.size();
    }

    @Override
    public boolean endsByUpdate() {
        return false;
    }

    @Override
    public boolean one() {
        return all == 1;
    }

    @Override
    public synchronized double done() {
        var running = open.values().stream().mapToDouble(IdTally::part).sum();
        return (ended() + running) / all;
    }

    static double part(Optional<Status> status) {
        var percent = status.map(Status::progress).orElse(OptionalDouble.empty()).orElse(0);
        return Math.max(0, Math.min(100, percent)) / 100;
    }

    @Override
    public synchronized String counts() {
        var counts = new TreeMap<String, Integer>();
        open.values().forEach(status -> counts.merge(word(status), 1, Integer::sum));
        return one() ? Text.visible(String.join("", counts.keySet())) : Tally.words(counts);
    }

    private static String word(Optional<Status> status) {
        return status.map(Status::status).orElse("unseen");
    }
}
