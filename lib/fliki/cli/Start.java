package fliki.cli;

import fliki.internal.text.Shell;

import java.util.Optional;

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

    /**
     * What the person typed to begin this command line, so that it can be said how to go on: {@code
     * scripts/jbang} tells how it was called, and a jar knows its name.
     */
    public static String command() {
        var jar = System.getProperty("sun.java.command", "").replaceFirst("\\.jar( .*)?$", ".jar");
        return jar.endsWith(".jar")
                ? "java -jar " + Shell.word(jar)
                : Optional.ofNullable(System.getenv("FLIKI_COMMAND")).orElse("fliki");
    }
}
