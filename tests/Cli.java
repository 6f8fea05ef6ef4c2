import fliki.Jvm;
import fliki.MockApi;
import fliki.Result;
import fliki.cli.Main;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs command lines, in this process or in one of their own. */
final class Cli {

    /** A key that no honest text contains. */
    static final String KEY = "k3yK3Yk3yK3Yk3yK3Yk3yK3Yk3yK3Y42";

    private static final Pattern LEFT = Pattern.compile(" < (\\S*fliki-left-\\S+)");

    private Cli() {}

    /** Runs in this process; takes away the file that lists the ids left. */
    static Result run(String... args) {
        var result = keep(args);
        tidy(result);
        return result;
    }

    /**
     * Runs in this process with these bytes on standard input, which is that of the whole process
     * meanwhile. A file that lists the ids left stays, until {@link #tidy}.
     */
    static synchronized Result piped(byte[] stdin, String... args) {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(stdin));
        try {
            return keep(args);
        } finally {
            System.setIn(before);
        }
    }

    private static Result keep(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Result(code, lines(out.toString()), lines(err.toString()));
    }

    /** Takes away the file that lists the ids left. */
    static void tidy(Result result) {
        LEFT.matcher(result.err()).results().forEach(list -> delete(Path.of(list.group(1))));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code fliki status} in this process against a server, with a key from a file. */
    static Result status(MockApi api, Path folder, String... args) {
        var all = new ArrayList<>(List.of("status", "--url", api.url(), "--rate", "1000000"));
        all.addAll(List.of("--retries", "0", "--key-file", keyFile(folder)));
        all.addAll(List.of(args));
        return run(all.toArray(String[]::new));
    }

    private static String keyFile(Path folder) {
        return secret(folder.resolve("key"), KEY + "\n").toString();
    }

    /** The options that lead to a server with this key, which goes to a file of the folder. */
    static String connection(String url, Path folder, String key) {
        return "--url=" + url + " --key-file=" + secret(folder.resolve("key"), key);
    }

    /** Writes a file, and its folder where there is none. */
    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file that nobody else can read, where the system knows such a thing. */
    static Path secret(Path file, String text) {
        try {
            write(file, text);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process with nothing but these variables, which starts in this folder. */
    static ProcessBuilder process(Path folder, Map<String, String> env, String... args) {
        return java(folder, env, "fliki", args);
    }

    /** Such a process with another main class. */
    static ProcessBuilder java(Path folder, Map<String, String> env, String main, String... args) {
        var command = new ArrayList<>(Jvm.command());
        command.addAll(List.of("-Duser.home=" + folder, main));
        command.addAll(List.of(args));
        var process = new ProcessBuilder(command).directory(folder.toFile());
        process.environment().clear();
        process.environment().putAll(env);
        return process;
    }

    /** Runs a process to its end, with this on standard input. */
    static Result run(ProcessBuilder builder, String stdin) throws Exception {
        var err = Files.createTempFile("fliki", ".err");
        var process = builder.redirectError(err.toFile()).start();
        try (var in = process.getOutputStream()) {
            in.write(stdin.getBytes(StandardCharsets.UTF_8));
        }
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var code = process.waitFor();
        var result = new Result(code, lines(out), lines(Files.readString(err)));
        Files.delete(err);
        return result;
    }

    private static String lines(String text) {
        return text.replace(System.lineSeparator(), "\n");
    }
}
