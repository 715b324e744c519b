package lorica.volterra.forecast;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetException;
import lorica.dataset.Row;
import lorica.dataset.RowSource;
import lorica.volterra.process.Paths;
import tools.jackson.databind.JsonNode;

/// A table of numbers as a [Series]: CSV with a header (JSONL too), one row a time, in the order of
/// time; every cell a finite number with a point. Rows of several paths are told apart by a column.
///
/// Refused: what is no number, a column that is not there, paths of different times, fewer than
/// four times. Nothing is filled in.
///
/// @param columns the coordinates; none: every other column
/// @param path the column that names a row's path
/// @param time the column that names a row's time
public record SeriesFile(
        Path file, List<String> columns, Optional<String> path, Optional<String> time) {
    private static final Pattern NUMBER =
            Pattern.compile("\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*");
    private static final int LEAST = 4;

    public SeriesFile {
        columns = List.copyOf(columns);
    }

    /// What one path's rows held.
    private record Observed(List<String> times, List<double[]> points) {}

    /// Reads it.
    ///
    /// @throws DatasetException if it is no such table
    public Series read() throws IOException {
        Map<String, Observed> observed = new LinkedHashMap<>();
        List<String> names = columns;
        try (RowSource rows = Dataset.of(file).rows()) {
            for (Optional<Row> next = rows.next(); next.isPresent(); next = rows.next()) {
                Row row = next.get();
                if (names.isEmpty()) {
                    names = others(row);
                }
                Observed own =
                        observed.computeIfAbsent(
                                path.isPresent() ? text(row, path.get()) : "",
                                _ -> new Observed(new ArrayList<>(), new ArrayList<>()));
                own.times()
                        .add(
                                time.isPresent()
                                        ? text(row, time.get())
                                        : Integer.toString(own.times().size() + 1));
                own.points().add(point(row, names));
            }
        }
        return series(names, observed);
    }

    private List<String> others(Row row) {
        List<String> others =
                row.columns().propertyNames().stream()
                        .filter(name -> !path.equals(Optional.of(name)))
                        .filter(name -> !time.equals(Optional.of(name)))
                        .toList();
        if (others.isEmpty()) {
            throw new DatasetException(
                    row.place(), "a column of numbers", "none beside those named");
        }
        return others;
    }

    private static double[] point(Row row, List<String> names) {
        double[] point = new double[names.size()];
        for (int i = 0; i < point.length; i++) {
            String text = text(row, names.get(i));
            double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            if (!Double.isFinite(value)) {
                throw new DatasetException(
                        row.place(),
                        "a finite number such as 1.5 in column '%s'".formatted(names.get(i)),
                        "'%.40s'; leave the column out, or fill it in".formatted(text));
            }
            point[i] = value;
        }
        return point;
    }

    private static String text(Row row, String name) {
        JsonNode cell = row.columns().path(name);
        if (cell.isMissingNode()) {
            throw new DatasetException(
                    row.place(),
                    "a column '%s'".formatted(name),
                    "only " + String.join(", ", row.columns().propertyNames()));
        }
        return cell.asString();
    }

    private Series series(List<String> names, Map<String, Observed> observed) {
        Map.Entry<String, Observed> first =
                observed.entrySet().stream()
                        .findFirst()
                        .orElseThrow(
                                () -> new DatasetException(file, "rows of numbers", "no rows"));
        List<String> times = first.getValue().times();
        if (times.size() < LEAST) {
            throw new DatasetException(
                    file, "%d times or more".formatted(LEAST), "" + times.size());
        }
        int d = names.size();
        int count = observed.size();
        double[] values =
                new double[Math.multiplyExact(Math.multiplyExact(times.size(), count), d)];
        Paths paths = new Paths(count, times.size() - 2, d, values);
        int n = 0;
        for (Map.Entry<String, Observed> one : observed.entrySet()) {
            requireSameTimes(first, one);
            for (int t = 0; t < times.size(); t++) {
                System.arraycopy(
                        one.getValue().points().get(t), 0, values, paths.offset(n, t - 1), d);
            }
            n++;
        }
        return new Series(names, List.copyOf(observed.keySet()), times, paths);
    }

    private void requireSameTimes(
            Map.Entry<String, Observed> first, Map.Entry<String, Observed> one) {
        List<String> expected = first.getValue().times();
        List<String> found = one.getValue().times();
        if (found.size() != expected.size()) {
            throw new DatasetException(
                    file,
                    "paths of equal length, %d as of '%s'"
                            .formatted(expected.size(), first.getKey()),
                    "%d of '%s'".formatted(found.size(), one.getKey()));
        }
        for (int t = 0; t < expected.size(); t++) {
            if (!found.get(t).equals(expected.get(t))) {
                throw new DatasetException(
                        file,
                        "the times of '%s' in every path, '%s' at number %d"
                                .formatted(first.getKey(), expected.get(t), t + 1),
                        "'%s' in '%s'".formatted(found.get(t), one.getKey()));
            }
        }
    }
}
