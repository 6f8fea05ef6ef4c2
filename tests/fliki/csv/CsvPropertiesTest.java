package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What holds for any rows; a failure names the seed that repeats it. */
class CsvPropertiesTest {

    private static String csv(List<List<String>> rows) {
        var text = new StringBuilder("fileId;note;\"more, or less\"\n");
        for (var row : rows) {
            var quoted = row.stream().map(cell -> '"' + cell.replace("\"", "\"\"") + '"').toList();
            text.append(String.join(";", quoted)).append('\n');
        }
        return text.toString();
    }

    @Provide
    Arbitrary<List<String>> row() {
        var id = Arbitraries.strings().withChars("ab0-=+").ofMinLength(1).ofMaxLength(6);
        var cell = Arbitraries.strings().withChars("a\",;\t\n\r =-\u00e9\u2028").ofMaxLength(8);
        return Combinators.combine(id, cell, cell).as(List::of);
    }

    @Property(tries = 300)
    void csvKeepsEveryCell(@ForAll @Size(min = 1, max = 9) List<@From("row") List<String>> rows) {
        var output = new FakeLookUps().run(csv(rows));

        var found = new ArrayList<List<String>>();
        var read =
                Rows.open(
                        "out", new ByteArrayInputStream(output.getBytes(UTF_8)), Optional.empty());
        read.forEachRemaining(line -> found.add(line.cells().subList(0, 3)));
        assertEquals(rows, found.subList(1, found.size()));
        assertEquals(output, new FakeLookUps().run(output));
    }

    @Property(tries = 6)
    void resumeFromAnyByteGivesTheSameBytes(
            @ForAll @Size(min = 1, max = 4) List<@From("row") List<String>> rows)
            throws IOException {
        var folder = Files.createTempDirectory("fliki");
        var in = Files.writeString(folder.resolve("in.csv"), csv(rows));
        var out = folder.resolve("out.csv");
        run(Csv.from(in).to(out));
        var whole = Files.readAllBytes(out);

        for (int length = 0; length <= whole.length; length++) {
            Files.write(out, Arrays.copyOf(whole, length));
            run(Csv.from(in).to(out).resume());
            assertArrayEquals(whole, Files.readAllBytes(out), "cut at " + length);
        }
        for (var file : List.of(in, out, folder)) {
            Files.delete(file);
        }
    }

    private static void run(Csv csv) {
        FakeLookUps.run(csv, new FakeLookUps());
    }
}
