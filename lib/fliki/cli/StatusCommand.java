package fliki.cli;

import fliki.Outcome;
import fliki.cli.Session.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** One look at each id. */
@Command(
        name = "status",
        description = "Shows how generations are going, now.",
        footer = {
            "",
            "Examples:",
            "  ${ROOT-COMMAND-NAME} status 64f0c0ffee",
            "  ${ROOT-COMMAND-NAME} status - --json < ids.txt",
            "  ${ROOT-COMMAND-NAME} status - --since seen.json < ids.txt"
        })
final class StatusCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private IdsArgument ids;
    @Mixin private DownloadOption saving;

    @Option(names = "--json", description = "Prints one JSON object a line for each id.")
    private boolean json;

    @Option(
            names = "--exit-status",
            description = "Exits 10 when a generation ended badly, 11 when one goes on.")
    private boolean exitStatus;

    @Option(
            names = "--since",
            paramLabel = "FILE",
            description =
                    "Prints only what changed since the last run with this file, and renews it. The"
                            + " exit code is about what is printed.")
    private Path since;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.checkStdin(ids.fromStdin());
        var wanted = common.checked(ids::read);
        common.checked(() -> wanted.forEach(saving::check));
        var client = common.fliki(saving::apply);
        var seen = Optional.ofNullable(since).map(file -> common.checked(() -> new SeenFile(file)));
        var output = common.output();
        try (var session = new Session(spec, output, json, wanted)) {
            var outcomes =
                    session.watch(client)
                            .status(wanted)
                            .filter(outcome -> isNews(outcome, seen, session))
                            .peek(exitStatus ? session::judge : outcome -> {});
            var exit = session.run(Verb.LOOK, outcomes, output.rows(wanted, json, Outcome::json));
            seen.ifPresent(file -> file.renew(wanted));
            return exit.code();
        }
    }

    private static boolean isNews(Outcome outcome, Optional<SeenFile> seen, Session session) {
        var news = seen.map(file -> file.differs(outcome)).orElse(true);
        if (!news) {
            session.passOver(outcome.fileId());
        }
        return news;
    }
}
