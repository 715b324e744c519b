package lorica.coefficient;

import java.util.ArrayList;
import java.util.List;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;

/// What an [Attention] sees of one dataset and the entries of a bank.
///
/// @param distances one row a distance, all over the same entries
/// @param dataset statistics of the dataset, finite; treat as read-only
/// @param others the same statistics of the entries' datasets, one an entry; treat as read-only
public record Evidence(List<DistanceRow> distances, double[] dataset, List<double[]> others) {
    public Evidence {
        distances = List.copyOf(distances);
        others = List.copyOf(others);
        if (distances.isEmpty()) {
            throw new IllegalArgumentException(
                    "evidence: expected at least one row of distances, found none");
        }
        for (DistanceRow row : distances) {
            if (!row.entries().equals(distances.getFirst().entries())) {
                throw new IllegalArgumentException(
                        "evidence: expected %s distances to the entries of the first row, found others"
                                .formatted(row.distance()));
            }
        }
        if (others.size() != distances.getFirst().entries().size()) {
            throw new IllegalArgumentException(
                    "evidence: expected statistics of %d entries, found %d"
                            .formatted(distances.getFirst().entries().size(), others.size()));
        }
        for (double[] statistics : others) {
            requireFinite(statistics, dataset.length);
        }
        requireFinite(dataset, dataset.length);
    }

    private static void requireFinite(double[] statistics, int count) {
        if (statistics.length != count) {
            throw new IllegalArgumentException(
                    "evidence: expected %d statistics of every dataset, found %d"
                            .formatted(count, statistics.length));
        }
        for (double value : statistics) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "evidence: expected finite statistics, found " + value);
            }
        }
    }

    /// The entries, in the order of all rows.
    public List<String> entries() {
        return distances.getFirst().entries();
    }

    /// The evidence on some of the entries, as if the bank held no other.
    ///
    /// @param kept entries, in the order of the rows
    public Evidence among(List<String> kept) {
        List<DistanceRow> rows = distances;
        List<double[]> statistics = new ArrayList<>();
        for (int i = 0; i < entries().size(); i++) {
            String entry = entries().get(i);
            if (kept.contains(entry)) {
                statistics.add(others.get(i));
                continue;
            }
            rows = rows.stream().map(row -> row.without(entry)).toList();
        }
        return new Evidence(rows, dataset, statistics);
    }

    /// What a bank knows of its own datasets.
    ///
    /// @param distances one matrix a distance, all over the same entries
    /// @param statistics one an entry
    public record OfBank(List<DistanceMatrix> distances, List<double[]> statistics) {
        public OfBank {
            distances = List.copyOf(distances);
            statistics = List.copyOf(statistics);
            for (int entry = 0; entry < statistics.size(); entry++) {
                whole(distances, statistics, entry);
            }
        }

        private static Evidence whole(
                List<DistanceMatrix> distances, List<double[]> statistics, int entry) {
            return new Evidence(
                    distances.stream().map(matrix -> matrix.row(entry)).toList(),
                    statistics.get(entry),
                    statistics);
        }

        public List<String> entries() {
            return distances.getFirst().entries();
        }

        /// Evidence of one entry's dataset and the other entries.
        public Evidence leavingOut(int entry) {
            List<String> others = new ArrayList<>(entries());
            others.remove(entry);
            return whole(distances, statistics, entry).among(others);
        }

        /// The same of some of the entries, in the order given.
        public OfBank among(List<String> chosen) {
            return new OfBank(
                    distances.stream().map(matrix -> matrix.among(chosen)).toList(),
                    chosen.stream().map(id -> statistics.get(entries().indexOf(id))).toList());
        }
    }
}
