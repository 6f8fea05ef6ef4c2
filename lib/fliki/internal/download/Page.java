package fliki.internal.download;

import java.util.regex.Pattern;

/**
 * Tells a page, such as the sign-in of a network or an error in JSON, from a file: by its type, or
 * by the first visible character of its content, wherever that comes.
 */
public final class Page {

    private static final Pattern TYPE =
            Pattern.compile("(?i)\\s*(text/|application/([^;]*\\+)?(json|xml)).*");

    private static final String UTF_8_MARK = "\u00EF\u00BB\u00BF";
    private static final int UTF_16_MARK = 2;

    /** Behind byte order marks, if there are any. */
    private static final Pattern BEGINNING =
            Pattern.compile("(" + UTF_8_MARK + "|\\xFE\\xFF|\\xFF\\xFE)?[<{\\[]");

    private String head = "";
    private boolean seen;

    /** Whether a content type is that of a page. */
    public static boolean is(String contentType) {
        return TYPE.matcher(contentType).matches();
    }

    /** Whether these bytes, which follow those given before, show that the content is a page. */
    public boolean begins(byte[] bytes, int count) {
        for (int i = 0; i < count && !seen; i++) {
            if (!isBlank(bytes[i])) {
                head += (char) (bytes[i] & 0xFF);
                var beginning = BEGINNING.matcher(head);
                if (beginning.matches()) {
                    return true;
                }
                seen = !beginning.hitEnd();
                head = head.equals(UTF_8_MARK) ? "" : head;
            }
        }
        return false;
    }

    /** What may stand before the first visible character; in UTF-16 also one half of a blank. */
    private boolean isBlank(byte one) {
        return "\t\n\u000B\f\r ".indexOf(one) >= 0 || one == 0 && head.length() == UTF_16_MARK;
    }
}
