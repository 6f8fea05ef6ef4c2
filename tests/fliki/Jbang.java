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
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * JBang as a new user has it: an empty home, scripts/jbang as the {@code jbang} on the PATH, and a
 * sandbox for the API. Only what takes long is shared: the Maven repository of this machine, and
 * what a first run of JBang has resolved, compiled and loaded.
 */
final class Jbang {

    private static final String DEPENDENCIES = "dependency_cache.json";

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private static Path shared;

    private final Path home;
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    Jbang(Path home, Path checkout) throws IOException, InterruptedException {
        this(home, checkout, shared(checkout));
        link(cache(shared).resolve("jars"), cache(home).resolve("jars"));
        Files.copy(cache(shared).resolve(DEPENDENCIES), cache(home).resolve(DEPENDENCIES));
    }

    private Jbang(Path home, Path checkout, Path shared) throws IOException {
        this.home = home;
        var user = Path.of(System.getProperty("user.home"));
        var cache = System.getenv().getOrDefault("XDG_CACHE_HOME", user.resolve(".cache") + "");
        var bin = Files.createDirectories(home.resolve(".jbang/bin"));
        // Else it takes the tools of the JDK that it runs on.
        Files.writeString(bin.resolveSibling("jbang.properties"), "jdkproviders=javahome\n");
        environment.keySet().removeAll(List.of("JBANG_CACHE_DIR", "XDG_CONFIG_HOME"));
        environment.put("HOME", home.toString());
        environment.put("JAVA_HOME", shared.resolve("jdk").toString());
        environment.put("JBANG_DIR", bin.getParent().toString());
        environment.put("JBANG_REPO", user.resolve(".m2/repository").toString());
        environment.put("JDK_JAVA_OPTIONS", String.join(" ", Jvm.CHEAP));
        environment.put("XDG_CACHE_HOME", cache);
        environment.put("FLIKI_API_URL", SharedSandbox.SANDBOX.url().toString());
        environment.put("FLIKI_API_KEY", Sandbox.KEY);
        path(JAVA_HOME.resolve("bin"));
        path(checkout.resolve("scripts"));
        path(bin);
    }

    /** A folder with what a first run of fliki leaves for all those that come later. */
    private static synchronized Path shared(Path checkout)
            throws IOException, InterruptedException {
        if (shared == null) {
            shared = Files.createTempDirectory("fliki-jbang");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(shared)));
            copyLibraries(cache(shared).resolve("jars"));
            var jdk = jdk(shared.resolve("jdk"));
            java(jdk, "ArchiveClassesAtExit");
            var first = new Jbang(shared, checkout, shared);
            first.run(checkout, "jbang", "fliki.java", "--version");
            java(jdk, "SharedArchiveFile");
            first.run(checkout, "jbang", "build", "scripts/status.java"); // and with it the library
        }
        return shared;
    }

    /** A JDK whose tools cost little. */
    private static Path jdk(Path folder) throws IOException, InterruptedException {
        var bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(JAVA_HOME.resolve("release"), folder.resolve("release"));
        var tools = new Tools(folder);
        for (var tool : List.of("javac", "jar")) {
            executable(bin.resolve(tool), tools.command(tool));
        }
        var jshell = "exec '%s' -J%s \"$@\"\n";
        var cheap = String.join(" -J", Jvm.CHEAP);
        executable(bin.resolve("jshell"), jshell.formatted(JAVA_HOME.resolve("bin/jshell"), cheap));
        return folder;
    }

    /**
     * Has the JVM of JBang make an archive of its classes, or start from it: the environment could
     * say so, but JBang would hand that on to its programs.
     */
    private static void java(Path jdk, String option) throws IOException {
        var java =
                """
                case " $* " in *" dev.jbang.Main "*) set -- '-XX:%s=%s' "$@" ;; esac
                exec '%s' "$@"
                """;
        var archive = jdk.resolveSibling("archive");
        executable(
                jdk.resolve("bin/java"),
                java.formatted(option, archive, JAVA_HOME.resolve("bin/java")));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
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
            if (folder.getFileName().toString().matches("Sandbox\\.java\\.\\p{XDigit}{64}")) {
                Files.copy(jar, Files.createDirectories(folder).resolve(jar.getFileName()));
            }
        }
    }

    /** Links, as Java takes the archive of its classes only for the very jar that it knows. */
    private static void link(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var link = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(link);
                } else {
                    Files.createLink(link, file);
                }
            }
        }
    }

    /** The jar that JBang built of a script, if it did by now. */
    Optional<Path> built(String script) throws IOException {
        try (var jars = Files.newDirectoryStream(cache(home).resolve("jars"), script + ".java.*")) {
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
        executable(file, "exec '" + String.join("' '", words) + "' \"$@\"\n");
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
