package lorica.distance;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import lorica.storage.Parallel;

/// The distances of every dataset of a bank to every other, `N×N`; row `i`, column `j` holds
/// `ρ(Pᵢ, Pⱼ)`.
///
/// @param distance the distance's name
/// @param values finite; treat as read-only
public record DistanceMatrix(String distance, List<String> entries, double[][] values) {
    public DistanceMatrix {
        entries = List.copyOf(entries);
        if (entries.size() != values.length) {
            throw new IllegalArgumentException(
                    "%s distance matrix: expected one row per entry, found %d entries, %d rows"
                            .formatted(distance, entries.size(), values.length));
        }
        for (int i = 0; i < values.length; i++) {
            new DistanceRow(distance, entries.get(i), entries, values[i]);
        }
    }

    /// Measures all pairs; a symmetric distance once a pair. Each value depends on its two
    /// fingerprints only, so the result has the same bytes at any number of threads.
    ///
    /// @param fingerprints one an entry, made by the same distance
    /// @param threads at least 1
    /// @throws IOException if the thread is interrupted
    public static DistanceMatrix measure(
            Distance distance, List<String> entries, List<Fingerprint> fingerprints, int threads)
            throws IOException {
        int n = fingerprints.size();
        double[][] values = new double[n][n];
        List<Integer> rows = IntStream.range(0, n).boxed().toList();
        Parallel.map(
                rows,
                threads,
                i -> {
                    for (int j = distance.symmetric() ? i + 1 : 0; j < n; j++) {
                        values[i][j] = distance.between(fingerprints.get(i), fingerprints.get(j));
                    }
                    return i;
                });
        if (distance.symmetric()) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    values[i][j] = values[j][i];
                }
            }
        }
        return new DistanceMatrix(distance.name(), entries, values);
    }

    /// The weighted sum of matrices over the same entries, under another name.
    ///
    /// @param weights one a matrix
    public static DistanceMatrix sum(String name, List<DistanceMatrix> matrices, double[] weights) {
        DistanceMatrix first = matrices.getFirst();
        double[][] values = new double[first.values.length][];
        for (int i = 0; i < values.length; i++) {
            int entry = i;
            List<DistanceRow> rows = matrices.stream().map(one -> one.row(entry)).toList();
            values[i] = DistanceRow.sum(name, rows, weights).values();
        }
        return new DistanceMatrix(name, first.entries, values);
    }

    /// One dataset's distances to all entries, itself included: [DistanceRow#without] masks it.
    public DistanceRow row(int entry) {
        return new DistanceRow(distance, entries.get(entry), entries, values[entry]);
    }
}
