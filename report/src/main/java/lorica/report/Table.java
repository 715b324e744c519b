package lorica.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// A table whose columns a reader may sort by; of long ones, one that may be searched.
final class Table {
    /// Rows from which on a search field pays.
    private static final int LONG = 20;

    /// Letters that stand on one line.
    private static final int SHORT = 24;

    private final String caption;
    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /// Whether a column holds words or numbers.
    enum Kind {
        WORDS,
        NUMBERS
    }

    /// A heading and what stands below it.
    record Column(String heading, Kind kind) {}

    /// What a cell shows, what it is sorted by, and a bar of 0 … 1 where it has one.
    record Cell(String text, OptionalDouble value, OptionalDouble bar) {
        static Cell of(String text) {
            return new Cell(text, OptionalDouble.empty(), OptionalDouble.empty());
        }

        static Cell of(double value, String format) {
            return new Cell(
                    String.format(Locale.ROOT, format, value),
                    OptionalDouble.of(value),
                    OptionalDouble.empty());
        }

        Cell withBar(double share) {
            return new Cell(text, value, OptionalDouble.of(Math.clamp(share, 0, 1)));
        }
    }

    Table(String caption, List<Column> columns) {
        this.caption = caption;
        this.columns = columns;
    }

    static Column words(String heading) {
        return new Column(heading, Kind.WORDS);
    }

    static Column numbers(String heading) {
        return new Column(heading, Kind.NUMBERS);
    }

    Table row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "%s: expected %d cells, found %d"
                            .formatted(caption, columns.size(), cells.length));
        }
        rows.add(List.of(cells));
        return this;
    }

    /// The table's markup.
    Html html() {
        Html html = new Html();
        html.raw("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .text(caption)
                .raw("\"");
        html.raw(rows.size() >= LONG ? " data-search" : "").raw(">\n<table>\n<caption>");
        html.text(caption).raw("</caption>\n<thead><tr>");
        for (Column column : columns) {
            html.raw("<th scope=\"col\"")
                    .raw(column.kind == Kind.NUMBERS ? " class=\"n\">" : ">")
                    .text(column.heading)
                    .raw("</th>");
        }
        html.raw("</tr></thead>\n<tbody>\n");
        for (List<Cell> row : rows) {
            html.raw("<tr>");
            for (int i = 0; i < row.size(); i++) {
                cell(html, columns.get(i), row.get(i), i == 0 ? "th scope=\"row\"" : "td");
            }
            html.raw("</tr>\n");
        }
        return html.raw("</tbody>\n</table>\n</div>\n");
    }

    private static void cell(Html html, Column column, Cell cell, String element) {
        html.raw("<" + element).raw(look(column, cell));
        cell.value.ifPresent(value -> html.raw(" data-value=\"" + value + "\""));
        html.raw(">");
        cell.bar.ifPresent(
                share ->
                        html.raw(
                                String.format(
                                        Locale.ROOT,
                                        "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"%.2f\" height=\"10\"/></svg>",
                                        100 * share)));
        html.text(cell.text).raw("</" + element.split(" ")[0] + ">");
    }

    /// Names such as lora:rate=3e-3 are not to be broken at their hyphens.
    private static String look(Column column, Cell cell) {
        if (column.kind == Kind.NUMBERS) {
            return " class=\"n\"";
        }
        return cell.text.length() <= SHORT ? " class=\"short\"" : "";
    }
}
