package fliki.internal.download;

/**
 * Tells a page, such as the sign-in of a network or an error in JSON, from a film by its first
 * bytes. That an answer is called a text counts only where its bytes are those of a text.
 */
final class Beginning {

    private static final String PAGE = "<{[";

    /** White space, and the three bytes of a byte order mark. */
    private static final String BLANK = "\t\n\u000B\f\r \u00EF\u00BB\u00BF";

    /** A film has a byte that no text has among so many. */
    private static final int ENOUGH = 512;

    private boolean visible;
    private boolean binary;
    private int judged;

    /** Takes the next bytes; gives whether the first one that is not blank begins a page. */
    boolean isPage(byte[] bytes, int count) {
        for (int i = 0; i < count && judged < ENOUGH; i++, judged++) {
            binary |= isBinary(bytes[i]);
        }
        for (int i = 0; i < count && !visible; i++) {
            var one = (char) (bytes[i] & 0xFF);
            if (PAGE.indexOf(one) >= 0) {
                return true;
            }
            visible = BLANK.indexOf(one) < 0;
        }
        return false;
    }

    /** Whether so many bytes have come, all of them fit for a text, that it is one. */
    boolean isText() {
        return judged == ENOUGH && isTextSoFar();
    }

    /** Whether all bytes so far are fit for a text. */
    boolean isTextSoFar() {
        return !binary;
    }

    /** The bytes that browsers, too, find in no text (WHATWG, MIME Sniffing). */
    private static boolean isBinary(byte one) {
        return one >= 0 && one < ' ' && "\t\n\f\r\u001B".indexOf(one) < 0;
    }
}
