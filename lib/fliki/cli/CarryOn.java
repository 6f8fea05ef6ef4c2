package fliki.cli;

import static java.util.stream.Collectors.joining;

import fliki.Status;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Says, at an early end, what is left and which command carries on. */
public final class CarryOn {

    /** More lines than this would push the command that carries on out of sight. */
    private static final int SHOWN = 20;

    private static final Pattern NUMBERED =
            Pattern.compile("(?s)(.*?)(?:(?<!-\\d{1,4})-(\\d{1,3}))?(\\.\\w+)?");

    private final CommandSpec command;
    private final Output output;

    /** For the command that was run. */
    public CarryOn(CommandSpec command, Output output) {
        this.command = command;
        this.output = output;
    }

    /** Prints the ids left with what was last seen of them, and the command that carries on. */
    public void print(Map<String, Optional<Status>> left) {
        left.entrySet().stream()
                .limit(SHOWN)
                .forEach(id -> output.error("left: " + seen(id.getKey(), id.getValue())));
        if (left.size() > SHOWN) {
            output.error("left: " + (left.size() - SHOWN) + " more");
        }
        if (left.size() == 1) {
            output.error("carry on with: " + one(left.keySet().iterator().next()));
        } else if (!left.isEmpty()) {
            var ids = left.keySet();
            output.error("carry on with: " + (keyFromStdin() ? listed(ids) : many(ids)));
        }
    }

    private static String seen(String id, Optional<Status> status) {
        return status.map(Output::progress).orElse(id + " (not seen yet)");
    }

    private String one(String id) {
        return command() + (id.startsWith("-") ? " -- " : " ") + quoted(id);
    }

    /** Many ids go to a file, in the current folder where it can be written. */
    private String many(Set<String> ids) {
        var time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
        var name = "fliki-left-" + time + ".txt";
        for (var folder : List.of("", System.getProperty("java.io.tmpdir"))) {
            var file = Path.of(folder).resolve(name);
            try {
                Files.write(file, ids, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return command() + " - < " + quoted(file.toString());
            } catch (IOException e) {
                output.error("cannot write " + file);
            }
        }
        return listed(ids);
    }

    private String listed(Set<String> ids) {
        return ids.stream().map(CarryOn::quoted).collect(joining(" ", command() + " -- ", ""));
    }

    private boolean keyFromStdin() {
        return "-"
                .equals(
                        command.commandLine()
                                .getParseResult()
                                .matchedOptionValue("--key-file", ""));
    }

    /** The command that was run, without its ids and without these options. */
    private String command(String... but) {
        var name = command.qualifiedName();
        return command.commandLine().getParseResult().matchedOptions().stream()
                .distinct()
                .filter(option -> !List.of(but).contains(option.longestName()))
                .map(CarryOn::option)
                .collect(joining(" ", name + " ", ""))
                .strip();
    }

    /** The bulk command that goes on with the output it left. */
    String resume(String in) {
        return command("--resume", "--force") + " --resume " + quoted(in);
    }

    /** The bulk command that asks again for what has not ended well in an output. */
    String pending(Path out) {
        var options = command("--resume", "--force", "--pending", "--output");
        return options + " --pending " + quoted(out.toString()) + " -o " + quoted(next(out));
    }

    /** A free name for the next output: {@code out-2.csv} behind {@code out.csv}; dates stay. */
    private static String next(Path out) {
        var parts = NUMBERED.matcher(out.toString());
        parts.matches();
        var number = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        var extension = parts.group(3) == null ? "" : parts.group(3);
        String next;
        do {
            next = parts.group(1) + "-" + ++number + extension;
        } while (Files.exists(Path.of(next)));
        return next;
    }

    private static String option(OptionSpec option) {
        // The last of a repeated option is the one that counted.
        var values = option.originalStringValues();
        var value = values.isEmpty() ? "" : values.get(values.size() - 1);
        var flag = option.arity().max() == 0 || value.isEmpty();
        return flag ? option.longestName() : option.longestName() + "=" + quoted(value);
    }

    private static String quoted(String text) {
        return text.matches("[\\w.,:/@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
