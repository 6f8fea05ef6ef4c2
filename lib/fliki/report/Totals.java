package fliki.report;

import static java.util.Comparator.comparing;

import fliki.report.Verdict.Tone;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many rows there are of each word, and of each kind of failure. */
final class Totals {

    /** A server may send any word: beyond as many different ones, they are counted together. */
    private static final int WORDS = 20;

    private final Map<String, Group> words = new HashMap<>();
    private final Map<String, Group> kinds = new HashMap<>();
    private long rows;

    /**
     * Rows that have something in common.
     *
     * @param example the reason of the first of them
     */
    record Group(String name, long rows, String example) {

        private Group plus(Group other) {
            return new Group(name, rows + other.rows, example);
        }
    }

    /** Counts a row; gives the word that it is counted by. */
    String add(Verdict row) {
        rows++;
        var one = words.containsKey(row.word()) || Tone.known(row.word()) || words.size() < WORDS;
        var word = one ? row.word() : Verdict.STRANGE;
        add(words, new Group(word, 1, ""));
        if (row.failed()) {
            add(kinds, new Group(row.kind(), 1, row.reason()));
        }
        return word;
    }

    private static void add(Map<String, Group> groups, Group one) {
        groups.merge(one.name(), one, Group::plus);
    }

    long rows() {
        return rows;
    }

    /** From good to bad, the largest first. */
    List<Group> words() {
        return sorted(words.values());
    }

    /** The largest first. */
    List<Group> kinds() {
        return sorted(kinds.values());
    }

    long failed() {
        return kinds.values().stream().mapToLong(Group::rows).sum();
    }

    private static List<Group> sorted(Collection<Group> groups) {
        return groups.stream()
                .sorted(
                        comparing((Group group) -> Tone.of(group.name()))
                                .thenComparing(group -> -group.rows())
                                .thenComparing(Group::name))
                .toList();
    }
}
