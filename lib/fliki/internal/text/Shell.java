package fliki.internal.text;

/** Words of a command that people paste into a POSIX shell. */
public final class Shell {

    private Shell() {}

    /** The text as a shell reads it back. */
    public static String word(String text) {
        return text.matches("[\\w.,:/@%+-][\\w.,:/@%+=-]*")
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }

    /** The name of a file, which no command takes for an option. */
    public static String file(String name) {
        return word(name.startsWith("-") ? "./" + name : name);
    }
}
