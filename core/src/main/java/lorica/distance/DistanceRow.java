package lorica.distance;

import java.util.ArrayList;
import java.util.List;

/// The distances of one dataset to the entries of a bank, in the bank's order.
///
/// @param distance the distance's name
/// @param dataset what was compared
/// @param values finite, one an entry; treat as read-only
public record DistanceRow(String distance, String dataset, List<String> entries, double[] values) {
    public DistanceRow {
        entries = List.copyOf(entries);
        if (entries.size() != values.length) {
            throw new IllegalArgumentException(
                    "distance row of '%s': expected one value per entry, found %d entries, %d values"
                            .formatted(dataset, entries.size(), values.length));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "distance row of '%s': expected a finite %s distance to '%s', found %s"
                                .formatted(dataset, distance, entries.get(i), values[i]));
            }
        }
    }

    /// Measures a new dataset against the entries of a bank.
    ///
    /// @param fingerprints one an entry, made by the same distance
    public static DistanceRow measure(
            Distance distance,
            Fingerprint dataset,
            List<String> entries,
            List<Fingerprint> fingerprints) {
        double[] values = new double[fingerprints.size()];
        for (int from = 0; from < values.length; from += Pairs.BLOCK) {
            List<Fingerprint> block =
                    fingerprints.subList(from, Math.min(values.length, from + Pairs.BLOCK));
            double[] part = Pairs.measure(distance, List.of(dataset), block, (i, j) -> true)[0];
            System.arraycopy(part, 0, values, from, part.length);
        }
        return new DistanceRow(distance.name(), dataset.distribution().dataset(), entries, values);
    }

    /// The weighted sum of rows over the same entries, under another name.
    ///
    /// @param weights one a row
    public static DistanceRow sum(String name, List<DistanceRow> rows, double[] weights) {
        DistanceRow first = rows.getFirst();
        double[] sum = new double[first.values.length];
        for (int i = 0; i < rows.size(); i++) {
            DistanceRow row = rows.get(i);
            if (!row.entries.equals(first.entries)) {
                throw new IllegalArgumentException(
                        "sum of distance rows of '%s': expected the same entries in all, found %d and %d"
                                .formatted(
                                        first.dataset, first.entries.size(), row.entries.size()));
            }
            for (int entry = 0; entry < sum.length; entry++) {
                sum[entry] += weights[i] * row.values[entry];
            }
        }
        return new DistanceRow(name, first.dataset, first.entries, sum);
    }

    /// The row with one entry masked, as if the bank did not hold it: what leave-one-out weighs.
    ///
    /// @throws IllegalArgumentException if the row has no such entry
    public DistanceRow without(String entry) {
        int masked = entries.indexOf(entry);
        if (masked < 0) {
            throw new IllegalArgumentException(
                    "distance row of '%s': expected an entry '%s' to leave out, found none of that name among %d"
                            .formatted(dataset, entry, entries.size()));
        }
        List<String> kept = new ArrayList<>(entries);
        kept.remove(masked);
        double[] rest = new double[kept.size()];
        System.arraycopy(values, 0, rest, 0, masked);
        System.arraycopy(values, masked + 1, rest, masked, rest.length - masked);
        return new DistanceRow(distance, dataset, kept, rest);
    }
}
