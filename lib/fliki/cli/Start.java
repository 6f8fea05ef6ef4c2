package fliki.cli;

/**
 * Starts the command line. The jar tool, and so {@code jbang export fatjar}, refuses a main class
 * without a package once a module is in the jar, as some of the libraries are.
 */
public final class Start {

    private Start() {}

    /** Hands on to the class {@code fliki}, which nothing in a package can name. */
    public static void main(String... args) throws ReflectiveOperationException {
        var main = Class.forName("fliki").getMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) args);
    }
}
