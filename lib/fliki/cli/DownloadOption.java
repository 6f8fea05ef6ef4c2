package fliki.cli;

import fliki.Fliki;

import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;

/** The option that fetches the files of the generations that ended well. */
final class DownloadOption {

    private static final String HERE = ".";

    @Option(
            names = "--download",
            arity = "0..1",
            paramLabel = "DIR",
            preprocessor = AfterEqualsSign.class,
            description = "Fetches the files, too. Default folder: the current one.")
    private Path dir;

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "The same, with a folder.")
    private Path folder;

    /** Whether files are fetched. */
    boolean given() {
        return folder != null || dir != null;
    }

    /** The client with this option. */
    Fliki apply(Fliki fliki) {
        if (folder != null) {
            return fliki.downloadTo(folder);
        }
        return dir == null ? fliki : fliki.downloadTo(dir);
    }

    /**
     * Whether an argument was meant as the folder, behind {@code --download}.
     *
     * @throws IllegalArgumentException if it was
     */
    void check(String argument) {
        if (Path.of(HERE).equals(dir) && isFolder(argument)) {
            throw new IllegalArgumentException(
                    "'" + argument + "' is a folder; write --download=" + argument);
        }
    }

    private static boolean isFolder(String argument) {
        try {
            return Files.isDirectory(Path.of(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Takes a folder only behind {@code =}, so that {@code --download ID} leaves the id alone. */
    static final class AfterEqualsSign implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                args.push(HERE);
            }
            return false;
        }
    }
}
