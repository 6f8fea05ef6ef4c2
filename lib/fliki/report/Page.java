package fliki.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;

import fliki.csv.Results;
import fliki.internal.text.Text;
import fliki.report.Totals.Group;
import fliki.report.Verdict.Tone;

import org.json.JSONObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The text of the page: what comes before the rows, and what behind them. Its parts that never
 * change are files beside this class.
 */
final class Page {

    /** Characters of a cell that are readable without JavaScript. */
    private static final int BRIEF = 300;

    private static final Pattern GAP = Pattern.compile("\\{\\{([a-z-]+)}}");

    private static final String COPY =
            "<button class=\"script\" type=\"button\" id=\"copy\" hidden>Copy each %s that"
                    + " failed</button>\n";

    private static final String NO_IDS =
            "<p class=\"faint\">No column is called fileId, file_id or id: there are no ids to"
                    + " copy.</p>\n";

    private final String style = file("page.css");
    private final String script = file("page.js");
    private final String[] halves = file("page.html").split("<!-- rows -->\n");

    private static String file(String name) {
        try (var file = Page.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Up to the rows, which the script reads. Nothing but the page's own script and style runs. */
    String head(String title) {
        return filled(
                halves[0],
                Map.of(
                        "script-hash", hash(script),
                        "style-hash", hash(style),
                        "title", text(title),
                        "style", style));
    }

    /** A part of the page with its gaps filled, each with the value of that name. */
    private static String filled(String part, Map<String, String> values) {
        return GAP.matcher(part)
                .replaceAll(gap -> Matcher.quoteReplacement(values.get(gap.group(1))));
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What follows the rows; the first of them can be read without JavaScript. */
    String body(String title, String time, Totals totals, Results results, String first) {
        return filled(
                halves[1],
                Map.ofEntries(
                        entry("total", "" + totals.rows()),
                        entry("id", "" + results.id()),
                        entry("status", "" + results.status()),
                        entry("file", "" + results.file()),
                        entry("title", text(title)),
                        entry("rows", rows(totals.rows())),
                        entry("time", time),
                        entry("bar", bar(totals)),
                        entry("words", groups(totals.words(), "word")),
                        entry("failures", failures(totals, id(results))),
                        entry("leaf", "" + Report.LEAF),
                        entry("header", header(results.header())),
                        entry("first", first),
                        entry("script", script)));
    }

    private static String rows(long count) {
        return number(count) + (count == 1 ? " row" : " rows");
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A bar has no style of its own, which the policy would refuse: SVG takes attributes. */
    private static String bar(Totals totals) {
        var bar = new StringBuilder("<svg class=\"bar\" aria-hidden=\"true\">");
        double left = 0;
        for (var group : totals.words()) {
            var share = 100.0 * group.rows() / totals.rows();
            var rect = "<rect class=\"%s\" x=\"%.3f%%\" width=\"%.3f%%\" height=\"100%%\"/>";
            var width = Math.max(0.05, share - 0.2); // a gap to the next
            bar.append(String.format(Locale.ROOT, rect, tone(group), left, width));
            left += share;
        }
        return bar + "</svg>\n";
    }

    private static String tone(Group group) {
        return Tone.of(group.name()).word();
    }

    private static String groups(List<Group> groups, String what) {
        var button =
                "<li><button class=\"group %s\" type=\"button\" data-%s=\"%s\" disabled>"
                        + "<bdi>%s</bdi> <b>%s</b>%s</button></li>\n";
        return groups.stream()
                .map(
                        group ->
                                String.format(
                                        button,
                                        tone(group),
                                        what,
                                        text(group.name()),
                                        text(group.name()),
                                        number(group.rows()),
                                        example(group)))
                .collect(joining());
    }

    private static String example(Group group) {
        if (group.example().isEmpty()) {
            return "";
        }
        var some = group.rows() > 1 ? "e.g. " : "";
        return " <span class=\"faint\">"
                + some
                + "<bdi>"
                + text(Text.brief(group.example()))
                + "</bdi></span>";
    }

    /** The name of the column of the ids. */
    private static Optional<String> id(Results results) {
        return Optional.of(results.id()).filter(i -> i >= 0).map(results.header()::get);
    }

    private static String failures(Totals totals, Optional<String> id) {
        if (totals.failed() == 0) {
            return "";
        }
        var copy = id.map(name -> COPY.formatted(text(name))).orElse(NO_IDS);
        return "<h2>What failed, and why</h2>\n<ul role=\"list\" class=\"reasons\">\n"
                + groups(totals.kinds(), "kind")
                + "</ul>\n"
                + copy
                + "<span id=\"copied\" role=\"status\"></span>\n"
                + "<textarea id=\"ids\" aria-label=\"Ids that failed\" readonly"
                + " hidden></textarea>\n";
    }

    private static String header(List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(
                        i -> "<th role=\"columnheader\" scope=\"col\">" + label(names, i) + "</th>")
                .collect(joining());
    }

    /** The name of a column; one without has to be called something to be sorted by. */
    private static String label(List<String> names, int column) {
        var name = names.get(column);
        return text(name.isBlank() ? "column" + (column + 1) : name);
    }

    /** A row as it is read without JavaScript. */
    static String row(List<String> header, List<String> cells) {
        var row = new StringBuilder("<tr role=\"row\">");
        for (int i = 0; i < cells.size(); i++) {
            var label = label(header, i);
            var cell = "<bdi>" + text(Text.cut(cells.get(i), BRIEF)) + "</bdi>";
            row.append("<td role=\"cell\" data-label=\"" + label + "\">" + cell + "</td>");
        }
        return row + "</tr>\n";
    }

    /** Text as HTML shows it, in an attribute too. */
    private static String text(String text) {
        return visible(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

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
