package fliki.internal.download;

/** There is no file to save, and asking again changes nothing. The message says why. */
public final class NoFile extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoFile(String why) {
        super(why);
    }
}
