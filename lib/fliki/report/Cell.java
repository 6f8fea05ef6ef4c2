package fliki.report;

import org.json.JSONObject;

/** The text of a cell, as it comes into a page. */
final class Cell {

    private Cell() {}

    /** Without what nobody sees but can make text look as if it were another. */
    static String visible(String cell) {
        if (plain(cell)) {
            return cell;
        }
        var visible = new StringBuilder();
        cell.chars().filter(c -> !invisible(c)).forEach(c -> visible.append((char) c));
        return visible.toString();
    }

    /** Whether it is ASCII that needs no change: most cells are, and to look is quick. */
    private static boolean plain(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            var c = cell.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<') {
                return false;
            }
        }
        return true;
    }

    private static boolean invisible(int c) {
        var control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c <= 0x9f;
        var direction = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
        return control || direction;
    }

    /** A text of JSON, in which nothing looks like the end of the script that it is part of. */
    static String json(String cell) {
        return plain(cell) ? '"' + cell + '"' : JSONObject.quote(cell).replace("<", "\\u003c");
    }
}
