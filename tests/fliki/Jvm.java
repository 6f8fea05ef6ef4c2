package fliki;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of processes that start at little cost: they compile simply, and map their
 * classes from an archive that is made once in a run of the tests.
 */
public final class Jvm {

    /** What makes the start of any JVM cheap: it compiles less, and more simply. */
    public static final List<String> CHEAP =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:CompileThresholdScaling=5",
                    "-XX:+UseSerialGC",
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:+UseTransparentHugePages",
                    "-Xlog:disable",
                    "-XX:-UsePerfData");

    private Jvm() {}

    /**
     * The words that start a JVM with the classes of the tests; options and a main class follow.
     */
    public static List<String> command() {
        return Archive.COMMAND;
    }

    private static Path tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    /** In full: a process starts in another folder. */
    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static final class Archive {

        static final List<String> COMMAND = make();

        /** From a run that looks up, waits and downloads: what it loads goes into the archive. */
        private static List<String> make() {
            try (var studio = Studio.open()) {
                var folder = Files.createTempDirectory("fliki-jvm");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> Jbang.delete(folder)));
                Files.writeString(folder.resolve("ids.csv"), "a1\nmissing-1\n");
                Files.writeString(folder.resolve("key"), Clients.KEY);
                var line = "fliki bulk ids.csv --wait --download=. -q --key-file=key --url=";
                var list = "-XX:DumpLoadedClassList=classes";
                run(folder, command(CHEAP, List.of(list), line + studio.url()));
                var archive = "-XX:SharedArchiveFile=" + folder.resolve("archive");
                var dump = List.of("-Xshare:dump", "-XX:SharedClassListFile=classes", archive);
                run(folder, command(List.of(), dump, ""));
                // None of them meets TLS, so it need not read the certificates of the JDK.
                var none = "-Djavax.net.ssl.trustStore=NONE";
                // Without an archive, where a JVM makes none, all takes longer and that is all.
                return command(CHEAP, List.of("-Xshare:auto", archive, none), "");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static List<String> command(List<String> cheap, List<String> options, String line) {
            var java = Stream.of(tool("java").toString());
            var classes = Stream.of("-cp", classPath());
            var words = Stream.of(line.split(" ")).filter(word -> !word.isEmpty());
            return Stream.of(java, cheap.stream(), options.stream(), classes, words)
                    .flatMap(part -> part)
                    .toList();
        }

        private static void run(Path folder, List<String> command)
                throws IOException, InterruptedException {
            var nowhere = ProcessBuilder.Redirect.DISCARD;
            new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(nowhere)
                    .redirectError(nowhere)
                    .start()
                    .waitFor();
        }
    }
}
