package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorica.cli.DistancesCommand.DistanceFormat;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;
import lorica.generate.BankDistances;
import lorica.generate.DatasetDistances;
import lorica.generate.IndexReport;
import lorica.storage.WholeFile;
import lorica.tensor.NpyFile;
import lorica.tensor.Shape;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `distances` prints and writes: one line an entry, one column a distance or, of a matrix, an
/// entry.
///
/// @param summary what it is, for a reader
/// @param values one array a line
/// @param shape of the numbers in a `.npy` file
/// @param json the document, without `read`
record DistanceReport(
        String summary,
        List<String> columns,
        List<String> entries,
        double[][] values,
        Shape shape,
        ObjectNode json,
        IndexReport read) {

    static DistanceReport of(DatasetDistances measured, Path bank) {
        List<DistanceRow> rows = measured.rows();
        List<String> entries = rows.getFirst().entries();
        double[][] values = new double[entries.size()][rows.size()];
        ObjectNode json = CommonOptions.document("lorica.distances/1");
        json.put("bank", bank.toString()).put("dataset", measured.dataset().toString());
        json.putObject("template")
                .put("treatment", measured.template().treatment().label())
                .put("reason", measured.template().reason());
        entries.forEach(json.putArray("entries")::add);
        ArrayNode distances = json.putArray("distances");
        for (int i = 0; i < rows.size(); i++) {
            ArrayNode numbers =
                    distances.addObject().put("name", rows.get(i).distance()).putArray("values");
            for (int j = 0; j < entries.size(); j++) {
                values[j][i] = rows.get(i).values()[j];
                numbers.add(values[j][i]);
            }
        }
        List<String> names = rows.stream().map(DistanceRow::distance).toList();
        return new DistanceReport(
                "%s of %s to %,d entries"
                        .formatted(String.join(", ", names), measured.dataset(), entries.size()),
                names,
                entries,
                values,
                rows.size() == 1 ? Shape.of(entries.size()) : Shape.of(entries.size(), rows.size()),
                json,
                measured.read());
    }

    static DistanceReport of(BankDistances measured, Path bank) {
        DistanceMatrix matrix = measured.matrix();
        ObjectNode json = CommonOptions.document("lorica.distance-matrix/1");
        json.put("bank", bank.toString()).put("distance", matrix.distance());
        matrix.entries().forEach(json.putArray("entries")::add);
        ArrayNode lines = json.putArray("values");
        for (double[] row : matrix.values()) {
            ArrayNode line = lines.addArray();
            for (double value : row) {
                line.add(value);
            }
        }
        int n = matrix.entries().size();
        return new DistanceReport(
                "%s between %,d entries".formatted(matrix.distance(), n),
                matrix.entries(),
                matrix.entries(),
                matrix.values(),
                Shape.of(n, n),
                json,
                measured.read());
    }

    /// The document of `--json`.
    ObjectNode document() {
        new IndexSummary(read).addTo(json);
        return json;
    }

    /// Says on stderr what was wrong with the bank's index.
    void warn(Screen screen) {
        new IndexSummary(read).warn(screen);
    }

    void print(Screen screen, DistanceFormat format) {
        screen.out().print(text(format));
        screen.out().flush();
    }

    /// Writes a file, whole or not at all.
    void write(Path file, DistanceFormat format) throws IOException {
        if (format == DistanceFormat.npy) {
            NpyFile.write(file, shape, values);
            return;
        }
        WholeFile.write(file, text(format));
    }

    private String text(DistanceFormat format) {
        return switch (format) {
            case table -> table();
            case csv -> csv();
            case json -> CommonOptions.text(document()) + "\n";
            case npy -> throw new IllegalArgumentException("npy: expected a file, found text");
        };
    }

    /// RFC 4180 but for the line end, which is `\n`; numbers with all their digits.
    private String csv() {
        StringBuilder csv = new StringBuilder("entry");
        columns.forEach(column -> csv.append(',').append(quoted(column)));
        csv.append('\n');
        for (int i = 0; i < entries.size(); i++) {
            csv.append(quoted(entries.get(i)));
            for (double value : values[i]) {
                csv.append(',').append(value);
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    private static String quoted(String field) {
        return field.matches("[^\",\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /// The nearest first, by the first distance; a matrix in the bank's order.
    private String table() {
        int width = entries.stream().mapToInt(String::length).max().orElse(0);
        int[] widths = columns.stream().mapToInt(column -> Math.max(11, column.length())).toArray();
        StringBuilder table = new StringBuilder(" ".repeat(width));
        for (int j = 0; j < widths.length; j++) {
            table.append("  ").append(padded(columns.get(j), widths[j]));
        }
        table.append('\n');
        for (int i : order()) {
            table.append(entries.get(i)).repeat(' ', width - entries.get(i).length());
            for (int j = 0; j < widths.length; j++) {
                String number = String.format(Locale.ROOT, "%.6g", values[i][j]);
                table.append("  ").append(padded(number, widths[j]));
            }
            table.append('\n');
        }
        return table.toString();
    }

    private List<Integer> order() {
        IntStream all = IntStream.range(0, entries.size());
        if (columns.equals(entries)) {
            return all.boxed().toList();
        }
        return all.boxed()
                .sorted(Comparator.comparingDouble(i -> values[i][0]))
                .collect(Collectors.toList());
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
