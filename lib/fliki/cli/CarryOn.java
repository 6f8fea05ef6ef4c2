package fliki.cli;

import static java.util.stream.Collectors.joining;

import fliki.Status;
import fliki.internal.text.Shell;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
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

    /**
     * Prints the ids that are open with what was last seen of them, and the command that carries on
     * with these and with those whose time was up, which was said of each.
     */
    void print(Map<String, Optional<Status>> open, Collection<String> late) {
        open.entrySet().stream()
                .limit(SHOWN)
                .forEach(id -> output.error("left: " + seen(id.getKey(), id.getValue())));
        if (open.size() > SHOWN) {
            output.error("left: " + (open.size() - SHOWN) + " more");
        }
        var left = new LinkedHashSet<>(late);
        left.addAll(open.keySet());
        again(left).ifPresent(line -> output.error("carry on with: " + line));
    }

    private static String seen(String id, Optional<Status> status) {
        return status.map(Output::progress).orElse(id + " (not seen yet)");
    }

    /** The command for these ids; none where it would be about others. */
    private Optional<String> again(Set<String> ids) {
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        var all =
                Optional.of(ids)
                        .filter(each -> each.stream().allMatch(CarryOn::argument))
                        .map(this::arguments);
        var few = ids.size() == 1 || ids.stream().noneMatch(IdsArgument::line);
        return few && all.isPresent() || keyFromStdin() ? all : listed(ids).or(() -> all);
    }

    /**
     * Whether an id can be an argument: {@code -} is standard input, a locale may lack letters, and
     * a shell a way to quote it.
     */
    private static boolean argument(String id) {
        try {
            Path.of(id);
            return !id.equals("-") && id.indexOf('\uFFFD') < 0 && Shell.canHold(id);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String arguments(Collection<String> words) {
        var first = words.iterator().next();
        var option = first.startsWith("-") && !first.equals("-");
        var start = command() + (option || words.size() > 1 ? " -- " : " ");
        return words.stream().map(Shell::word).collect(joining(" ", start, ""));
    }

    /** By way of a file, beside which stay those that no line can hold. */
    private Optional<String> listed(Set<String> ids) {
        var lines = ids.stream().filter(IdsArgument::line).toList();
        var words = new ArrayList<>(ids);
        words.removeAll(lines);
        words.add(0, "-");
        return written(lines).map(list -> Shell.reading(arguments(words), list.toString()));
    }

    /** Many ids go to a file, in the current folder where it can be written. */
    private Optional<Path> written(List<String> ids) {
        var time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
        var name = "fliki-left-" + time + ".txt";
        for (var folder : List.of("", System.getProperty("java.io.tmpdir"))) {
            var file = Path.of(folder).resolve(name);
            try {
                return Optional.of(write(file, ids));
            } catch (IOException e) {
                output.error("cannot write " + file);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes all ids to a new file: to the next one where another run ended in the same second.
     * Half a list would pass for a whole one.
     */
    private static Path write(Path file, List<String> ids) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return write(Path.of(next(file)), ids);
        }
        try {
            return Files.write(file, ids);
        } catch (IOException e) {
            file.toFile().delete();
            throw e;
        }
    }

    private boolean keyFromStdin() {
        var keyFile = command.commandLine().getParseResult().matchedOption("--key-file");
        return keyFile != null && Path.of("-").equals(keyFile.getValue());
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

    /** Says which bulk command goes on with the output it left. */
    void resume(String in) {
        var start = command("--resume", "--force") + " --resume ";
        output.error(
                in.equals("-")
                        ? "carry on, with the same rows on standard input: " + start + in
                        : "carry on with: " + start + Shell.file(in));
    }

    /** The bulk command that asks again for what has not ended well in an output. */
    String pending(Path out) {
        return onward(command("--resume", "--force", "--pending", "--output") + " --pending", out);
    }

    /** The command that starts what an output of generate has no id of. */
    String again(Path out) {
        return onward(command("--resume", "--force", "--output", "--yes"), out);
    }

    /** The command with an output as its input, and the next one as its output. */
    private static String onward(String command, Path out) {
        return command + " " + Shell.file(out.toString()) + " -o " + Shell.file(next(out));
    }

    /** The command that waits for what an output of generate has started, and fetches the files. */
    String bulk(Path out) {
        var done = free(out.resolveSibling("done.csv"));
        return command.root().name()
                + " bulk "
                + Shell.file(out.toString())
                + connection()
                + " --wait --download -o "
                + Shell.file(done);
    }

    private String connection() {
        return command.commandLine().getParseResult().matchedOptions().stream()
                .distinct()
                .filter(option -> CommonOptions.CONNECTION.contains(option.longestName()))
                .map(option -> " " + option(option))
                .collect(joining());
    }

    /** The command that makes an output a page to look at, which replaces no other file. */
    String report(Path out) {
        var page = ReportOptions.page(out);
        var other = Files.exists(page) ? " -o " + Shell.file(free(page)) : "";
        return command.root().name() + " report " + Shell.file(out.toString()) + other;
    }

    private static String free(Path path) {
        return Files.exists(path) ? next(path) : path.toString();
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
        return flag ? option.longestName() : option.longestName() + "=" + Shell.word(value);
    }
}
