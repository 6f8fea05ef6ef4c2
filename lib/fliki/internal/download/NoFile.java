package fliki.internal.download;

/** There is no file to save, and another try would not help. The message says why. */
public final class NoFile extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoFile(String why) {
        super(why);
    }
}
