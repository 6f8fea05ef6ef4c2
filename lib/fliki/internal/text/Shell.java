package fliki.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** Commands for people to type again: the shell here makes exactly the text of their words. */
public final class Shell {

    /** Whether it is cmd or PowerShell, and not a POSIX shell; Git Bash sets this variable. */
    private static final boolean WINDOWS = Windows.HERE && System.getenv("MSYSTEM") == null;

    private static final Pattern PLAIN = Pattern.compile("[\\w.,:/@%+-][\\w.,:/@%+=-]*");

    private static final Pattern PLAIN_ON_WINDOWS =
            Pattern.compile("[\\w.:/\\\\+-][\\w.:/\\\\+-]*");

    /** For these, cmd and PowerShell share no way to quote; no file of Windows has most of them. */
    private static final Pattern UNQUOTABLE =
            Pattern.compile("[\"%!$`\u201c\u201d\u201e\\p{Cntrl}]");

    private Shell() {}

    /** A word that holds nothing but what people see. */
    public static String word(String text) {
        return WINDOWS ? onWindows(text) : posix(text);
    }

    /** The name of a file, which no command takes for an option. */
    public static String file(String name) {
        return word(name.startsWith("-") ? "./" + name : name);
    }

    /** Whether a word can be any text that people see; what cannot can stand in a file. */
    public static boolean canHold(String text) {
        return !WINDOWS || quotable(text);
    }

    /** A command that reads a file. */
    public static String reading(String command, String file) {
        var line = command + " < " + file(file);
        return WINDOWS ? byCmd(line) : line;
    }

    /** PowerShell has no {@code <}; what holds quotes can be typed in cmd alone. */
    static String byCmd(String line) {
        return line.contains("\"") ? line : "cmd /c \"" + line + "\"";
    }

    private static String posix(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        var seen = Text.visible(text).equals(text);
        return seen ? "'" + text.replace("'", "'\\''") + "'" : printed(text);
    }

    static boolean quotable(String text) {
        return !UNQUOTABLE.matcher(text).find() && Text.visible(text).equals(text);
    }

    /** As cmd and PowerShell both read it; programs take a backslash before a quote for its own. */
    static String onWindows(String text) {
        return PLAIN_ON_WINDOWS.matcher(text).matches()
                ? text
                : "\"" + text.replaceFirst("\\\\+$", "$0$0") + "\"";
    }

    /** By the numbers of its bytes; {@code $'...'} would be shorter, but not every shell has it. */
    private static String printed(String text) {
        var format = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            var letter = b > 0 && Character.isLetterOrDigit(b);
            format.append(letter ? Character.toString(b) : String.format("\\%03o", b & 0xff));
        }
        return "\"$(printf '" + format + "')\"";
    }
}
