package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** A table in {@code tests} that is made of what the tests have seen. */
final class PublishedTable {

    private PublishedTable() {}

    /** One row of it. */
    static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(joining(" | ", "| ", " |\n"));
    }

    /**
     * Compares it with the published one, or publishes it where FLIKI_RENEW says so.
     *
     * @param renew the command that does
     */
    static void check(String name, String table, String renew) throws IOException {
        var file = Checkout.root().resolve("tests").resolve(name);
        if (System.getenv("FLIKI_RENEW") != null) {
            Files.writeString(file, table);
        }
        var published = Files.exists(file) ? Files.readString(file) : "";
        var news = table.lines().filter(line -> !published.contains(line + "\n")).toList();
        assertEquals(List.of(), news, "renew it with " + renew);
        assertEquals(table, published, "renew it with " + renew);
    }
}
