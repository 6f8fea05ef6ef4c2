package fliki.cli;

import java.util.EnumSet;
import java.util.Set;

/** The exit codes of the command line, the one that wins first. */
public enum Exit {
    INTERRUPTED(130),
    USAGE(2),
    UNEXPECTED(1),
    KEY(13),
    FAILED(12),
    BAD_END(10),
    UNFINISHED(11),
    OK(0);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }

    /** What all that happened amounts to. */
    public static Exit worst(Set<Exit> all) {
        return all.isEmpty() ? OK : EnumSet.copyOf(all).iterator().next();
    }
}
