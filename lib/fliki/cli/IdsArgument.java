package fliki.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ids that a command is about. */
public final class IdsArgument {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "File ids, or - to read them from standard input, one a line.")
    private List<String> arguments;

    /** Whether the ids come from standard input, which is then not free for a key. */
    public boolean fromStdin() {
        return arguments.contains("-");
    }

    /** Each id once, in the order given. */
    public Set<String> read() {
        var ids = new LinkedHashSet<String>();
        for (var id : arguments) {
            ids.addAll(id.equals("-") ? stdin() : List.of(id.strip()));
        }
        if (ids.contains("")) {
            throw new ParameterException(command.commandLine(), "an id is empty");
        }
        if (ids.isEmpty()) {
            throw new ParameterException(command.commandLine(), "no ids on standard input");
        }
        return ids;
    }

    private static List<String> stdin() {
        var ids = new ArrayList<String>();
        var reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                ids.add(line.replace("\uFEFF", "").strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
        }
        ids.removeIf(String::isEmpty);
        return ids;
    }
}
