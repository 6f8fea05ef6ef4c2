package fliki;

import fliki.sandbox.Sandbox;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JBang as a new user has it: an empty home, scripts/jbang as the {@code jbang} on the PATH, and a
 * sandbox for the API. Only what takes long is shared: the Maven repository of this machine, and
 * what was compiled in the same run of the tests.
 */
final class Jbang implements AutoCloseable {

    private static Path compiled;

    private final Path home;
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    Jbang(Path home, Path checkout, Sandbox sandbox) throws IOException {
        this.home = home;
        var user = Path.of(System.getProperty("user.home"));
        var cache = System.getenv().getOrDefault("XDG_CACHE_HOME", user.resolve(".cache") + "");
        var bin = Files.createDirectories(home.resolve(".jbang/bin"));
        Files.createSymbolicLink(home.resolve(".m2"), user.resolve(".m2"));
        environment.keySet().removeAll(List.of("JBANG_CACHE_DIR", "XDG_CONFIG_HOME"));
        environment.put("HOME", home.toString());
        environment.put("JBANG_DIR", bin.getParent().toString());
        environment.put("JBANG_CACHE_DIR_JARS", compiled().toString());
        environment.put("XDG_CACHE_HOME", cache);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("FLIKI_API_URL", sandbox.url().toString());
        environment.put("FLIKI_API_KEY", Sandbox.KEY);
        path(Path.of(System.getProperty("java.home"), "bin"));
        path(checkout.resolve("scripts"));
        path(bin);
    }

    private static synchronized Path compiled() throws IOException {
        if (compiled == null) {
            compiled = Files.createTempDirectory("fliki-compiled");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(compiled)));
        }
        return compiled;
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a folder in front of the PATH. */
    private void path(Path folder) {
        environment.merge(
                "PATH", folder.toString(), (path, dir) -> dir + File.pathSeparator + path);
    }

    /** Adds a command that is run instead of any other of this name. */
    void command(String name, List<String> words) throws IOException {
        var file = Path.of(environment.get("JBANG_DIR")).resolve("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\nexec '" + String.join("' '", words) + "' \"$@\"\n");
        file.toFile().setExecutable(true);
    }

    /** Runs a command in a folder with nothing on standard input. */
    Result run(Path folder, String... command) throws IOException, InterruptedException {
        return pipe("", folder, command);
    }

    /** Runs a command in a folder with this on standard input. */
    Result pipe(String stdin, Path folder, String... command)
            throws IOException, InterruptedException {
        var process = start(folder, command);
        try (var in = process.getOutputStream()) {
            in.write(stdin.getBytes(StandardCharsets.UTF_8));
        }
        return Result.of(process);
    }

    /** Starts a command in a folder. */
    Process start(Path folder, String... command) throws IOException {
        // A shell finds the command: Java would search the PATH of this process, not of that one.
        var builder =
                new ProcessBuilder("/bin/sh", "-c", "exec \"$@\"", "sh").directory(folder.toFile());
        builder.command().addAll(List.of(command));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Lets go of the Maven repository before the home is deleted. */
    @Override
    public void close() throws IOException {
        Files.delete(home.resolve(".m2"));
    }
}
