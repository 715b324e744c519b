package lorica.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import lorica.coefficient.Coefficients;
import lorica.generate.Provenance;
import lorica.generate.Recipe;

/// Sources with their weights as bars, the largest weight first, of equal ones the nearest.
record SourceTable(List<Row> rows) {
    private static final String LICENCE = "licence";

    SourceTable {
        rows =
                rows.stream()
                        .sorted(
                                Comparator.comparingDouble(Row::weight)
                                        .reversed()
                                        .thenComparingDouble(Row::distance))
                        .toList();
    }

    /// One line.
    ///
    /// @param licence empty where nothing is known of it
    record Row(String entry, double weight, double distance, String licence) {}

    static SourceTable of(Provenance provenance) {
        List<Row> rows = new ArrayList<>();
        boolean noted =
                provenance.sources().stream().anyMatch(source -> source.licence().isPresent());
        for (Provenance.SourceFacts source : provenance.sources()) {
            String licence = source.licence().orElse(noted ? "not stated" : "");
            rows.add(new Row(source.entry(), source.weight(), source.distance(), licence));
        }
        return new SourceTable(rows);
    }

    static SourceTable of(Recipe recipe) {
        List<Row> rows = new ArrayList<>();
        Coefficients coefficients = recipe.coefficients();
        for (int i = 0; i < coefficients.weights().length; i++) {
            rows.add(
                    new Row(
                            coefficients.entries().get(i),
                            coefficients.weights()[i],
                            recipe.distances().values()[i],
                            ""));
        }
        return new SourceTable(rows);
    }

    /// Prints at most `limit` rows, and in one line what the others weigh together.
    void print(Screen screen, int limit) {
        List<Row> shown = rows.subList(0, Math.min(limit, rows.size()));
        double largest = shown.isEmpty() ? 1 : shown.getFirst().weight();
        int name =
                Math.clamp(
                        shown.stream().mapToInt(row -> row.entry().length()).max().orElse(5),
                        5,
                        48);
        int longest = shown.stream().mapToInt(row -> row.licence().length()).max().orElse(0);
        boolean licensed = longest > 0;
        int last = licensed ? Math.max(longest, LICENCE.length()) : 0;
        int cells = Math.clamp(screen.width() - name - last - 28, 10, 40);
        screen.out()
                .println(
                        screen.bold(
                                "  weight  %s  distance    %s"
                                        .formatted(
                                                " ".repeat(cells),
                                                licensed
                                                        ? padded("entry", name) + "  " + LICENCE
                                                        : "entry")));
        for (Row row : shown) {
            screen.out()
                    .println(
                            "  %s  %s  %s  %s"
                                    .formatted(
                                            number("%.4f", row.weight()),
                                            screen.bar(row.weight() / largest, cells),
                                            number("%-10.6g", row.distance()),
                                            (padded(row.entry(), name) + "  " + row.licence())
                                                    .stripTrailing()));
        }
        if (rows.size() > shown.size()) {
            double rest =
                    rows.subList(shown.size(), rows.size()).stream().mapToDouble(Row::weight).sum();
            screen.out()
                    .println(
                            "  %s  %s  %d more"
                                    .formatted(
                                            number("%.4f", rest),
                                            " ".repeat(cells + 12),
                                            rows.size() - shown.size()));
        }
    }

    private static String padded(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
