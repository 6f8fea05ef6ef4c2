package fliki.cli;

import fliki.internal.text.Text;
import fliki.internal.text.Utf8;

import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The ids that a command is about. */
final class IdsArgument {

    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "File ids, or - to read them from standard input, one a line.")
    private List<String> arguments;

    /** Whether the ids come from standard input, which is then not free for a key. */
    boolean fromStdin() {
        return arguments.contains("-");
    }

    /**
     * Each id once, in the order given.
     *
     * @throws IllegalArgumentException where one is empty, or standard input is no list of ids
     */
    Set<String> read() {
        var ids = new LinkedHashSet<String>();
        for (var id : arguments) {
            ids.addAll(id.equals("-") ? stdin() : List.of(Text.id(id)));
        }
        refuse(ids, id -> id.matches("(?s)[\\[{\"].*|.*,.*"));
        if (ids.contains("")) {
            throw new IllegalArgumentException("an id is empty");
        }
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("no ids on standard input");
        }
        return ids;
    }

    private static void refuse(Collection<String> ids, Predicate<String> noId) {
        var advice = "' is no id: give one id a line, such as by jq -r '.[]' from a JSON list";
        var first = ids.stream().filter(noId).findFirst();
        if (first.isPresent()) {
            throw new IllegalArgumentException("'" + Text.brief(first.get()) + advice);
        }
    }

    /** Whether a line of a list can hold an id. */
    static boolean line(String id) {
        return id.matches("[^\\n\\r\uFEFF\uFFFF]+");
    }

    private static List<String> stdin() {
        try {
            var ids = lines(Utf8.reader(Stdin.open()));
            ids.replaceAll(Text::id);
            ids.removeIf(String::isEmpty);
            refuse(ids, id -> Text.isNoId(id) || id.matches(".*\\s.*"));
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
        }
    }

    /** Character by character: what is no text may be a line without an end. */
    private static List<String> lines(Reader text) throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        var number = 1;
        for (int c = text.read(); c >= 0; c = text.read()) {
            if (Utf8.alien(c)) {
                throw new IllegalArgumentException(
                        "standard input line " + number + ": not UTF-8 text; save it as UTF-8");
            }
            line.append((char) c);
            if (c == '\n' || c == '\r') {
                lines.add(line.toString());
                line.setLength(0);
                number += c == '\n' ? 1 : 0;
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
