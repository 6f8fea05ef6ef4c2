package fliki.cli;

import fliki.cli.Session.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Waits for the end of each id. */
@Command(
        name = "poll",
        description = "Waits until generations have ended.",
        footer = {
            "",
            "Examples:",
            "  ${ROOT-COMMAND-NAME} poll 64f0c0ffee --download=videos",
            "  ${ROOT-COMMAND-NAME} poll a1 a2 a3 --at-most 30m"
        })
final class PollCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private IdsArgument ids;
    @Mixin private DownloadOption saving;
    @Mixin private WaitOptions waiting;

    @Option(names = "--json", description = "Prints one JSON object a line for each id.")
    private boolean json;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.checkStdin(ids.fromStdin());
        var wanted = common.checked(ids::read);
        common.checked(() -> wanted.forEach(saving::check));
        var client = common.fliki(fliki -> saving.apply(waiting.apply(fliki)));
        var output = common.output();
        try (var session = new Session(spec, output, json, wanted)) {
            var outcomes = session.watch(client).poll(wanted).peek(session::judge);
            return session.run(Verb.WAIT, outcomes, output.rows(wanted, json, session::json))
                    .code();
        }
    }
}
