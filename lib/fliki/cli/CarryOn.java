package fliki.cli;

import static java.util.stream.Collectors.joining;

import fliki.Status;
import fliki.internal.text.Shell;
import fliki.internal.text.Text;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Says what is left at an early end, and which command carries on. */
final class CarryOn {

    /** More lines than this would push the command that carries on out of sight. */
    private static final int SHOWN = 20;

    private static final Pattern NUMBERED =
            Pattern.compile("(?s)(.*?)(?:(?<!\\d)-\\d{1,3})?(\\.\\w+)?");

    private static final String UNSEEN =
            "the command that carries on cannot be shown: a name in it has control characters";

    private final CommandSpec command;
    private final Output output;

    /** For the command that was run. */
    CarryOn(CommandSpec command, Output output) {
        this.command = command;
        this.output = output;
    }

    /**
     * Prints the open ids with their last status, and the command that carries on with them and
     * with the ids that are late. Those were named before.
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
        if (!left.isEmpty()) {
            offer("carry on with: ", again() + ids(left));
        }
    }

    private static String seen(String id, Optional<Status> status) {
        return status.map(Output::progress).orElse(id + " (not seen yet)");
    }

    private void offer(String intro, String command) {
        var whole = Text.visible(command).equals(command);
        output.error(whole ? intro + command : UNSEEN);
    }

    /** One id is an argument. Many go to a file, and so does an id that a locale may lack. */
    private String ids(Set<String> ids) {
        var argument = ids.size() == 1 && ids.stream().allMatch(id -> id.matches("[ -~]{2,}|\\w"));
        var listed = !argument && !keyFromStdin() && ids.stream().allMatch(IdsArgument::line);
        var option = ids.stream().anyMatch(id -> id.startsWith("-"));
        var words = ids.stream().map(Shell::word).collect(joining(" ", option ? " -- " : " ", ""));
        var file = listed ? list(ids) : Optional.<Path>empty();
        return file.map(list -> " - < " + Shell.word("" + list)).orElse(words);
    }

    private Optional<Path> list(Set<String> ids) {
        try {
            return Optional.of(write(ids));
        } catch (IOException e) {
            output.error("cannot write a list of the ids: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Half a list would pass for a whole one. */
    private static Path write(Set<String> ids) throws IOException {
        var file = Files.createTempFile(Path.of(""), "fliki-left-", ".txt");
        try {
            return Files.write(file, ids);
        } catch (IOException e) {
            Files.delete(file);
            throw e;
        }
    }

    private boolean keyFromStdin() {
        return options("--key-file"::equals).equals(" --key-file=-");
    }

    /** The command that was run, without its arguments and without these options. */
    private String again(String... but) {
        return command.qualifiedName() + options(option -> !List.of(but).contains(option));
    }

    private String options(Predicate<String> wanted) {
        return command.commandLine().getParseResult().matchedOptions().stream()
                .distinct()
                .filter(option -> wanted.test(option.longestName()))
                .map(option -> " " + option(option))
                .collect(joining());
    }

    /** The last of a repeated option is the one that counted. */
    private static String option(OptionSpec option) {
        var values = option.originalStringValues();
        var value = values.isEmpty() ? "" : values.get(values.size() - 1);
        var flag = option.arity().max() == 0 || value.isEmpty();
        return flag ? option.longestName() : option.longestName() + "=" + Shell.word(value);
    }

    /** Says which bulk command goes on with the output it left. */
    void resume(String in) {
        var rows = in.equals("-") ? ", with the same rows on standard input: " : " with: ";
        var file = in.equals("-") ? in : Shell.file(in);
        offer("carry on" + rows, again("--resume", "--force") + " --resume " + file);
    }

    /** The bulk command that asks again for what has not ended well in an output. */
    String pending(Path out) {
        return again("--resume", "--force", "--output", "--pending") + " --pending" + onward(out);
    }

    /** The command that starts what an output of generate has no id of. */
    String again(Path out) {
        return again("--resume", "--force", "--output", "--yes") + onward(out);
    }

    /** An output as the input, and the next one as the output. */
    private static String onward(Path out) {
        return " " + Shell.file("" + out) + " -o " + Shell.file(next(out));
    }

    /** The command that waits for what an output of generate has started, and fetches the files. */
    String bulk(Path out) {
        var bulk = command.root().name() + " bulk " + Shell.file("" + out);
        var done = out.resolveSibling("done.csv");
        var free = Shell.file(Files.exists(done) ? next(done) : "" + done);
        return bulk + options(CommonOptions.CONNECTION::contains) + " --wait --download -o " + free;
    }

    /** The command that makes an output a page to look at, which replaces no other file. */
    String report(Path out) {
        var page = ReportCommand.page(out);
        var other = Files.exists(page) ? " -o " + Shell.file(next(page)) : "";
        return command.root().name() + " report " + Shell.file("" + out) + other;
    }

    /** A free name: {@code out-2.csv} behind {@code out.csv}; the days of a date stay. */
    private static String next(Path out) {
        var parts = NUMBERED.matcher(out.toString());
        parts.matches();
        var extension = Optional.ofNullable(parts.group(2)).orElse("");
        return IntStream.iterate(2, number -> number + 1)
                .mapToObj(number -> parts.group(1) + "-" + number + extension)
                .filter(name -> Files.notExists(Path.of(name)))
                .findFirst()
                .orElseThrow();
    }
}
