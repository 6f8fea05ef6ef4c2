package fliki.internal.http;

/** The version, for {@code --version} and for servers. */
public final class Version {

    /** As the newest heading of .github/CHANGELOG.md. */
    public static final String NUMBER = "0.1.0";

    private Version() {}
}
