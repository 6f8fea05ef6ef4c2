package fliki.csv;

import java.util.List;

/**
 * One record of a CSV.
 *
 * @param line the line on which it starts, from 1
 */
record Row(List<String> cells, long line) {

    Row {
        cells = List.copyOf(cells);
    }

    String cell(int column) {
        return cells.get(column);
    }

    /** Nothing but white space; an empty cell in quotes is a row. */
    boolean blank() {
        return cells.size() == 1 && !cell(0).isEmpty() && cell(0).isBlank();
    }
}
