package fliki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who lives where among the sources, and who knows whom, by the names in their code.
 *
 * @param rooms each room with those that it may know, from the top
 * @param homes the room of each source, by its path below {@code lib/fliki} without the ending
 * @param code the text of each source without comments and strings
 */
record House(Map<String, List<String>> rooms, Map<String, String> homes, Map<String, String> code) {

    private static final Pattern NO_CODE =
            Pattern.compile(
                    "(?s)/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"[^\"\\\\]*+(\\\\.[^\"\\\\]*+)*+\"");

    static House of(String table, Path root) throws IOException {
        Map<String, String> code = new TreeMap<>();
        var lib = root.resolve("lib").resolve("fliki");
        try (var files = Files.walk(lib)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> code.put(name(lib, file), code(file)));
        }
        code.put("fliki.java", code(root.resolve("fliki.java")));
        Map<String, List<String>> rooms = new TreeMap<>();
        Map<String, String> homes = new TreeMap<>();
        for (var line : table.lines().toList()) {
            var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            rooms.put(cells.get(0), words(cells.get(2)));
            residents(cells.get(1), code.keySet()).forEach(who -> homes.put(who, cells.get(0)));
        }
        return new House(rooms, homes, code);
    }

    private static String name(Path lib, Path file) {
        var path = lib.relativize(file).toString().replace('\\', '/');
        return path.substring(0, path.length() - ".java".length());
    }

    private static String code(Path file) {
        try {
            return NO_CODE.matcher(Files.readString(file)).replaceAll(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String cell) {
        return Stream.of(cell.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    /** The folder of the first name holds for the others, too. */
    private static List<String> residents(String cell, Set<String> all) {
        var found = new ArrayList<String>();
        var folder = "";
        for (var word : words(cell)) {
            folder = word.contains("/") ? word.substring(0, word.lastIndexOf('/') + 1) : folder;
            var name = word.contains("/") ? word : folder + word;
            if (name.endsWith("*")) {
                var in = folder;
                all.stream().filter(who -> who.matches(in + "[^/]+")).forEach(found::add);
            } else {
                found.add(name);
            }
        }
        return found;
    }

    /** Sources without a room, and residents without a source. */
    Set<String> unassigned() {
        var odd = new TreeSet<>(code.keySet());
        odd.removeAll(homes.keySet());
        homes.keySet().stream().filter(who -> !code.containsKey(who)).forEach(odd::add);
        return odd;
    }

    /** Rooms that may know one another, so that neither is below. */
    Set<String> cycles() {
        var odd = new TreeSet<String>();
        rooms.forEach(
                (room, known) ->
                        known.stream()
                                .filter(other -> reaches(other, room))
                                .forEach(other -> odd.add(room + " and " + other)));
        return odd;
    }

    private boolean reaches(String from, String to) {
        return rooms.get(from).stream().anyMatch(next -> next.equals(to) || reaches(next, to));
    }

    /** Names in the code of a source that its room may not know. */
    Set<String> violations() {
        var odd = new TreeSet<String>();
        for (var who : code.keySet()) {
            var room = homes.getOrDefault(who, "");
            for (var other : code.keySet()) {
                var theirs = homes.getOrDefault(other, "");
                var may =
                        room.equals(theirs) || rooms.getOrDefault(room, List.of()).contains(theirs);
                if (!may && names(who, other)) {
                    odd.add(who + " names " + other);
                }
            }
        }
        return odd;
    }

    /** By its name alone within the package, else by its full name, as an import has it. */
    private boolean names(String who, String other) {
        var type = other.substring(other.lastIndexOf('/') + 1);
        var near = folder(who).equals(folder(other));
        var name = near ? type : "fliki." + other.replace('/', '.');
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(code.get(who)).find();
    }

    private static String folder(String who) {
        return who.substring(0, who.lastIndexOf('/') + 1);
    }
}
