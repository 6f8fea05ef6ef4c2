package fliki.cli;

import picocli.CommandLine.UnmatchedArgumentException;

import java.util.regex.Pattern;

/** Says which arguments nothing takes. */
final class Unmatched {

    /** The name at the start of an option, with a value right behind it or not. */
    private static final Pattern NAME =
            Pattern.compile("(?is)(--[a-z-]*?(?:key|token|secret|password)|--[a-z-]*|-[^-]).*");

    private Unmatched() {}

    /**
     * Names unknown options alone, each without its value: people who try {@code --key} put a key
     * behind it, in one of many ways.
     */
    static String message(UnmatchedArgumentException e) {
        var options =
                e.getUnmatched().stream()
                        .map(NAME::matcher)
                        .filter(matcher -> matcher.matches())
                        .map(matcher -> "'" + matcher.group(1) + "'")
                        .toList();
        if (options.isEmpty()) {
            return argument(e) + meant(e) + folder(e);
        }
        return (options.size() == 1 ? "Unknown option: " : "Unknown options: ")
                + String.join(", ", options)
                + meant(e);
    }

    private static String argument(UnmatchedArgumentException e) {
        var command = !e.getCommandLine().getSubcommands().isEmpty();
        var start = command ? "Unknown command: '" : "Unexpected argument: '";
        return start + e.getUnmatched().get(0) + "'";
    }

    /** Many options take their value behind a blank. */
    private static String folder(UnmatchedArgumentException e) {
        var arguments = e.getCommandLine().getParseResult().originalArgs();
        var unexpected = e.getUnmatched().get(0);
        var before = arguments.lastIndexOf(unexpected) - 1;
        var download = before >= 0 && arguments.get(before).equals("--download");
        return download ? "; write --download=" + unexpected : "";
    }

    /** The command or option whose name is most like it. */
    private static String meant(UnmatchedArgumentException e) {
        var like = e.getSuggestions().stream().findFirst();
        if (like.filter(name -> e.getUnmatched().contains(name)).isPresent()) {
            return "; options stand before --";
        }
        return like.map(name -> "; did you mean '" + name + "'?").orElse("");
    }
}
