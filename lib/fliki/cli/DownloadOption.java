package fliki.cli;

import fliki.Fliki;

import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;

/** The option that fetches the files of the generations that ended well. */
public final class DownloadOption {

    @Option(
            names = "--download",
            arity = "0..1",
            paramLabel = "DIR",
            preprocessor = AfterEqualsSign.class,
            description = "Fetches the files, too. Default folder: the current one.")
    private Path dir;

    /** The client with this option. */
    public Fliki apply(Fliki fliki) {
        return dir == null ? fliki : fliki.downloadTo(dir);
    }

    /** Takes a folder only behind {@code =}, so that {@code --download ID} leaves the id alone. */
    static final class AfterEqualsSign implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                args.push(".");
            }
            return false;
        }
    }
}
