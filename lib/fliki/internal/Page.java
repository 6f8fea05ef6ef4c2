package fliki.internal;

import java.util.regex.Pattern;

/**
 * Tells a page, such as the sign-in of a network or an error in JSON, from a file: by its type, or
 * by the first visible character of its content, wherever that comes.
 */
final class Page {

    private static final Pattern TYPE =
            Pattern.compile("(?i)\\s*(text/|application/([^;]*\\+)?(json|xml)).*");

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private boolean seen;

    /** Whether a content type is that of a page. */
    static boolean is(String contentType) {
        return TYPE.matcher(contentType).matches();
    }

    /** Whether these bytes, which follow those given before, show that the content is a page. */
    boolean begins(byte[] bytes, int count) {
        for (int i = 0; i < count && !seen; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0 && !isMark(bytes[i]) || isControl(bytes[i])) {
                seen = true;
                return "<{[".indexOf(bytes[i]) >= 0;
            }
        }
        return false;
    }

    private static boolean isMark(byte one) {
        return one == BYTE_ORDER_MARK[0] || one == BYTE_ORDER_MARK[1] || one == BYTE_ORDER_MARK[2];
    }

    /** What no text begins with; a tab, a line break or a blank may stand before a page. */
    private static boolean isControl(byte one) {
        return one >= 0 && one < ' ' && "\t\n\r\f".indexOf(one) < 0;
    }
}
