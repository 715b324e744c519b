package lorica.distance;

import java.util.List;
import java.util.stream.IntStream;

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

    /// Measures all pairs, in parallel; a symmetric distance once a pair. Each value depends on its
    /// two fingerprints only, so the result has the same bytes at any number of threads.
    ///
    /// @param fingerprints one an entry, made by the same distance
    public static DistanceMatrix measure(
            Distance distance, List<String> entries, List<Fingerprint> fingerprints) {
        int n = fingerprints.size();
        double[][] values = new double[n][n];
        IntStream.range(0, n)
                .parallel()
                .forEach(
                        i -> {
                            for (int j = distance.symmetric() ? i + 1 : 0; j < n; j++) {
                                values[i][j] =
                                        distance.between(fingerprints.get(i), fingerprints.get(j));
                            }
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

    /// One dataset's distances to all entries, itself included: [DistanceRow#without] masks it.
    public DistanceRow row(int entry) {
        return new DistanceRow(distance, entries.get(entry), entries, values[entry]);
    }
}
