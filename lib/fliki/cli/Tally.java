package fliki.cli;

import fliki.Status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ids of a command that have not ended, each with the newest status seen. */
public final class Tally {

    private final Map<String, Optional<Status>> open = new LinkedHashMap<>();
    private final int all;

    /** A tally in which all ids are open. */
    public Tally(Set<String> ids) {
        ids.forEach(id -> open.put(id, Optional.empty()));
        all = ids.size();
    }

    synchronized void update(Status status) {
        open.computeIfPresent(status.fileId(), (id, last) -> Optional.of(status));
    }

    synchronized void ended(String fileId) {
        open.remove(fileId);
    }

    /** The ids that have not ended, in the order given, with the newest status of each. */
    public synchronized Map<String, Optional<Status>> open() {
        return new LinkedHashMap<>(open);
    }

    /** How many ids there are in all. */
    public int all() {
        return all;
    }

    synchronized int ended() {
        return all - open.size();
    }

    /** The open ids, counted by state, such as {@code processing 3, queued 1}. */
    synchronized String counts() {
        return open.values().stream()
                .collect(Collectors.groupingBy(Tally::word, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(state -> Output.plain(state.getKey()) + " " + state.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String word(Optional<Status> status) {
        return status.map(Status::status).orElse("waiting");
    }
}
