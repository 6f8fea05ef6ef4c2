package fliki.internal.text;

import java.io.File;

/** Windows has other consoles, folders and rules for open files than Linux and macOS. */
public final class Windows {

    /** Whether this is Windows. */
    public static final boolean HERE = File.separatorChar == '\\';

    private Windows() {}
}
