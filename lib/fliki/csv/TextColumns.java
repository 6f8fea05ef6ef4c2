package fliki.csv;

import fliki.Generation;
import fliki.internal.text.Text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns of a CSV say what is to be generated: each that is called {@code scene.layer},
 * split at the first dot, holds a text, and {@code name} the name.
 *
 * @param file what the CSV is called in messages
 * @param name the column of the names, from 0; -1 without one
 */
record TextColumns(String file, List<Layer> layers, int name) {

    /** A column of texts. */
    private record Layer(String scene, String layer, int column) {}

    static TextColumns of(String file, Columns columns) {
        var first = new Row(columns.header().subList(0, columns.width()), 1);
        List<Layer> layers = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < first.cells().size(); i++) {
            var header = first.cell(i).strip();
            var dot = header.indexOf('.');
            if (dot > 0 && dot < header.length() - 1) {
                layers.add(new Layer(header.substring(0, dot), header.substring(dot + 1), i));
                if (!known.add(header)) {
                    throw CsvException.at(file, first.line(), "two columns are called " + header);
                }
            }
        }
        if (layers.isEmpty()) {
            throw CsvException.at(
                    file,
                    first.line(),
                    "no column is called SCENE.LAYER, such as intro.voiceover, by the keys in the"
                            + " template; there are "
                            + Columns.names(first));
        }
        return new TextColumns(file, layers, Columns.index(first.cells(), "name"));
    }

    /** Which of these columns are sent, and which are not, in plain words. */
    String words(Columns columns) {
        List<String> sent = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (int i = 0; i < columns.width(); i++) {
            var column = i;
            if (i == name || layers.stream().anyMatch(layer -> layer.column() == column)) {
                sent.add(columns.header().get(i));
            } else if (!columns.results().contains(i)) {
                other.add(columns.header().get(i));
            }
        }
        return "to be sent: "
                + Text.brief(String.join(", ", sent))
                + (other.isEmpty() ? "" : "; not: " + Text.brief(String.join(", ", other)));
    }

    /** What a row asks for; throws for a text that is empty or too long. */
    Generation generation(Generation template, Row row) {
        try {
            var generation = template;
            for (var layer : layers) {
                generation =
                        generation.text(layer.scene(), layer.layer(), row.cell(layer.column()));
            }
            var named = name >= 0 && !row.cell(name).isBlank();
            return named ? generation.name(row.cell(name)) : generation;
        } catch (IllegalArgumentException e) {
            throw CsvException.at(file, row.line(), e.getMessage(), e);
        }
    }
}
