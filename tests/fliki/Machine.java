package fliki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A machine to try scripts/jbang on: a home and a PATH of its own, with the usual tools and
 * whichever of Java, Maven and JBang a test adds, as small shell scripts. The script is the real
 * one, except that it pins the checksum of a jar whose whole content is "genuine".
 */
final class Machine {

    static final String JAR = "jbang-cli-0.132.1-all.jar";

    private static final List<String> TOOLS =
            List.of(
                    "cat",
                    "cmp",
                    "grep",
                    "id",
                    "mkdir",
                    "mktemp",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sha256sum",
                    "shasum",
                    "perl");

    /** Plays JBang: prints the command line as 0.132.1 does, an empty argument as nothing. */
    private static final String JBANG =
            """
            while [ "$1" != dev.jbang.Main ]; do shift; done
            shift
            printf "'%s'" "$PROGRAM"
            for arg; do
                case $arg in
                    *[!a-zA-Z0-9._+=:@%/-]*)
                        quoted=$(printf '%sx' "$arg" | sed "s/'/'\\\\\\\\''/g")
                        printf " '%s'" "${quoted%x}" ;;
                    *) printf ' %s' "$arg" ;;
                esac
            done
            exit 255
            """;

    private final Path home;
    private final Path bin;
    private final Map<String, String> environment = new HashMap<>();
    private Path script;

    Machine(Path home, Path original) throws IOException {
        this.home = Files.createDirectories(home);
        this.bin = Files.createDirectories(home.resolve("bin"));
        for (String name : TOOLS) {
            tool(name, "PATH=/usr/bin:/bin exec " + name + " \"$@\"");
        }
        var pinned =
                Files.readString(original)
                        .replaceFirst("(?m)^sha256=.*", "sha256=" + sha256("genuine"));
        script = executable(home.resolve("scripts/jbang"), pinned);
        set("HOME", home.toString()).set("PATH", bin.toString());
        program("for arg; do printf '[%s]\\n' \"$arg\"; done");
    }

    Path home() {
        return home;
    }

    Path script() {
        return script;
    }

    Path gate() {
        return home.resolve("gate");
    }

    Machine set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Machine tool(String name, String body) throws IOException {
        executable(bin.resolve(name), "#!/bin/sh\n" + body + "\n");
        return this;
    }

    /** What JBang is to run in its place. */
    Machine program(String body) throws IOException {
        var program = executable(home.resolve("program"), "#!/bin/sh\n" + body + "\n");
        return set("PROGRAM", program.toString());
    }

    /** A JDK of this version on the PATH, whose java plays JBang. */
    Machine jdk(int version) throws IOException {
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        return jdk(JBANG);
    }

    /** A JDK with this java; without a release file where no version was set before. */
    Machine jdk(String java) throws IOException {
        return tool("java", java).tool("javac", "exit 1");
    }

    /** A Maven that fetches a jar with this content. */
    Machine maven(String content) throws IOException {
        return tool("mvn", "printf " + content + " > " + JAR);
    }

    /** A Maven that stops after half of the content until a line comes through the gate. */
    Machine slowMaven(String content) throws IOException, InterruptedException {
        new ProcessBuilder("mkfifo", gate().toString()).inheritIO().start().waitFor();
        var half = "printf half > " + JAR + "; read -r line < '" + gate() + "'; ";
        return tool("mvn", half + "printf " + content + " > " + JAR);
    }

    /** A jar with this content in the cache. */
    Machine jar(String content) throws IOException {
        Files.writeString(Files.createDirectories(cache()).resolve(JAR), content);
        return this;
    }

    /** Calls the script by this link from now on. */
    Machine link(String name) throws IOException {
        var link = home.resolve(name);
        Files.createDirectories(link.getParent());
        script = Files.createSymbolicLink(link, script);
        return this;
    }

    List<String> cached() throws IOException {
        try (var files = Files.list(cache())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    Result run(String input, String... arguments) throws IOException, InterruptedException {
        var process = start(arguments);
        try (var stdin = process.outputWriter()) {
            stdin.write(input);
        }
        return Result.of(process);
    }

    Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Path cache() {
        return home.resolve(".cache/fliki");
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file); // a shell may be reading the old one
        Files.writeString(file, text).toFile().setExecutable(true);
        return file;
    }

    private static String sha256(String content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
