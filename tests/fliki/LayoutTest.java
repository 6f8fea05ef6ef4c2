package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.toCollection;

import fliki.internal.http.Version;

import org.json.JSONObject;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Conventions that neither the compiler nor JBang would miss. */
class LayoutTest {

    private final Path root = Checkout.root();

    @Test
    void everyTestFileIsListedInAllTests() throws IOException {
        var tests = root.resolve("tests");
        var listed = lines(tests.resolve("AllTests.java"), "^//SOURCES ((?!\\.\\./).*)").toList();

        var present =
                javaFiles("tests").stream()
                        .map(file -> tests.relativize(file).toString().replace('\\', '/'))
                        .filter(file -> !file.startsWith("bench/"))
                        .filter(file -> !file.equals("AllTests.java"))
                        .collect(toCollection(TreeSet::new));

        assertEquals(List.copyOf(present), listed.stream().sorted().toList());
    }

    /** They serve any program: what knows Fliki stands above them. */
    @Test
    void httpDownloadAndTextKnowNothingOfFliki() throws IOException {
        var found = new TreeSet<String>();

        for (String folder : List.of("http", "download", "text")) {
            for (Path file : javaFiles("lib/fliki/internal/" + folder)) {
                lines(
                                file,
                                "^import (?:static"
                                    + " )?(fliki\\.(?!internal\\.(?:http|download|text)\\.).*);")
                        .forEach(name -> found.add(file.getFileName() + " imports " + name));
            }
        }

        assertEquals(Set.of(), found);
    }

    @Test
    void everyAliasIsDescribedAsItsScriptIs() throws IOException {
        var described = new TreeMap<String, String>();
        var inScript = new TreeMap<String, String>();

        var catalog = Files.readString(root.resolve("jbang-catalog.json"));
        var aliases = new JSONObject(catalog).getJSONObject("aliases");
        for (String name : aliases.keySet()) {
            var alias = aliases.getJSONObject(name);
            var script = root.resolve(alias.getString("script-ref"));
            described.put(name, alias.optString("description"));
            inScript.put(name, lines(script, "^//DESCRIPTION (.*)").findFirst().orElse("none"));
        }

        assertEquals(inScript, described);
    }

    @Test
    void changesAndReadmeAreOfThisVersion() throws IOException {
        var changes = root.resolve(".github").resolve("CHANGELOG.md");
        var readme = Files.readString(root.resolve("README.md"));

        assertEquals(Optional.of(Version.NUMBER), lines(changes, "^## (\\d\\S*)").findFirst());
        assertTrue(readme.contains("fliki " + Version.NUMBER + ","), "README.md");
    }

    /** They are for the people who work on fliki, inside a clone. */
    @Test
    void noBenchmarkIsInTheCatalog() throws IOException {
        var catalog = root.resolve("jbang-catalog.json");

        assertEquals(List.of(), lines(catalog, "\"script-ref\": *\"(tests/bench/.*)\"").toList());
    }

    @Test
    void noSourcesLineHoldsAGlob() throws IOException {
        assertEquals(List.of(), everywhere("^//SOURCES .*[*?{].*"));
    }

    @Test
    void noImportIsAWildcard() throws IOException {
        assertEquals(List.of(), everywhere("^import .*\\*;"));
    }

    /** A script that gets the message has no such options. */
    @Test
    void noTextOfTheLibraryNamesAnOptionOfTheCommandLine() throws IOException {
        var library = root.resolve("lib/fliki");
        var others = List.of(library.resolve("cli"), library.resolve("sandbox"));
        var found = new TreeSet<String>();

        for (Path file : javaFiles("lib/fliki")) {
            if (!others.contains(file.getParent())) {
                lines(file, "(\"(?:[^\"\n]*[^-\"])?--[a-z].*)").forEach(found::add);
            }
        }

        assertEquals(Set.of(), found);
    }

    private List<String> everywhere(String regex) throws IOException {
        var found = new TreeSet<String>();
        for (Path file : javaFiles("")) {
            lines(file, "(" + regex + ")").forEach(line -> found.add(file + ": " + line));
        }
        return List.copyOf(found);
    }

    private List<Path> javaFiles(String folder) throws IOException {
        try (var files = Files.walk(root.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** What the first group of the expression matches, line by line. */
    private static Stream<String> lines(Path file, String regex) throws IOException {
        return Pattern.compile(regex, Pattern.MULTILINE)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1));
    }
}
