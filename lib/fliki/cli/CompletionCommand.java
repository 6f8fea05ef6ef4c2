package fliki.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Prints the completion script of bash and zsh. */
@Command(
        name = "completion",
        description = "Prints what makes bash or zsh complete commands and options.",
        footer = {
            "",
            "Once, for bash and for zsh:",
            "  fliki completion bash > ~/.local/share/bash-completion/completions/fliki",
            "  fliki completion zsh > ~/.fliki.zsh && echo '. ~/.fliki.zsh' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    private enum For {
        bash,
        zsh
    }

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh", description = "One script serves both.")
    private For shell;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Override
    public Integer call() {
        var all = Main.runner("fliki").all();
        var here = spec.commandLine();
        var output = new Output(here.getOut(), here.getErr(), false, false);
        try {
            output.data(Completion.script(all));
        } catch (Output.ClosedPipe e) {
            return Exit.OK.code(); // as for --help
        }
        return Exit.OK.code();
    }
}
