package fliki;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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

        static final List<String> COMMAND = begin();

        /**
         * It is made beside the tests, whose time limits are not for it; a JVM that starts before
         * it is there, or where none can be made, takes longer and that is all.
         */
        private static List<String> begin() {
            try {
                var folder = Files.createTempDirectory("fliki-jvm");
                var maker = Threads.daemon("archive", () -> make(folder));
                maker.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(maker, folder)));
                var archive = "-XX:SharedArchiveFile=" + folder.resolve("archive");
                // None of them meets TLS, so it need not read the certificates of the JDK.
                var none = "-Djavax.net.ssl.trustStore=NONE";
                return command(CHEAP, List.of("-Xshare:auto", archive, none), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** From a run that looks up, waits and downloads: what it loads goes into the archive. */
        private static void make(Path folder) {
            try (var studio = Studio.open()) {
                Files.writeString(folder.resolve("ids.csv"), "a1\nfail-1\n");
                Files.writeString(folder.resolve("key"), Clients.KEY);
                var line = "fliki bulk ids.csv --wait --download=. -q --key-file=key --url=";
                var list = "-XX:DumpLoadedClassList=classes";
                run(folder, command(CHEAP, List.of(list), line + studio.url()));
                var half = "-XX:SharedArchiveFile=half";
                var dump = List.of("-Xshare:dump", "-XX:SharedClassListFile=classes", half);
                run(folder, command(List.of(), dump, ""));
                Files.move(folder.resolve("half"), folder.resolve("archive"));
            } catch (IOException | InterruptedException e) {
                // No archive.
            }
        }

        private static void delete(Thread maker, Path folder) {
            try {
                maker.join();
                Jbang.delete(folder);
            } catch (InterruptedException e) {
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
