package fliki;

import fliki.sandbox.Sandbox;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * JBang as a new user has it: an empty home, scripts/jbang as the {@code jbang} on the PATH, and a
 * sandbox for the API. Only what takes long is shared: the Maven repository of this machine, and
 * what was resolved, compiled and loaded in the same run of the tests.
 */
final class Jbang {

    /** Taken by those that build: JBang does not build one script twice at the same time. */
    static final String BUILDS = "JBang's builds";

    private static final String DEPENDENCIES = "dependency_cache.json";

    private static Path shared;

    private final Map<String, String> environment = new HashMap<>(System.getenv());

    Jbang(Path home, Path checkout) throws IOException, InterruptedException {
        this(home, checkout, "-XX:SharedArchiveFile=" + archives(checkout));
        var cache = Files.createDirectories(cache(home));
        Files.copy(cache(shared).resolve(DEPENDENCIES), cache.resolve(DEPENDENCIES));
    }

    private Jbang(Path home, Path checkout, String option) throws IOException {
        var user = Path.of(System.getProperty("user.home"));
        var cache = System.getenv().getOrDefault("XDG_CACHE_HOME", user.resolve(".cache") + "");
        var bin = Files.createDirectories(home.resolve(".jbang/bin"));
        environment.keySet().removeAll(List.of("JBANG_CACHE_DIR", "XDG_CONFIG_HOME"));
        environment.put("HOME", home.toString());
        environment.put("JBANG_DIR", bin.getParent().toString());
        environment.put("JBANG_CACHE_DIR_JARS", cache(shared).resolve("jars").toString());
        environment.put("JBANG_REPO", user.resolve(".m2/repository").toString());
        environment.put("JDK_JAVA_OPTIONS", String.join(" ", Jvm.CHEAP));
        environment.put("XDG_CACHE_HOME", cache);
        environment.put("JAVA_HOME", jdk(home.resolve("jdk"), option).toString());
        environment.put("FLIKI_API_URL", SharedSandbox.SANDBOX.url().toString());
        environment.put("FLIKI_API_KEY", Sandbox.KEY);
        path(Path.of(System.getProperty("java.home"), "bin"));
        path(checkout.resolve("scripts"));
        path(bin);
    }

    /**
     * A folder with the classes of JBang and of what it calls, from a run that builds fliki for all
     * those that come later.
     */
    private static synchronized Path archives(Path checkout)
            throws IOException, InterruptedException {
        if (shared == null) {
            shared = Files.createTempDirectory("fliki-jbang");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(shared)));
            copyLibraries(cache(shared).resolve("jars"));
            var archives = Files.createDirectory(shared.resolve("archives"));
            var first = new Jbang(shared, checkout, "-XX:ArchiveClassesAtExit=" + archives);
            first.run(checkout, "jbang", "build", "fliki.java");
        }
        return shared.resolve("archives");
    }

    /**
     * A JDK whose tools start at little cost, each with an archive; JShell, which compiles, with
     * that of javac. The environment could say so of java, but JBang would hand that on.
     */
    private static Path jdk(Path folder, String option) throws IOException {
        var jdk = Path.of(System.getProperty("java.home"));
        var bin = Files.createDirectories(folder.resolve("bin"));
        executable(bin.resolve("java"), "'" + jdk.resolve("bin/java") + "' " + option + "/java");
        for (var tool : List.of("javac", "jar", "jshell")) {
            var options = new ArrayList<>(Jvm.CHEAP);
            options.add(option + "/" + tool.replace("jshell", "javac"));
            var command = "'" + jdk.resolve("bin").resolve(tool) + "' -J";
            executable(bin.resolve(tool), command + String.join(" -J", options));
        }
        Files.copy(jdk.resolve("release"), folder.resolve("release"));
        return folder;
    }

    private static void executable(Path file, String command) throws IOException {
        Files.writeString(file, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        file.toFile().setExecutable(true);
    }

    private static Path cache(Path home) {
        return home.resolve(".jbang/cache");
    }

    /** Those on the class path of a run by JBang: it built them of the same sources. */
    private static void copyLibraries(Path jars) throws IOException {
        for (var entry : Jvm.classPath().split(File.pathSeparator)) {
            var jar = Path.of(entry);
            var folder = jars.resolve(jar.getParent().getFileName());
            if (folder.getFileName()
                    .toString()
                    .matches("(Fliki|Sandbox)\\.java\\.\\p{XDigit}{64}")) {
                Files.copy(jar, Files.createDirectories(folder).resolve(jar.getFileName()));
            }
        }
    }

    /** The jar that JBang built of a script, if it did by now. */
    static Optional<Path> built(String script) throws IOException {
        try (var jars =
                Files.newDirectoryStream(cache(shared).resolve("jars"), script + ".java.*")) {
            return StreamSupport.stream(jars.spliterator(), false)
                    .map(folder -> folder.resolve(script + ".jar"))
                    .findFirst();
        }
    }

    static void delete(Path folder) {
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
        executable(file, "'" + String.join("' '", words) + "'");
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
}
