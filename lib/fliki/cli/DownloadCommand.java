package fliki.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.Outcome;
import fliki.cli.Session.Verb;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

/** Fetches the files of ids whose generations have ended. */
@Command(
        name = "download",
        description = "Fetches the files of finished generations.",
        footer = {
            "",
            "Examples:",
            "  ${ROOT-COMMAND-NAME} download 64f0c0ffee -d videos",
            "  ${ROOT-COMMAND-NAME} download 64f0c0ffee -o film.mp4 --force"
        })
final class DownloadCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private IdsArgument ids;
    @ArgGroup private Target target = new Target();

    @Option(names = "--force", description = "Replaces files that are there already.")
    private boolean force;

    @Mixin private CommonOptions common;

    static final class Target {
        @Option(
                names = {"-d", "--dir"},
                paramLabel = "DIR",
                description = "Folder for the files. Default: the current one.")
        private Path dir;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "The file itself, for one id.")
        private Path file;
    }

    @Override
    public Integer call() {
        common.checkStdin(ids.fromStdin());
        var wanted = common.checked(ids::read);
        if (target.file != null && target.file.toString().equals("-")) {
            throw new ParameterException(
                    spec.commandLine(), "-o is for a file, not standard output");
        }
        if (target.file != null && wanted.size() > 1) {
            throw new ParameterException(spec.commandLine(), "-o is for one id; use -d DIR");
        }
        var client = common.fliki(this::into);
        var output = common.output();
        try (var session = new Session(spec, output, false, wanted)) {
            var fliki = session.watch(client);
            var outcomes =
                    target.file == null
                            ? fliki.download(wanted, options())
                            : fliki.status(wanted).map(look -> saved(fliki, look));
            return session.run(Verb.LOOK, outcomes, output::file).code();
        }
    }

    private Fliki into(Fliki fliki) {
        return target.dir == null ? fliki : fliki.downloadTo(target.dir);
    }

    private StandardCopyOption[] options() {
        return force ? new StandardCopyOption[] {REPLACE_EXISTING} : new StandardCopyOption[0];
    }

    private Outcome saved(Fliki fliki, Outcome look) {
        try {
            return look.status()
                    .map(s -> s.file(fliki.downloadAs(s, target.file, options())))
                    .map(Outcome::of)
                    .orElse(look);
        } catch (FlikiException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Outcome.of(look.fileId(), e.last(look.status()));
        }
    }
}
